import type { Language } from "../../shared/language";
import type { LogEntryView } from "../../shared/protocol";

export type Action = LogEntryView["action"];
/** What a line says besides; a queue and a role come in the reader's words. */
export type Detail = LogEntryView["detail"];

/** The words of what can stand in the log. A language that lacks one does not compile. */
export interface ActionTexts {
  readonly actions: Record<Action, string>;
  /** What somebody did, after the name. */
  readonly done: Record<Action, (detail: Detail) => string>;
}

const count = (detail: Detail, name: string): number => Number(detail[name] ?? 0);
const text = (value: string | number | undefined): string => (value === undefined ? "" : String(value));
/** The words of a code, none for a code from another time. */
const word = (words: Record<string, string>, code: string | number | undefined): string => words[text(code)] ?? "";
const after = (before: string, words: string): string => (words ? `${before}${words}` : "");
const inBrackets = (words: string): string => (words ? ` (${words})` : "");

const WHY_FI = { day: "työpäivä päättyi", sign_out: "uloskirjautuminen", absence: "poissaolo", gone: "yhteys oli poikki", account: "tunnuksen muutos", away: "poissa" };
const WHY_SV = { day: "arbetsdagen slut", sign_out: "utloggning", absence: "frånvaro", gone: "förbindelsen var bruten", account: "ändrat konto", away: "borta" };
const WHY_EN = { day: "end of the day", sign_out: "signed out", absence: "absence", gone: "the connection was lost", account: "change of the account", away: "away" };

