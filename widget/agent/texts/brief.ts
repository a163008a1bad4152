import type { Language } from "../../shared/language";
import type { BriefIs } from "../../shared/protocol";

/** Every text of the brief. A language that lacks one does not compile. */
export interface BriefTexts {
  /** Which of a title's languages is shown. */
  readonly language: Language;
  readonly title: string;
  readonly fetching: string;
  readonly failed: string;
  readonly visitorSpeaks: string;
  readonly page: string;
  readonly danger: string;
  readonly dangers: Record<BriefIs["crisis"], string>;
  readonly asked: string;
  readonly nothingAsked: string;
  readonly answeredAbout: (topics: string) => string;
  readonly askedBack: (topics: string) => string;
  readonly answered: string;
  /** By decision, where it says all. */
  readonly decisions: Readonly<Record<string, string>>;
  /** By intent, of an answer or a pressed button without a topic. */
  readonly intents: Readonly<Record<string, string>>;
  readonly sureness: Record<"sure" | "unsure" | "unknown", string>;
  readonly percent: (percent: number) => string;
  readonly forms: Readonly<Record<string, string>>;
  readonly noForm: string;
  readonly formUnseen: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly skipped: string;
  readonly nextStep: string;
  readonly returnHelp: string;
  readonly finish: string;
  readonly finishTitle: string;
  readonly choose: string;
  readonly emailHelp: string;
  readonly phone: string;
  readonly phoneHelp: string;
  readonly phoneWrong: string;
  readonly send: string;
  readonly sending: string;
  readonly sent: (code: string, dueOn: string) => string;
  readonly notSent: (reason: string) => string;
}

