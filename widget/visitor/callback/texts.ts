import type { Language } from "../../shared/language";

/** Every word of the callback form. A language that lacks one does not compile. */
export interface CallbackTexts {
  title: string;
  introduction: string;
  loading: string;
  phone: string;
  phoneHelp: string;
  phoneMissing: string;
  phoneWrong: string;
  window: string;
  windowMissing: string;
  text: string;
  textHelp: string;
  textTooLong: string;
  submit: string;
  submitting: string;
  cancel: string;
  changed: string;
  none: string;
  asked: (phone: string, when: string) => string;
  withdraw: string;
  back: string;
}

/** All languages at once: the form is opened seldom, and its language may change under way. */
export const CALLBACK_TEXTS: Record<Language, CallbackTexts> = {
  fi: {
    title: "Pyydä soittoa",
    introduction: "Soitamme sinulle valitsemanasi aikana, eikä sinun tarvitse jonottaa. Numeroasi käytetään vain tähän soittoon.",
    loading: "Haetaan soittoaikoja…",
    phone: "Puhelinnumero",
    phoneHelp: "Esimerkiksi 040 123 4567. Ulkomaan numeron alkuun maatunnus, esimerkiksi +46.",
    phoneMissing: "Kirjoita puhelinnumerosi.",
    phoneWrong: "Tarkista numero. Siihen ei voi soittaa sellaisenaan.",
    window: "Milloin voimme soittaa?",
    windowMissing: "Valitse aika.",
    text: "Mistä on kyse? (ei pakollinen)",
    textHelp: "Enintään 500 merkkiä. Älä kirjoita henkilötunnusta.",
    textTooLong: "Kuvauksessa saa olla enintään 500 merkkiä.",
    submit: "Lähetä soittopyyntö",
    submitting: "Lähetetään…",
    cancel: "Peruuta",
    changed: "Tilanne ehti muuttua. Tarkista soittopyyntösi.",
    none: "Soittoa ei voi nyt pyytää. Voit jättää asiasi palautteena.",
    asked: (phone, when) => `Soitamme numeroon ${phone}, ${when}. Kun soitto on hoidettu, numerosi poistetaan.`,
    withdraw: "Peru soittopyyntö",
    back: "Takaisin keskusteluun",
  },
  sv: {
    title: "Be att bli uppringd",
    introduction: "Vi ringer dig när det passar dig, så du slipper köa. Ditt nummer används bara för det här samtalet.",
    loading: "Hämtar tider…",
    phone: "Telefonnummer",
    phoneHelp: "Till exempel 040 123 4567. Ett utländskt nummer börjar med landskoden, till exempel +46.",
    phoneMissing: "Skriv ditt telefonnummer.",
    phoneWrong: "Kontrollera numret. Det går inte att ringa som det står.",
    window: "När kan vi ringa?",
    windowMissing: "Välj en tid.",
    text: "Vad gäller det? (frivilligt)",
    textHelp: "Högst 500 tecken. Skriv inte din personbeteckning.",
    textTooLong: "Beskrivningen får vara högst 500 tecken.",
    submit: "Skicka begäran",
    submitting: "Skickas…",
    cancel: "Avbryt",
    changed: "Läget hann ändras. Kontrollera din begäran.",
    none: "Det går inte att bli uppringd just nu. Du kan lämna ditt ärende som respons.",
    asked: (phone, when) => `Vi ringer ${phone}, ${when}. Efter samtalet raderas ditt nummer.`,
    withdraw: "Återta begäran",
    back: "Tillbaka till samtalet",
  },
  en: {
    title: "Ask us to call you",
    introduction: "We call you at a time that you choose, so you need not wait in the queue. Your number is used for this call only.",
    loading: "Looking for times…",
    phone: "Telephone number",
    phoneHelp: "For example 040 123 4567. A number from abroad begins with its country code, for example +46.",
    phoneMissing: "Write your telephone number.",
    phoneWrong: "Check the number. It cannot be called as it stands.",
    window: "When may we call?",
    windowMissing: "Choose a time.",
    text: "What is it about? (optional)",
    textHelp: "At most 500 characters. Do not write your personal identity code.",
    textTooLong: "The description may have at most 500 characters.",
    submit: "Send the request",
    submitting: "Sending…",
    cancel: "Cancel",
    changed: "Things have changed meanwhile. Check your request.",
    none: "You cannot ask for a call right now. You can leave your matter as feedback.",
    asked: (phone, when) => `We will call ${phone}, ${when}. Your number is deleted after the call.`,
    withdraw: "Cancel the call",
    back: "Back to the conversation",
  },
};
