import type { Language } from "../../shared/language";

export interface YouthTexts {
  /** Before anything is said: who answers, for whom, what stays secret, and when a worker must act. */
  greeting: readonly string[];
  topics: string;
  /** A topic whose people are not there; `opensAt` is empty if nobody knows when they will be. */
  closed: (title: string, opensAt: string) => string;
  leave: string;
  leaveHelp: string;
}

export const TEXTS: Record<Language, YouthTexts> = {
  fi: {
    greeting: [
      "Hei! Tämä chat on alle 29-vuotiaille. Olen Luukku, automaattinen avustaja, ja voin erehtyä.",
      "Kun valitset aiheen, sinulle vastaa kaupungin työntekijä. Nimeäsi, osoitettasi tai laitettasi ei merkitä muistiin.",
      "Mitä kerrot, jää sinun ja työntekijän väliseksi. Jos joku on vaarassa, työntekijän voi olla pakko kertoa siitä. Silloin hän sanoo sen sinulle.",
      "Hätä juuri nyt? Soita 112. Pois sivulta pääset heti: Poistu heti tai Esc kahdesti.",
    ],
    topics: "Mistä haluat jutella?",
    closed: (title, opensAt) => (opensAt ? `${title} (avataan ${opensAt})` : `${title} (kiinni)`),
    leave: "Poistu heti",
    leaveHelp: "Keskustelu häviää tältä laitteelta, ja tilalle tulee toinen sivu.",
  },
  sv: {
    greeting: [
      "Hej! Den här chatten är för dig som är under 29 år. Jag är Luukku, en automatisk assistent, och kan ha fel.",
      "När du väljer ett ämne svarar en av stadens anställda. Ditt namn, din adress eller din apparat antecknas inte.",
      "Det du berättar stannar mellan dig och den som svarar. Är någon i fara kan hen vara tvungen att berätta om det. Då får du veta det.",
      "I nöd just nu? Ring 112. Bort från sidan kommer du genast: Lämna genast eller Esc två gånger.",
    ],
    topics: "Vad vill du prata om?",
    closed: (title, opensAt) => (opensAt ? `${title} (öppnar ${opensAt})` : `${title} (stängt)`),
    leave: "Lämna genast",
    leaveHelp: "Samtalet försvinner från den här apparaten och en annan sida visas.",
  },
  en: {
    greeting: [
      "Hi! This chat is for people under 29. I am Luukku, an automated assistant, and I may be wrong.",
      "When you choose a topic, one of the city’s workers answers you. Your name, address or device is not noted.",
      "What you tell stays between you and the worker. If anybody is in danger, the worker may have to tell about it. They will say so to you.",
      "In danger right now? Call 112. Away from this page at once: Leave now, or Esc twice.",
    ],
    topics: "What would you like to talk about?",
    closed: (title, opensAt) => (opensAt ? `${title} (opens ${opensAt})` : `${title} (closed)`),
    leave: "Leave now",
    leaveHelp: "The conversation disappears from this device and another page takes its place.",
  },
};