export const BRIEF_TEXTS: Record<Language, BriefTexts> = {
  fi: {
    language: "fi",
    title: "Yhteenveto",
    fetching: "Haetaan yhteenvetoa …",
    failed: "Yhteenvetoa ei saatu.",
    visitorSpeaks: "Asukkaan kieli",
    page: "Sivu",
    danger: "Hätä",
    dangers: { "": "Ei epäilyä", suspected: "Epäillään", confirmed: "Vahvistettu", cleared: "Ei hätää" },
    asked: "Mitä botilta kysyttiin",
    nothingAsked: "Botti ei ole käsitellyt yhtään viestiä.",
    answeredAbout: (topics) => `Vastasi: ${topics}`,
    askedBack: (topics) => (topics ? `Kysyi tarkennusta: ${topics}` : "Kysyi tarkennusta"),
    answered: "Vastasi",
    decisions: {
      lost: "Ei osannut vastata",
      out_of_scope: "Kertoi, ettei asia kuulu kaupungille",
      other_language: "Kertoi, millä kielillä palvellaan",
      form: "Otti vastauksen lomakkeeseen",
      unavailable: "Ei ollut käytettävissä",
    },
    intents: {
      greet: "Vastasi tervehdykseen",
      goodbye: "Hyvästeli",
      thanks: "Vastasi kiitokseen",
      bot_challenge: "Kertoi olevansa botti",
      wants_human: "Haki ihmistä",
      give_feedback: "Aloitti palautelomakkeen",
      feedback_status: "Aloitti palautteen tilan kysymisen",
      change_language: "Vaihtoi kieltä",
      stop: "Keskeytti lomakkeen",
      inform: "Otti vastauksen lomakkeeseen",
      plain_language: "Vastasi selkokielellä",
      helped: "Sai tiedon, että vastauksesta oli apua",
      not_helped: "Sai tiedon, ettei vastaus auttanut",
    },
    sureness: { sure: "varma", unsure: "epävarma", unknown: "ei tiennyt" },
    percent: (percent) => `${percent}\u00a0%`,
    forms: { feedback_form: "Palautelomake kesken", case_status_form: "Palautteen tilan kysyminen kesken" },
    noForm: "Mitään lomaketta ei ole kesken.",
    formUnseen: "Botti ei ole tavoitettavissa, joten juuri nyt ei näe, onko jokin lomake kesken.",
    fields: {
      feedback_kind: "Tyyppi",
      feedback_text: "Teksti",
      feedback_place: "Paikka",
      feedback_contact: "Yhteystieto",
      feedback_confirm: "Tarkistus ja lähetys",
      feedback_correct: "Mitä korjataan",
      feedback_images: "Kuvat",
      feedback_title: "Otsikko",
      feedback_name: "Nimi",
      feedback_publish: "Julkaisulupa",
      feedback_service: "Palvelu",
      feedback_later: "Tallennus",
      feedback_misplaced: "Kuuluuko asia tänne",
      case_code: "Palautteen tunnus",
    },
    skipped: "ohitettu",
    nextStep: "Seuraavaksi",
    returnHelp: "Jos palautat keskustelun botille, se kysyy seuraavan kohdan uudelleen.",
    finish: "Viimeistele palautelomake",
    finishTitle: "Palaute asukkaan puolesta",
    choose: "Valitse",
    emailHelp: "Vain jos asukas haluaa vastauksen sähköpostiin.",
    phone: "Puhelin (ei pakollinen)",
    phoneHelp:
      "Vain jos asukas haluaa vastauksen tekstiviestinä. Jos sähköpostikin on annettu, vastaus menee sinne. Ilman kumpaakin palaute on nimetön.",
    phoneWrong: "Kirjoita numero muodossa 040 123 4567 tai +358 40 123 4567.",
    send: "Lähetä palaute",
    sending: "Lähetetään …",
    sent: (code, dueOn) => `Palaute ${code} on lähetetty, ja asukas näkee tunnuksen. Vastaus on luvattu viimeistään ${dueOn}.`,
    notSent: (reason) => `Palaute ei lähtenyt. ${reason}`,
  },
  sv: {
    language: "sv",
    title: "Sammanfattning",
    fetching: "Hämtar sammanfattningen …",
    failed: "Sammanfattningen kunde inte hämtas.",
    visitorSpeaks: "Invånarens språk",
    page: "Sida",
    danger: "Fara",
    dangers: { "": "Ingen misstanke", suspected: "Misstänks", confirmed: "Bekräftad", cleared: "Ingen fara" },
    asked: "Frågor till boten",
    nothingAsked: "Boten har inte behandlat något meddelande.",
    answeredAbout: (topics) => `Svarade: ${topics}`,
    askedBack: (topics) => (topics ? `Bad om precisering: ${topics}` : "Bad om precisering"),
    answered: "Svarade",
    decisions: {
      lost: "Kunde inte svara",
      out_of_scope: "Sade att ärendet inte hör till staden",
      other_language: "Berättade på vilka språk det går att få service",
      form: "Tog emot ett svar till formuläret",
      unavailable: "Var inte tillgänglig",
    },
    intents: {
      greet: "Svarade på hälsningen",
      goodbye: "Sade adjö",
      thanks: "Svarade på tacket",
      bot_challenge: "Berättade att den är en bot",
      wants_human: "Sökte en person",
      give_feedback: "Började responsformuläret",
      feedback_status: "Började fråga efter responsens läge",
      change_language: "Bytte språk",
      stop: "Avbröt formuläret",
      inform: "Tog emot ett svar till formuläret",
      plain_language: "Svarade på lättläst språk",
      helped: "Fick veta att svaret hjälpte",
      not_helped: "Fick veta att svaret inte hjälpte",
    },
    sureness: { sure: "säker", unsure: "osäker", unknown: "visste inte" },
    percent: (percent) => `${percent}\u00a0%`,
    forms: { feedback_form: "Responsformuläret är halvfärdigt", case_status_form: "Frågan om en respons är halvfärdig" },
    noForm: "Inget formulär är halvfärdigt.",
    formUnseen: "Boten går inte att nå, så just nu syns det inte om något formulär är halvfärdigt.",
    fields: {
      feedback_kind: "Typ",
      feedback_text: "Text",
      feedback_place: "Plats",
      feedback_contact: "Kontaktuppgift",
      feedback_confirm: "Kontroll och sändning",
      feedback_correct: "Vad som ska rättas",
      feedback_images: "Bilder",
      feedback_title: "Rubrik",
      feedback_name: "Namn",
      feedback_publish: "Publicering",
      feedback_service: "Tjänst",
      feedback_later: "Sparande",
      feedback_misplaced: "Om ärendet hör hit",
      case_code: "Responsens kod",
    },
    skipped: "hoppades över",
    nextStep: "Nästa steg",
    returnHelp: "Om du ger tillbaka samtalet till boten ställer den frågan i nästa steg på nytt.",
    finish: "Gör klart responsformuläret",
    finishTitle: "Respons för invånarens räkning",
    choose: "Välj",
    emailHelp: "Bara om invånaren vill ha svar per e-post.",
    phone: "Telefon (frivilligt)",
    phoneHelp:
      "Bara om invånaren vill ha svar som textmeddelande. Om också e-post har uppgetts går svaret dit. Utan båda är responsen anonym.",
    phoneWrong: "Skriv numret i formen 040 123 4567 eller +358 40 123 4567.",
    send: "Skicka responsen",
    sending: "Skickar …",
    sent: (code, dueOn) => `Responsen ${code} är skickad och invånaren ser koden. Svar är utlovat senast ${dueOn}.`,
    notSent: (reason) => `Responsen skickades inte. ${reason}`,
  },
  en: {
    language: "en",
    title: "Summary",
    fetching: "Fetching the summary …",
    failed: "The summary could not be fetched.",
    visitorSpeaks: "The resident's language",
    page: "Page",
    danger: "Danger",
    dangers: { "": "Not suspected", suspected: "Suspected", confirmed: "Confirmed", cleared: "No danger" },
    asked: "What the bot was asked",
    nothingAsked: "The bot has not handled any message.",
    answeredAbout: (topics) => `Answered: ${topics}`,
    askedBack: (topics) => (topics ? `Asked back: ${topics}` : "Asked back"),
    answered: "Answered",
    decisions: {
      lost: "Could not answer",
      out_of_scope: "Said that it is not a matter for the city",
      other_language: "Told in which languages it serves",
      form: "Took an answer for the form",
      unavailable: "Was not available",
    },
    intents: {
      greet: "Answered the greeting",
      goodbye: "Said goodbye",
      thanks: "Answered the thanks",
      bot_challenge: "Told that it is a bot",
      wants_human: "Looked for a person",
      give_feedback: "Began the feedback form",
      feedback_status: "Began asking about a feedback's status",
      change_language: "Changed the language",
      stop: "Cancelled the form",
      inform: "Took an answer for the form",
      plain_language: "Answered in plain language",
      helped: "Was told that the answer helped",
      not_helped: "Was told that the answer did not help",
    },
    sureness: { sure: "sure", unsure: "unsure", unknown: "did not know" },
    percent: (percent) => `${percent}%`,
    forms: { feedback_form: "Feedback form left half-way", case_status_form: "Question about a feedback left half-way" },
    noForm: "No form has been left half-way.",
    formUnseen: "The bot cannot be reached, so whether a form was left half-way cannot be seen right now.",
    fields: {
      feedback_kind: "Kind",
      feedback_text: "Text",
      feedback_place: "Place",
      feedback_contact: "Contact",
      feedback_confirm: "Check and send",
      feedback_correct: "What to correct",
      feedback_images: "Images",
      feedback_title: "Title",
      feedback_name: "Name",
      feedback_publish: "Permission to publish",
      feedback_service: "Service",
      feedback_later: "Saving",
      feedback_misplaced: "Whether it belongs here",
      case_code: "Code of the feedback",
    },
    skipped: "skipped",
    nextStep: "Next",
    returnHelp: "If you return the conversation to the bot, it asks for the next field again.",
    finish: "Finish the feedback form",
    finishTitle: "Feedback on the resident's behalf",
    choose: "Choose",
    emailHelp: "Only if the resident wants the answer by e-mail.",
    phone: "Telephone (optional)",
    phoneHelp:
      "Only if the resident wants the answer as a text message. If there is an e-mail address too, the answer goes there. Without either the feedback is anonymous.",
    phoneWrong: "Write the number like 040 123 4567 or +358 40 123 4567.",
    send: "Send the feedback",
    sending: "Sending …",
    sent: (code, dueOn) => `Feedback ${code} is sent, and the resident sees the code. An answer is promised by ${dueOn}.`,
    notSent: (reason) => `The feedback was not sent. ${reason}`,
  },
};
