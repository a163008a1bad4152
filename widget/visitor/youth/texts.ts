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
      "Hei! Tämä keskustelu on alle 29-vuotiaille. Olen Luukku, automaattinen avustaja: en ole ihminen ja voin erehtyä.",
      "Kun valitset aiheen, sinulle vastaa kaupungin työntekijä. Sinun ei tarvitse kertoa, kuka olet, eikä nimeäsi, osoitettasi tai laitettasi merkitä muistiin.",
      "Mitä kerrot, jää sinun ja työntekijän väliseksi. Jos työntekijä huolestuu sinun tai jonkun toisen turvallisuudesta, hänen voi olla pakko kertoa siitä. Silloin hän sanoo sen sinulle.",
      "Jos joku on vaarassa juuri nyt, soita 112. Pääset heti pois sivulta painamalla Poistu heti tai kaksi kertaa Esc.",
    ],
    topics: "Mistä haluat jutella?",
    closed: (title, opensAt) => (opensAt ? `${title} (avataan ${opensAt})` : `${title} (kiinni)`),
    leave: "Poistu heti",
    leaveHelp: "Keskustelu häviää tältä laitteelta, ja tilalle tulee toinen sivu.",
  },
  sv: {
    greeting: [
      "Hej! Den här chatten är för dig som är under 29 år. Jag är Luukku, en automatisk assistent: jag är ingen människa och kan ha fel.",
      "När du väljer ett ämne svarar en av stadens anställda. Du behöver inte berätta vem du är, och varken ditt namn, din adress eller din apparat antecknas.",
      "Det du berättar stannar mellan dig och den som svarar. Om den som svarar blir orolig för din eller någon annans säkerhet kan hen vara tvungen att berätta om det. I så fall får du veta det.",
      "Är någon i fara just nu, ring 112. Du kommer genast bort från sidan med Lämna genast eller genom att trycka Esc två gånger.",
    ],
    topics: "Vad vill du prata om?",
    closed: (title, opensAt) => (opensAt ? `${title} (öppnar ${opensAt})` : `${title} (stängt)`),
    leave: "Lämna genast",
    leaveHelp: "Samtalet försvinner från den här apparaten och en annan sida visas.",
  },
  en: {
    greeting: [
      "Hi! This chat is for people under 29. I am Luukku, an automated assistant: I am not a human and I may be wrong.",
      "When you choose a topic, one of the city's workers answers you. You do not have to tell who you are, and nobody notes your name, address or device.",
      "What you tell stays between you and the worker. If the worker gets worried about your safety or somebody else's, they may have to tell about it. They will say so to you then.",
      "If anybody is in danger right now, call 112. You get away from this page at once with Leave now, or by pressing Esc twice.",
    ],
    topics: "What would you like to talk about?",
    closed: (title, opensAt) => (opensAt ? `${title} (opens ${opensAt})` : `${title} (closed)`),
    leave: "Leave now",
    leaveHelp: "The conversation disappears from this device and another page takes its place.",
  },
};
