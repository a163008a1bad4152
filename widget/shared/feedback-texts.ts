import type { Language } from "./language";
import type { SubmitFeedback } from "./protocol";

/** Every word of the form. A language that lacks one does not compile. */
export interface FeedbackTexts {
  title: string;
  introduction: string;
  /** In the youth chat, where neither place nor e-mail is asked for: how the answer is got. */
  anonymousIntroduction: string;
  kind: string;
  kinds: Record<SubmitFeedback["kind"], string>;
  text: string;
  textHelp: string;
  place: string;
  placeHelp: string;
  email: string;
  emailHelp: string;
  check: string;
  cancel: string;
  summaryTitle: string;
  anonymous: string;
  none: string;
  /** Of who waits for a person. */
  instead: string;
  change: string;
  submit: string;
  submitting: string;
  kindMissing: string;
  textTooShort: string;
  textTooLong: string;
  placeTooLong: string;
  emailWrong: string;
  receivedTitle: string;
  received: (code: string, dueOn: string) => string;
  anonymousReceived: (code: string, dueOn: string) => string;
  back: string;
}

/** All languages at once: the form is opened seldom, and its language may change under way. */
export const FEEDBACK_TEXTS: Record<Language, FeedbackTexts> = {
  fi: {
    title: "Anna palautetta",
    introduction: "Palautteesi menee kaupungin palautejärjestelmään. Älä kirjoita henkilötunnusta.",
    anonymousIntroduction:
      "Palautteesi menee kaupungin palautejärjestelmään ilman nimeä ja yhteystietoja, eikä sitä yhdistetä tähän keskusteluun. " +
      "Lopuksi saat tunnuksen, jolla kysyt vastausta tässä chatissa. Pane se talteen: kukaan ei voi etsiä sitä sinulle.",
    kind: "Mistä on kyse?",
    kinds: { complaint: "Moite", thanks: "Kiitos", idea: "Idea", question: "Kysymys", accessibility: "Saavutettavuus", other: "Muu" },
    text: "Palaute",
    textHelp: "10–4 000 merkkiä",
    place: "Paikka (ei pakollinen)",
    placeHelp: "Esimerkiksi osoite tai puiston nimi",
    email: "Sähköposti (ei pakollinen)",
    emailHelp: "Vain jos haluat vastauksen sähköpostiisi. Muuten palaute on nimetön.",
    check: "Tarkista ja lähetä",
    cancel: "Peruuta",
    summaryTitle: "Tarkista palautteesi",
    anonymous: "Ei annettu, palaute on nimetön",
    none: "Ei annettu",
    instead: "Lähetän tämän jonottamisen sijaan ja poistun jonosta",
    change: "Muuta",
    submit: "Lähetä palaute",
    submitting: "Lähetetään…",
    kindMissing: "Valitse, mistä on kyse.",
    textTooShort: "Kirjoita vähintään 10 merkkiä.",
    textTooLong: "Palautteessa saa olla enintään 4 000 merkkiä.",
    placeTooLong: "Paikassa saa olla enintään 200 merkkiä.",
    emailWrong: "Kirjoita osoite muodossa nimi@esimerkki.fi tai jätä kenttä tyhjäksi.",
    receivedTitle: "Kiitos, palaute on vastaanotettu",
    received: (code, dueOn) =>
      `Palautteesi tunnus on ${code}. Vastaamme viimeistään ${dueOn}. Pane tunnus talteen: sillä voit kysyä palautteen vaihetta.`,
    anonymousReceived: (code, dueOn) =>
      `Palautteesi tunnus on ${code}. Vastaamme viimeistään ${dueOn}. Pane tunnus talteen: vain sillä saat vastauksen, kun kirjoitat sen tähän chattiin.`,
    back: "Takaisin keskusteluun",
  },
  sv: {
    title: "Ge respons",
    introduction: "Din respons går till stadens responssystem. Skriv inte din personbeteckning.",
    anonymousIntroduction:
      "Din respons går till stadens responssystem utan namn och kontaktuppgifter, och den kopplas inte till det här samtalet. " +
      "Till slut får du en kod. Med den frågar du efter svaret i den här chatten. Spara den: ingen kan leta fram den åt dig.",
    kind: "Vad gäller det?",
    kinds: { complaint: "Ris", thanks: "Ros", idea: "Idé", question: "Fråga", accessibility: "Tillgänglighet", other: "Annat" },
    text: "Respons",
    textHelp: "10–4 000 tecken",
    place: "Plats (frivilligt)",
    placeHelp: "Till exempel en adress eller namnet på en park",
    email: "E-post (frivilligt)",
    emailHelp: "Bara om du vill ha svar per e-post. Annars är responsen anonym.",
    check: "Kontrollera och skicka",
    cancel: "Avbryt",
    summaryTitle: "Kontrollera din respons",
    anonymous: "Saknas, responsen är anonym",
    none: "Saknas",
    instead: "Jag skickar detta i stället för att vänta och lämnar kön",
    change: "Ändra",
    submit: "Skicka responsen",
    submitting: "Skickas…",
    kindMissing: "Välj vad det gäller.",
    textTooShort: "Skriv minst 10 tecken.",
    textTooLong: "Responsen får vara högst 4 000 tecken.",
    placeTooLong: "Platsen får vara högst 200 tecken.",
    emailWrong: "Skriv adressen i formen namn@exempel.fi eller lämna fältet tomt.",
    receivedTitle: "Tack, vi har tagit emot din respons",
    received: (code, dueOn) =>
      `Din respons har koden ${code}. Vi svarar senast ${dueOn}. Spara koden: med den kan du fråga hur det går med responsen.`,
    anonymousReceived: (code, dueOn) =>
      `Din respons har koden ${code}. Vi svarar senast ${dueOn}. Spara koden: bara med den får du svaret, när du skriver den i den här chatten.`,
    back: "Tillbaka till samtalet",
  },
  en: {
    title: "Leave feedback",
    introduction: "Your feedback goes to the city's feedback system. Do not write your personal identity code.",
    anonymousIntroduction:
      "Your feedback goes to the city's feedback system without a name or contact details, and is not linked to this " +
      "conversation. At the end you get a code. With it you ask for the answer in this chat. Keep it: nobody can look it up for you.",
    kind: "What is it about?",
    kinds: { complaint: "Complaint", thanks: "Thanks", idea: "Idea", question: "Question", accessibility: "Accessibility", other: "Other" },
    text: "Feedback",
    textHelp: "10–4,000 characters",
    place: "Place (optional)",
    placeHelp: "For example an address or the name of a park",
    email: "E-mail (optional)",
    emailHelp: "Only if you want the answer by e-mail. Otherwise the feedback is anonymous.",
    check: "Check and send",
    cancel: "Cancel",
    summaryTitle: "Check your feedback",
    anonymous: "Not given, the feedback is anonymous",
    none: "Not given",
    instead: "I send this instead of waiting and leave the queue",
    change: "Change",
    submit: "Send feedback",
    submitting: "Sending…",
    kindMissing: "Choose what it is about.",
    textTooShort: "Write at least 10 characters.",
    textTooLong: "The feedback may have at most 4,000 characters.",
    placeTooLong: "The place may have at most 200 characters.",
    emailWrong: "Write the address like name@example.org or leave the field empty.",
    receivedTitle: "Thank you, we have received your feedback",
    received: (code, dueOn) =>
      `Your feedback has the code ${code}. We will answer by ${dueOn}. Keep the code: with it you can ask how the feedback is going.`,
    anonymousReceived: (code, dueOn) =>
      `Your feedback has the code ${code}. We will answer by ${dueOn}. Keep the code: only with it you get the answer, by writing it in this chat.`,
    back: "Back to the conversation",
  },
};