export const ACTION_TEXTS: Record<Language, ActionTexts> = {
  fi: {
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
      decline: "Kieltäytyminen",
      invite: "Kutsu mukaan",
      join: "Liittyminen",
      leave: "Poistuminen",
      note: "Muistiinpano",
      finish_form: "Palautteen lähetys",
      propose_answer: "Vastausehdotus",
      broadcast: "Viesti monelle",
      banner: "Tiedote",
      account: "Tunnuksen muutos",
      judge_crisis: "Hätämerkki",
      callback_request: "Soittopyyntö",
      callback_withdraw: "Soittopyynnön peruminen",
      callback_claim: "Soiton otto",
      callback_release: "Soiton palautus",
      callback_attempt: "Soittoyritys",
      callback_end: "Soiton päättäminen",
      erase: "Keskustelun poisto",
      open_closed: "Päättyneen avaaminen",
      open_case: "Palautteen avaaminen",
      retention: "Säilytysajan päättyminen",
      export: "Tiedoston lataus",
      practice: "Harjoittelu",
      read_comments: "Palautteiden lukeminen",
      mail: "Lähtevä viesti",
    },
    done: {
      sign_in: () => "kirjautui sisään",
      sign_in_failed: () => "yritti kirjautua väärällä salasanalla",
      sign_out: () => "kirjautui ulos",
      password: () => "vaihtoi salasanansa",
      availability: ({ availability, account_name, why }) =>
        (account_name
          ? `merkitsi poissa olevaksi: ${account_name}`
          : word({ available: "ilmoittautui paikalle", busy: "ilmoittautui varatuksi", on_break: "lähti tauolle", away: "ilmoittautui poissa olevaksi" }, availability)) +
        inBrackets(word(WHY_FI, why)),
      claim: ({ account_name }) => `otti keskustelun${after(", edellinen: ", text(account_name))}`,
      return: () => "palautti keskustelun botille",
      close: () => "päätti keskustelun",
      requeue: () => "palautti keskustelun jonoon, koska yhteys työntekijään katkesi",
      transfer: ({ account_name, queue, why }) =>
        why
          ? `siirsi keskustelun jonoon ${text(queue)}, työntekijä: ${text(account_name)}${inBrackets(word(WHY_FI, why))}`
          : `siirsi keskustelun: ${text(account_name || queue)}`,
      decline: ({ what }) => (what === "invitation" ? "ei tullut mukaan keskusteluun" : "ei ottanut tarjottua keskustelua"),
      invite: ({ account_name }) => `pyysi mukaan: ${text(account_name)}`,
      join: () => "tuli mukaan työkaverin keskusteluun",
      leave: () => "poistui työkaverin keskustelusta",
      note: () => "kirjoitti muistiinpanon",
      propose_answer: () => "ehdotti vastaustaan yleiseksi vastaukseksi",
      finish_form: ({ code }) => `lähetti palautteen asukkaan puolesta: ${text(code)}`,
      broadcast: (detail) => `kirjoitti kaikille jonossa oleville: ${count(detail, "count")} keskustelua`,
      banner: ({ change }) => word({ set: "julkaisi tiedotteen", change: "muutti tiedotetta", end: "lopetti tiedotteen" }, change),
      account: ({ change, account_name, role, active }) =>
        `${word({ create: "lisäsi tunnuksen", skills: "muutti työntekijän taitoja", roster: "muutti työvuoroja", absence: "muutti poissaoloja", role: "muutti roolia", password: "teki uuden salasanan", open311_key: "lisäsi Open311-avaimen", open311_key_revoked: "mitätöi Open311-avaimen", active: active === 0 ? "otti tunnuksen pois käytöstä" : "otti tunnuksen käyttöön" }, change)}` +
        after(": ", text(account_name)) + inBrackets(text(role)),
      judge_crisis: ({ verdict }) => (verdict === "confirmed" ? "merkitsi, että joku on vaarassa" : "merkitsi, ettei kukaan ole vaarassa"),
      callback_request: () => "pyysi soittoa",
      callback_withdraw: () => "perui soittopyyntönsä",
      callback_claim: () => "otti soiton ja näki numeron",
      callback_release: ({ account_name, why }) => `palautti soiton listalle${after(", työntekijä: ", text(account_name))}${inBrackets(word(WHY_FI, why))}`,
      callback_attempt: ({ outcome }) => `soitti: ${word({ reached: "tavoitettu", no_answer: "ei vastannut", wrong_number: "väärä numero" }, outcome)}`,
      callback_end: ({ ending }) => `päätti soiton: ${word({ done: "hoidettu", failed: "ei onnistunut" }, ending)}`,
      erase: () => "poisti keskustelunsa",
      open_closed: ({ reason }) => `avasi päättyneen keskustelun. Syy: ${text(reason)}`,
      open_case: ({ code }) => `avasi palautteen ${text(code)}`,
      retention: (detail) =>
        `poisti säilytysajan päätyttyä: keskusteluja ${count(detail, "city")} (kaupunki) ja ${count(detail, "youth")} (nuoret), ` +
        `kommentteja ${count(detail, "comments")}, jonotietojen nimiä ${count(detail, "waits")}`,
      export: (detail) => (detail["what"] === "report" ? `latasi raportin tiedostona: ${text(detail["from"])} – ${text(detail["to"])}` : "latasi lokin tiedostona"),
      practice: () => "aloitti harjoituksen",
      read_comments: (detail) => `luki asukkaiden kommentteja ${text(detail["from"])}–${text(detail["to"])}: ${count(detail, "comments")} kappaletta`,
      mail: (detail) =>
        word(
          {
            retry: "lähetti viestin uudelleen",
            drop: "hylkäsi viestin, jota ei voitu lähettää",
            forget: `poisti lähteneiden viestien tekstejä säilytysajan päätyttyä: ${count(detail, "count")}`,
          },
          detail["change"],
        ),
    },
  },
  sv: {
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
      decline: "Avböjande",
      invite: "Inbjudan",
      join: "Anslutning",
      leave: "Utträde",
      note: "Anteckning",
      finish_form: "Skickad respons",
      propose_answer: "Svarsförslag",
      broadcast: "Meddelande till många",
      banner: "Meddelande på sidan",
      account: "Ändrat konto",
      judge_crisis: "Märkning om nöd",
      callback_request: "Begäran om uppringning",
      callback_withdraw: "Återtagen begäran om uppringning",
      callback_claim: "Uppringning som tagits",
      callback_release: "Återlämnad uppringning",
      callback_attempt: "Försök att ringa",
      callback_end: "Avslutad uppringning",
      erase: "Raderat samtal",
      open_closed: "Öppnat avslutat samtal",
      open_case: "Öppnad respons",
      retention: "Förvaringstiden slut",
      export: "Nedladdad fil",
      practice: "Övning",
      read_comments: "Läsning av kommentarer",
      mail: "Utgående meddelande",
    },
    done: {
      sign_in: () => "loggade in",
      sign_in_failed: () => "försökte logga in med fel lösenord",
      sign_out: () => "loggade ut",
      password: () => "bytte lösenord",
      availability: ({ availability, account_name, why }) =>
        (account_name
          ? `märkte som borta: ${account_name}`
          : word({ available: "anmälde sig på plats", busy: "anmälde sig upptagen", on_break: "gick på paus", away: "anmälde sig borta" }, availability)) +
        inBrackets(word(WHY_SV, why)),
      claim: ({ account_name }) => `tog samtalet${after(", tidigare: ", text(account_name))}`,
      return: () => "lämnade samtalet tillbaka till boten",
      close: () => "avslutade samtalet",
      requeue: () => "ställde samtalet i kön igen, eftersom kontakten till den anställda bröts",
      transfer: ({ account_name, queue, why }) =>
        why
          ? `flyttade samtalet till kön ${text(queue)}, anställd: ${text(account_name)}${inBrackets(word(WHY_SV, why))}`
          : `flyttade samtalet: ${text(account_name || queue)}`,
      decline: ({ what }) => (what === "invitation" ? "kom inte med i samtalet" : "tog inte det erbjudna samtalet"),
      invite: ({ account_name }) => `bad att komma med: ${text(account_name)}`,
      join: () => "kom med i en kollegas samtal",
      leave: () => "lämnade en kollegas samtal",
      note: () => "skrev en anteckning",
      propose_answer: () => "föreslog sitt svar som ett allmänt svar",
      finish_form: ({ code }) => `skickade respons för invånaren: ${text(code)}`,
      broadcast: (detail) => `skrev till alla i kön: ${count(detail, "count")} samtal`,
      banner: ({ change }) => word({ set: "visade ett meddelande på sidan", change: "ändrade ett meddelande på sidan", end: "tog bort ett meddelande från sidan" }, change),
      account: ({ change, account_name, role, active }) =>
        `${word({ create: "lade till ett konto", skills: "ändrade en anställds kunskaper", roster: "ändrade arbetsskift", absence: "ändrade frånvaro", role: "ändrade en roll", password: "gjorde ett nytt lösenord", open311_key: "lade till en Open311-nyckel", open311_key_revoked: "återkallade en Open311-nyckel", active: active === 0 ? "tog ett konto ur bruk" : "tog ett konto i bruk" }, change)}` +
        after(": ", text(account_name)) + inBrackets(text(role)),
      judge_crisis: ({ verdict }) => (verdict === "confirmed" ? "märkte att någon är i fara" : "märkte att ingen är i fara"),
      callback_request: () => "bad att bli uppringd",
      callback_withdraw: () => "återtog sin begäran om uppringning",
      callback_claim: () => "tog uppringningen och såg numret",
      callback_release: ({ account_name, why }) => `lämnade tillbaka uppringningen${after(", anställd: ", text(account_name))}${inBrackets(word(WHY_SV, why))}`,
      callback_attempt: ({ outcome }) => `ringde: ${word({ reached: "nådd", no_answer: "svarade inte", wrong_number: "fel nummer" }, outcome)}`,
      callback_end: ({ ending }) => `avslutade uppringningen: ${word({ done: "skött", failed: "lyckades inte" }, ending)}`,
      erase: () => "raderade sitt samtal",
      open_closed: ({ reason }) => `öppnade ett avslutat samtal. Orsak: ${text(reason)}`,
      open_case: ({ code }) => `öppnade responsen ${text(code)}`,
      retention: (detail) =>
        `raderade efter förvaringstiden: ${count(detail, "city")} samtal (staden) och ${count(detail, "youth")} (unga), ` +
        `${count(detail, "comments")} kommentarer, ${count(detail, "waits")} namn ur köuppgifter`,
      export: (detail) => (detail["what"] === "report" ? `laddade ner en rapport som fil: ${text(detail["from"])} – ${text(detail["to"])}` : "laddade ner loggen som fil"),
      practice: () => "började öva",
      read_comments: (detail) => `läste invånarnas kommentarer ${text(detail["from"])}–${text(detail["to"])}: ${count(detail, "comments")} stycken`,
      mail: (detail) =>
        word(
          {
            retry: "skickade ett meddelande på nytt",
            drop: "strök ett meddelande som inte kunde skickas",
            forget: `raderade texter i skickade meddelanden efter förvaringstiden: ${count(detail, "count")}`,
          },
          detail["change"],
        ),
    },
  },
  en: {
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
      decline: "Declining",
      invite: "Invitation",
      join: "Joining",
      leave: "Leaving",
      note: "Note",
      finish_form: "Sending of feedback",
      propose_answer: "Proposal of an answer",
      broadcast: "Message to many",
      banner: "Banner",
      account: "Change of an account",
      judge_crisis: "Mark of danger",
      callback_request: "Request for a call",
      callback_withdraw: "Withdrawn request for a call",
      callback_claim: "Taking of a call",
      callback_release: "Call put back",
      callback_attempt: "Attempt to call",
      callback_end: "End of a call",
      erase: "Deletion by the resident",
      open_closed: "Opening of a closed one",
      open_case: "Opening of feedback",
      retention: "End of the time of keeping",
      export: "Download of a file",
      practice: "Practice",
      read_comments: "Reading of comments",
      mail: "Outgoing message",
    },
    done: {
      sign_in: () => "signed in",
      sign_in_failed: () => "tried to sign in with a wrong password",
      sign_out: () => "signed out",
      password: () => "changed their password",
      availability: ({ availability, account_name, why }) =>
        (account_name
          ? `marked as away: ${account_name}`
          : word({ available: "went on duty", busy: "became busy", on_break: "went on a break", away: "went off duty" }, availability)) +
        inBrackets(word(WHY_EN, why)),
      claim: ({ account_name }) => `claimed the conversation${after(", before: ", text(account_name))}`,
      return: () => "returned the conversation to the bot",
      close: () => "ended the conversation",
      requeue: () => "put the conversation back into the queue, since the connection to the worker was lost",
      transfer: ({ account_name, queue, why }) =>
        why
          ? `moved the conversation to the queue ${text(queue)}, worker: ${text(account_name)}${inBrackets(word(WHY_EN, why))}`
          : `transferred the conversation: ${text(account_name || queue)}`,
      decline: ({ what }) => (what === "invitation" ? "did not come into the conversation" : "did not take the conversation that was offered"),
      invite: ({ account_name }) => `asked in: ${text(account_name)}`,
      join: () => "joined a colleague’s conversation",
      leave: () => "left a colleague’s conversation",
      note: () => "wrote a note",
      propose_answer: () => "proposed their reply as an answer for everybody",
      finish_form: ({ code }) => `sent feedback for the resident: ${text(code)}`,
      broadcast: (detail) => `wrote to everybody who waits: ${count(detail, "count")} conversations`,
      banner: ({ change }) => word({ set: "showed a banner", change: "changed a banner", end: "ended a banner" }, change),
      account: ({ change, account_name, role, active }) =>
        `${word({ create: "added an account", skills: "changed a worker’s skills", roster: "changed a roster", absence: "changed absences", role: "changed a role", password: "made a new password", open311_key: "added an Open311 key", open311_key_revoked: "revoked an Open311 key", active: active === 0 ? "deactivated an account" : "activated an account" }, change)}` +
        after(": ", text(account_name)) + inBrackets(text(role)),
      judge_crisis: ({ verdict }) => (verdict === "confirmed" ? "marked that somebody is in danger" : "marked that nobody is in danger"),
      callback_request: () => "asked to be called",
      callback_withdraw: () => "withdrew the request for a call",
      callback_claim: () => "took the call and saw the number",
      callback_release: ({ account_name, why }) => `put the call back on the list${after(", worker: ", text(account_name))}${inBrackets(word(WHY_EN, why))}`,
      callback_attempt: ({ outcome }) => `called: ${word({ reached: "reached", no_answer: "no answer", wrong_number: "wrong number" }, outcome)}`,
      callback_end: ({ ending }) => `ended the call: ${word({ done: "done", failed: "did not succeed" }, ending)}`,
      erase: () => "deleted their conversation",
      open_closed: ({ reason }) => `opened a closed conversation. Reason: ${text(reason)}`,
      open_case: ({ code }) => `opened the feedback ${text(code)}`,
      retention: (detail) =>
        `deleted after the time of keeping: ${count(detail, "city")} conversations (city) and ${count(detail, "youth")} (youth), ` +
        `${count(detail, "comments")} comments, ${count(detail, "waits")} names of waits`,
      export: (detail) => (detail["what"] === "report" ? `downloaded a report as a file: ${text(detail["from"])} – ${text(detail["to"])}` : "downloaded the log as a file"),
      practice: () => "began to practise",
      read_comments: (detail) => `read ${count(detail, "comments")} of the residents’ comments, ${text(detail["from"])}–${text(detail["to"])}`,
      mail: (detail) =>
        word(
          {
            retry: "sent a message again",
            drop: "dropped a message that could not be sent",
            forget: `deleted texts of messages that went out, after the time of keeping: ${count(detail, "count")}`,
          },
          detail["change"],
        ),
    },
  },
};
