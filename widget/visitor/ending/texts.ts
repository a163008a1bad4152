import type { Language } from "../../shared/language";

/** Every word of the ending. A language that lacks one does not compile. */
export interface EndingTexts {
  question: string;
  explained: string;
  end: string;
  keep: string;
  ended: string;
  saving: string;
  saveText: string;
  savePage: string;
  saved: string;
  fileName: string;
  heading: (when: string) => string;
  rating: string;
  succeeded: string;
  succeededScale: string;
  recommends: string;
  recommendsScale: string;
  comment: string;
  sendRating: string;
  ratingMissing: string;
  rated: string;
  erasing: string;
  eraseExplained: string;
  erase: string;
  eraseSure: string;
  erased: string;
}

/** All languages at once: it is opened seldom, and its language may change under way. */
export const ENDING_TEXTS: Record<Language, EndingTexts> = {
  fi: {
    question: "Lopetetaanko keskustelu?",
    explained: "Keskustelu poistuu tältä laitteelta, eikä sitä voi enää jatkaa.",
    end: "Lopeta keskustelu",
    keep: "Jatka keskustelua",
    ended: "Keskustelu on lopetettu. Voit aloittaa uuden milloin vain.",
    saving: "Tallenna keskustelu itsellesi",
    saveText: "Tallenna tekstinä",
    savePage: "Tallenna verkkosivuna",
    saved: "Keskustelu tallennettiin laitteesi latauksiin.",
    fileName: "keskustelu",
    heading: (when) => `Keskustelu Luukussa ${when}`,
    rating: "Arvioi keskustelu",
    succeeded: "Miten onnistuimme?",
    succeededScale: "1 = huonosti, 5 = hyvin",
    recommends: "Suosittelisitko palvelua muille?",
    recommendsScale: "0 = en, 10 = kyllä",
    comment: "Kerro lisää, jos haluat",
    sendRating: "Lähetä arvio",
    ratingMissing: "Valitse ainakin toinen arvosana.",
    rated: "Kiitos arviostasi!",
    erasing: "Poista kaikki",
    eraseExplained: "Kaikki, mitä tässä keskustelussa on sanottu, poistetaan myös palvelusta. Jättämäsi palaute säilyy.",
    erase: "Poista keskustelu kokonaan",
    eraseSure: "Poista lopullisesti",
    erased: "Keskustelu on poistettu. Voit aloittaa uuden milloin vain.",
  },
  sv: {
    question: "Vill du avsluta samtalet?",
    explained: "Samtalet försvinner från den här apparaten och du kan inte fortsätta det.",
    end: "Avsluta samtalet",
    keep: "Fortsätt samtalet",
    ended: "Samtalet är avslutat. Du kan börja ett nytt när som helst.",
    saving: "Spara samtalet åt dig själv",
    saveText: "Spara som text",
    savePage: "Spara som webbsida",
    saved: "Samtalet sparades bland nedladdningarna på din apparat.",
    fileName: "samtal",
    heading: (when) => `Samtal i Luukku ${when}`,
    rating: "Bedöm samtalet",
    succeeded: "Hur lyckades vi?",
    succeededScale: "1 = dåligt, 5 = bra",
    recommends: "Skulle du rekommendera tjänsten för andra?",
    recommendsScale: "0 = nej, 10 = ja",
    comment: "Berätta mer om du vill",
    sendRating: "Skicka bedömningen",
    ratingMissing: "Välj minst det ena betyget.",
    rated: "Tack för din bedömning!",
    erasing: "Radera allt",
    eraseExplained: "Allt som har sagts i det här samtalet raderas också ur tjänsten. Respons som du har lämnat blir kvar.",
    erase: "Radera hela samtalet",
    eraseSure: "Radera slutgiltigt",
    erased: "Samtalet har raderats. Du kan börja ett nytt när som helst.",
  },
  en: {
    question: "End the conversation?",
    explained: "The conversation is removed from this device and you cannot go on with it.",
    end: "End conversation",
    keep: "Keep talking",
    ended: "The conversation has ended. You can start a new one whenever you like.",
    saving: "Save the conversation for yourself",
    saveText: "Save as text",
    savePage: "Save as a web page",
    saved: "The conversation was saved among the downloads of your device.",
    fileName: "conversation",
    heading: (when) => `Conversation in Luukku ${when}`,
    rating: "Rate the conversation",
    succeeded: "How did we do?",
    succeededScale: "1 = badly, 5 = well",
    recommends: "Would you recommend the service to others?",
    recommendsScale: "0 = no, 10 = yes",
    comment: "Tell us more if you like",
    sendRating: "Send the rating",
    ratingMissing: "Choose at least one of the two.",
    rated: "Thank you for your rating!",
    erasing: "Delete everything",
    eraseExplained: "All that has been said in this conversation is deleted from the service as well. Feedback that you have left stays.",
    erase: "Delete the whole conversation",
    eraseSure: "Delete for good",
    erased: "The conversation has been deleted. You can start a new one whenever you like.",
  },
};
