import type { Language } from "../../shared/language";
import type { LogEntryView } from "../../shared/protocol";

export type Action = LogEntryView["action"];
export type Detail = LogEntryView["detail"];

/** The words of the log and of the closed conversations. */
export interface LogTexts {
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
  readonly actions: Record<Action, string>;
  /** What somebody did, after the name. */
  readonly done: Record<Action, (detail: Detail) => string>;

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
}

const count = (detail: Detail, name: string): number => Number(detail[name] ?? 0);

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
    actions: {
      sign_in: "Kirjautuminen sisään",
      sign_in_failed: "Epäonnistunut kirjautuminen",
      sign_out: "Kirjautuminen ulos",
      password: "Salasanan vaihto",
      availability: "Paikallaolon muutos",
      claim: "Keskustelun otto",
      return: "Palautus botille",
      close: "Keskustelun päättäminen",
      requeue: "Paluu jonoon",
      transfer: "Siirto",
      join: "Liittyminen",
      leave: "Poistuminen",
      note: "Muistiinpano",
      broadcast: "Viesti monelle",
      account: "Tunnuksen muutos",
      judge_crisis: "Hätämerkki",
      erase: "Keskustelun poisto",
      open_closed: "Päättyneen avaaminen",
      retention: "Säilytysajan päättyminen",
      export: "Lokin lataus",
      practice: "Harjoittelu",
      read_comments: "Palautteiden lukeminen",
    },
    done: {
      sign_in: () => "kirjautui sisään",
      sign_in_failed: () => "yritti kirjautua väärällä salasanalla",
      sign_out: () => "kirjautui ulos",
      password: () => "vaihtoi salasanansa",
      availability: ({ availability }) => ({ available: "ilmoittautui paikalle", busy: "ilmoittautui varatuksi", on_break: "lähti tauolle", away: "ilmoittautui poissa olevaksi" } as Record<string, string>)[String(availability)] ?? "",
      claim: () => "otti keskustelun",
      return: () => "palautti keskustelun botille",
      close: () => "päätti keskustelun",
      requeue: () => "palautti keskustelun jonoon, koska yhteys työntekijään katkesi",
      transfer: () => "siirsi keskustelun",
      join: () => "tuli mukaan työkaverin keskusteluun",
      leave: () => "poistui työkaverin keskustelusta",
      note: () => "kirjoitti muistiinpanon",
      broadcast: (detail) => `kirjoitti kaikille jonossa oleville: ${count(detail, "count")} keskustelua`,
      account: ({ change }) => ({ create: "lisäsi tunnuksen", skills: "muutti työntekijän taitoja", roster: "muutti työvuoroja", absence: "muutti poissaoloja", role: "muutti roolia", password: "teki uuden salasanan", active: "otti tunnuksen käyttöön tai pois käytöstä" } as Record<string, string>)[String(change)] ?? "",
      judge_crisis: ({ verdict }) => (verdict === "confirmed" ? "merkitsi, että joku on vaarassa" : "merkitsi, ettei kukaan ole vaarassa"),
      erase: () => "poisti keskustelunsa",
      open_closed: ({ reason }) => `avasi päättyneen keskustelun. Syy: ${reason}`,
      retention: (detail) =>
        `poisti säilytysajan päätyttyä: keskusteluja ${count(detail, "city")} (kaupunki) ja ${count(detail, "youth")} (nuoret), ` +
        `kommentteja ${count(detail, "comments")}, jonotietojen nimiä ${count(detail, "waits")}`,
      export: () => "latasi lokin tiedostona",
      practice: () => "aloitti harjoituksen",
      read_comments: (detail) => `luki asukkaiden kommentteja ${detail["from"]}–${detail["to"]}: ${count(detail, "comments")} kappaletta`,
    },
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
    actions: {
      sign_in: "Inloggning",
      sign_in_failed: "Misslyckad inloggning",
      sign_out: "Utloggning",
      password: "Byte av lösenord",
      availability: "Ändrad närvaro",
      claim: "Samtal som tagits",
      return: "Återlämnat till boten",
      close: "Avslutat samtal",
      requeue: "Tillbaka i kön",
      transfer: "Flytt",
      join: "Anslutning",
      leave: "Utträde",
      note: "Anteckning",
      broadcast: "Meddelande till många",
      account: "Ändrat konto",
      judge_crisis: "Märkning om nöd",
      erase: "Raderat samtal",
      open_closed: "Öppnat avslutat samtal",
      retention: "Förvaringstiden slut",
      export: "Nedladdad logg",
      practice: "Övning",
      read_comments: "Läsning av kommentarer",
    },
    done: {
      sign_in: () => "loggade in",
      sign_in_failed: () => "försökte logga in med fel lösenord",
      sign_out: () => "loggade ut",
      password: () => "bytte lösenord",
      availability: ({ availability }) => ({ available: "anmälde sig på plats", busy: "anmälde sig upptagen", on_break: "gick på paus", away: "anmälde sig borta" } as Record<string, string>)[String(availability)] ?? "",
      claim: () => "tog samtalet",
      return: () => "lämnade samtalet tillbaka till boten",
      close: () => "avslutade samtalet",
      requeue: () => "ställde samtalet i kön igen, eftersom kontakten till den anställda bröts",
      transfer: () => "flyttade samtalet",
      join: () => "kom med i en kollegas samtal",
      leave: () => "lämnade en kollegas samtal",
      note: () => "skrev en anteckning",
      broadcast: (detail) => `skrev till alla i kön: ${count(detail, "count")} samtal`,
      account: ({ change }) => ({ create: "lade till ett konto", skills: "ändrade en anställds kunskaper", roster: "ändrade arbetsskift", absence: "ändrade frånvaro", role: "ändrade en roll", password: "gjorde ett nytt lösenord", active: "tog ett konto i bruk eller ur bruk" } as Record<string, string>)[String(change)] ?? "",
      judge_crisis: ({ verdict }) => (verdict === "confirmed" ? "märkte att någon är i fara" : "märkte att ingen är i fara"),
      erase: () => "raderade sitt samtal",
      open_closed: ({ reason }) => `öppnade ett avslutat samtal. Orsak: ${reason}`,
      retention: (detail) =>
        `raderade efter förvaringstiden: ${count(detail, "city")} samtal (staden) och ${count(detail, "youth")} (unga), ` +
        `${count(detail, "comments")} kommentarer, ${count(detail, "waits")} namn ur köuppgifter`,
      export: () => "laddade ner loggen som fil",
      practice: () => "började öva",
      read_comments: (detail) => `läste invånarnas kommentarer ${detail["from"]}–${detail["to"]}: ${count(detail, "comments")} stycken`,
    },
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
  },
  en: {
    intro: "Who did what and when. The log cannot be changed, and holds no text of any message.",
    agent: "Worker",
    action: "Event",
    conversation: "Number of a conversation",
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
    actions: {
      sign_in: "Signing in",
      sign_in_failed: "Failed sign-in",
      sign_out: "Signing out",
      password: "Password change",
      availability: "Change of duty",
      claim: "Claim",
      return: "Return to the bot",
      close: "End of a conversation",
      requeue: "Return to the queue",
      transfer: "Transfer",
      join: "Joining",
      leave: "Leaving",
      note: "Note",
      broadcast: "Message to many",
      account: "Change of an account",
      judge_crisis: "Mark of danger",
      erase: "Deletion by the resident",
      open_closed: "Opening of a closed one",
      retention: "End of the time of keeping",
      export: "Download of the log",
      practice: "Practice",
      read_comments: "Reading of comments",
    },
    done: {
      sign_in: () => "signed in",
      sign_in_failed: () => "tried to sign in with a wrong password",
      sign_out: () => "signed out",
      password: () => "changed their password",
      availability: ({ availability }) => ({ available: "went on duty", busy: "became busy", on_break: "went on a break", away: "went off duty" } as Record<string, string>)[String(availability)] ?? "",
      claim: () => "claimed the conversation",
      return: () => "returned the conversation to the bot",
      close: () => "ended the conversation",
      requeue: () => "put the conversation back into the queue, since the connection to the worker was lost",
      transfer: () => "transferred the conversation",
      join: () => "joined a colleague’s conversation",
      leave: () => "left a colleague’s conversation",
      note: () => "wrote a note",
      broadcast: (detail) => `wrote to everybody who waits: ${count(detail, "count")} conversations`,
      account: ({ change }) => ({ create: "added an account", skills: "changed a worker's skills", roster: "changed a roster", absence: "changed absences", role: "changed a role", password: "made a new password", active: "activated or deactivated an account" } as Record<string, string>)[String(change)] ?? "",
      judge_crisis: ({ verdict }) => (verdict === "confirmed" ? "marked that somebody is in danger" : "marked that nobody is in danger"),
      erase: () => "deleted their conversation",
      open_closed: ({ reason }) => `opened a closed conversation. Reason: ${reason}`,
      retention: (detail) =>
        `deleted after the time of keeping: ${count(detail, "city")} conversations (city) and ${count(detail, "youth")} (youth), ` +
        `${count(detail, "comments")} comments, ${count(detail, "waits")} names of waits`,
      export: () => "downloaded the log as a file",
      practice: () => "began to practise",
      read_comments: (detail) => `read ${count(detail, "comments")} of the residents’ comments, ${detail["from"]}–${detail["to"]}`,
    },
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
  },
};
