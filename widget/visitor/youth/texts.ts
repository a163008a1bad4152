import type { Language } from "../../shared/language";

export interface YouthTexts {
  /**
   * Before anything is said: for whom, who answers, what stays secret, when a worker must act, and how to get away.
   * In the very words of the page (`widget/demo`): nobody should have to find out which of two is meant.
   */
  greeting: readonly string[];
  topics: string;
  /** A topic whose people are not there; `opensAt` is empty if nobody knows when they will be. */
  closed: (title: string, opensAt: string) => string;
  /** A topic that is open, and nobody there. */
  nobody: (title: string) => string;
}

export const TEXTS: Record<Language, YouthTexts> = {
  fi: {
    greeting: [
      "Hei! Chat on alle 29-vuotiaille.",
      "Ensin vastaa Luukku. Se on automaattinen avustaja, ei ihminen, ja voi erehtyä. Kun valitset aiheen, sinulle vastaa kaupungin työntekijä, jos joku on paikalla.",
      "Emme kysy nimeäsi, eikä laitteestasi jää tietoa muistiin. Mitä kerrot, jää sinun ja chatin työntekijöiden väliseksi.",
      "Jos joku on vaarassa, työntekijän voi olla pakko kertoa siitä eteenpäin. Luukku ei tee ilmoituksia.",
      "Pois sivulta pääset heti: paina Poistu heti tai Esc kahdesti. Keskustelu häviää tältä laitteelta, mutta selaimen historiaan jää tämän sivun osoite.",
      "Hätä juuri nyt? Soita 112.",
    ],
    topics: "Mistä haluat jutella?",
    closed: (title, opensAt) => (opensAt ? `${title} (avataan ${opensAt})` : `${title} (kiinni)`),
    nobody: (title) => `${title} (ei ketään paikalla nyt)`,
  },
  sv: {
    greeting: [
      "Hej! Chatten är för dig som är under 29 år.",
      "Först svarar Luukku. Det är en automatisk assistent, inte en människa, och kan ha fel. När du väljer ett ämne svarar en av stadens anställda, om någon är på plats.",
      "Vi frågar inte vad du heter, och inga uppgifter om din apparat sparas. Det du berättar stannar mellan dig och dem som arbetar i chatten.",
      "Om någon är i fara kan den som svarar vara tvungen att berätta det vidare. Luukku gör inga anmälningar.",
      "Bort från sidan kommer du genast: tryck på Lämna genast eller Esc två gånger. Samtalet försvinner från den här apparaten, men sidans adress blir kvar i webbläsarens historik.",
      "I nöd just nu? Ring 112.",
    ],
    topics: "Vad vill du prata om?",
    closed: (title, opensAt) => (opensAt ? `${title} (öppnar ${opensAt})` : `${title} (stängt)`),
    nobody: (title) => `${title} (ingen på plats just nu)`,
  },
  en: {
    greeting: [
      "Hi! The chat is for people under 29.",
      "Luukku answers first. It is an automated assistant, not a person, and may be wrong. When you choose a topic, one of the city’s workers answers you, if anybody is there.",
      "We do not ask your name, and nothing about your device is kept. What you tell stays between you and those who work in this chat.",
      "If anybody is in danger, the worker may have to tell about it. Luukku makes no reports.",
      "You get away from this page at once: press Leave now, or Esc twice. The conversation disappears from this device, but the address of the page stays in the browser’s history.",
      "In danger right now? Call 112.",
    ],
    topics: "What would you like to talk about?",
    closed: (title, opensAt) => (opensAt ? `${title} (opens ${opensAt})` : `${title} (closed)`),
    nobody: (title) => `${title} (nobody here right now)`,
  },
};
