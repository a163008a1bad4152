import type { Language } from "../../shared/language";
import { ACTION_TEXTS, type ActionTexts } from "./actions";

/** The words of the log and of the closed conversations. */
export interface LogTexts extends ActionTexts {
  readonly intro: string;
  readonly agent: string;
  readonly action: string;
  readonly conversation: string;
  readonly conversationHint: string;
  readonly all: string;
  readonly show: string;
  readonly file: string;
  readonly more: string;
  readonly found: (count: number, more: boolean) => string;
  readonly onlyConversation: (tag: string) => string;
  readonly close: string;
  readonly visitor: string;
  readonly service: string;
  readonly stranger: string;

  readonly closedIntro: string;
  readonly since: string;
  readonly until: string;
  readonly queue: string;
  readonly language: string;
  readonly closedAt: (moment: string) => string;
  readonly answeredBy: (names: string) => string;
  readonly nobodyAnswered: string;
  readonly read: string;
  readonly readOne: (name: string, moment: string) => string;
  readonly reason: string;
  readonly reasonHint: string;
  readonly reasonShort: string;
  readonly back: string;
  readonly readOnly: string;
  readonly gone: string;
  readonly notes: string;
}

export const LOG_TEXTS: Record<Language, LogTexts> = {
  fi: {
    intro: "Kuka teki mitä ja milloin. Lokia ei voi muuttaa, eikä siinä ole viestien tekstiä.",
    agent: "Työntekijä",
    action: "Tapahtuma",
    conversation: "Keskustelun tunnus",
    conversationHint: "Koko tunnus. Saat sen myös painamalla rivin tunnusta.",
    all: "Kaikki",
    show: "Näytä",
    file: "Lataa tiedostona (CSV)",
    more: "Näytä lisää",
    found: (rows, more) => (rows === 0 ? "Ei yhtään." : more ? `Näkyvissä ${rows} uusinta. Vanhempia on lisää.` : `Löytyi ${rows}.`),
    onlyConversation: (tag) => `Näytä vain keskustelu ${tag}`,
    close: "Sulje",
    visitor: "Asukas",
    service: "Palvelu",
    stranger: "Tuntematon tunnus",
    ...ACTION_TEXTS.fi,
    closedIntro: "Keskustelun voi lukea, kun siihen on syy. Syy ja lukija jäävät lokiin.",
    since: "Päättynyt alkaen",
    until: "Päättynyt viimeistään",
    queue: "Jono",
    language: "Kieli",
    closedAt: (moment) => `Päättyi ${moment}`,
    answeredBy: (names) => `Vastasi: ${names}`,
    nobodyAnswered: "Vain botti vastasi",
    read: "Lue",
    readOne: (name, moment) => `Lue: ${name}, päättyi ${moment}`,
    reason: "Miksi luet keskustelun?",
    reasonHint: "Vähintään 5 merkkiä, esimerkiksi asian numero. Älä kirjoita henkilön tietoja: syy näkyy lokissa.",
    reasonShort: "Kirjoita syy, vähintään 5 merkkiä.",
    back: "Takaisin luetteloon",
    readOnly: "Keskustelu on päättynyt. Sitä voi vain lukea.",
    gone: "Keskustelua ei ole enää, tai se ei ole luettavissasi.",
    notes: "Työntekijöiden muistiinpanot",
  },
  sv: {
    intro: "Vem gjorde vad och när. Loggen går inte att ändra, och den har inga texter ur meddelandena.",
    agent: "Anställd",
    action: "Händelse",
    conversation: "Samtalets kod",
    conversationHint: "Hela koden. Du får den också genom att trycka på koden på en rad.",
    all: "Alla",
    show: "Visa",
    file: "Ladda ner som fil (CSV)",
    more: "Visa fler",
    found: (rows, more) => (rows === 0 ? "Inga alls." : more ? `De ${rows} nyaste visas. Det finns äldre.` : `Hittades: ${rows}.`),
    onlyConversation: (tag) => `Visa bara samtalet ${tag}`,
    close: "Stäng",
    visitor: "Invånaren",
    service: "Tjänsten",
    stranger: "Okänt användarnamn",
    ...ACTION_TEXTS.sv,
    closedIntro: "Ett samtal får läsas när det finns en orsak. Orsaken och läsaren antecknas i loggen.",
    since: "Avslutat från och med",
    until: "Avslutat senast",
    queue: "Kö",
    language: "Språk",
    closedAt: (moment) => `Avslutades ${moment}`,
    answeredBy: (names) => `Svarade: ${names}`,
    nobodyAnswered: "Bara boten svarade",
    read: "Läs",
    readOne: (name, moment) => `Läs: ${name}, avslutades ${moment}`,
    reason: "Varför läser du samtalet?",
    reasonHint: "Minst 5 tecken, till exempel ärendets nummer. Skriv inga personuppgifter: orsaken syns i loggen.",
    reasonShort: "Skriv en orsak, minst 5 tecken.",
    back: "Tillbaka till listan",
    readOnly: "Samtalet är avslutat. Det går bara att läsa.",
    gone: "Samtalet finns inte längre, eller så får du inte läsa det.",
    notes: "De anställdas anteckningar",
  },
  en: {
    intro: "Who did what and when. The log cannot be changed, and holds no text of any message.",
    agent: "Worker",
    action: "Event",
    conversation: "Conversation number",
    conversationHint: "The whole number. Pressing the number in a line brings it here too.",
    all: "All",
    show: "Show",
    file: "Download as a file (CSV)",
    more: "Show more",
    found: (rows, more) => (rows === 0 ? "None." : more ? `The newest ${rows} are shown. There are older ones.` : `Found: ${rows}.`),
    onlyConversation: (tag) => `Show only conversation ${tag}`,
    close: "Close",
    visitor: "The resident",
    service: "The service",
    stranger: "Unknown username",
    ...ACTION_TEXTS.en,
    closedIntro: "A conversation may be read when there is a reason. The reason and the reader stand in the log.",
    since: "Ended on or after",
    until: "Ended on or before",
    queue: "Queue",
    language: "Language",
    closedAt: (moment) => `Ended ${moment}`,
    answeredBy: (names) => `Answered by ${names}`,
    nobodyAnswered: "Only the bot answered",
    read: "Read",
    readOne: (name, moment) => `Read: ${name}, ended ${moment}`,
    reason: "Why do you read the conversation?",
    reasonHint: "At least 5 characters, for example the number of a matter. No personal details: the reason shows in the log.",
    reasonShort: "Write a reason of at least 5 characters.",
    back: "Back to the list",
    readOnly: "The conversation has ended. It can only be read.",
    gone: "The conversation is no more, or is not yours to read.",
    notes: "Notes of the workers",
  },
};
