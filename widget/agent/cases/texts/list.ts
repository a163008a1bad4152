import type { Language } from "../../../shared/language";
import type { CaseCountView, CaseRowView } from "../../../shared/protocol";
import type { ErrorCode } from "../../session/thread";

/** The words of the lists of cases. A language that lacks one does not compile. */
export interface ListTexts {
  readonly title: string;
  readonly loading: string;
  readonly lists: string;
  readonly names: Record<CaseCountView["list"], string>;
  readonly logContact: string;
  readonly letters: string;
  readonly words: string;
  readonly wordsHelp: string;
  readonly narrow: string;
  readonly narrowed: (by: number) => string;
  readonly service: string;
  readonly anyService: string;
  readonly kind: string;
  readonly anyKind: string;
  readonly language: string;
  readonly anyLanguage: string;
  readonly find: string;
  readonly findAll: string;
  readonly found: (count: number, hasMore: boolean) => string;
  readonly none: string;
  readonly noneFound: string;
  readonly more: string;
  readonly refresh: string;

  readonly kinds: Record<CaseRowView["kind"], string>;
  readonly statuses: Record<CaseRowView["status"], string>;
  readonly unsorted: string;
  readonly late: (day: string) => string;
  readonly today: string;
  readonly due: (day: string) => string;
  readonly escalated: string;
  readonly published: string;
  readonly mine: string;
  readonly nobody: string;
  readonly writing: string;

  readonly select: (code: string) => string;
  readonly selectAll: string;
  readonly selected: (count: number) => string;
  readonly answerSelected: string;
  readonly bulkTitle: (count: number) => string;
  readonly bulkHelp: string;
  readonly bulkSend: string;
  readonly bulkUnsure: string;
  readonly bulkDone: (answered: number, of: number) => string;
  readonly bulkAnswered: string;
  readonly bulkRefused: Partial<Record<string, string>>;
  readonly close: string;

  readonly errors: Partial<Record<ErrorCode, string>>;
}

export const LIST_TEXTS: Record<Language, ListTexts> = {
  fi: {
    title: "Asiat",
    loading: "Haetaan asioita …",
    lists: "Työlistat",
    names: {
      mine: "Omat",
      unit: "Yksikköni",
      unsorted: "Lajittelemattomat",
      late: "Myöhässä",
      today: "Vastattava tänään",
      escalated: "Esihenkilölle nostetut",
      open: "Kaikki avoimet",
      all: "Kaikki",
    },
    logContact: "Kirjaa yhteydenotto",
    letters: "Lähtevät viestit",
    words: "Hae asioista",
    wordsHelp: "Sanoja tai asian tunnus",
    narrow: "Rajaa",
    narrowed: (by) => (by === 1 ? "1 rajaus" : `${by} rajausta`),
    service: "Palvelu",
    anyService: "Kaikki palvelut",
    kind: "Palautteen laji",
    anyKind: "Kaikki lajit",
    language: "Kieli",
    anyLanguage: "Kaikki kielet",
    find: "Hae",
    findAll: "Poista haku ja rajaukset",
    found: (count, hasMore) => (hasMore ? `Ensimmäiset ${count} asiaa` : count === 1 ? "1 asia" : `${count} asiaa`),
    none: "Tällä listalla ei ole nyt yhtään asiaa.",
    noneFound: "Haulla ja rajauksilla ei löytynyt yhtään asiaa.",
    more: "Näytä lisää",
    refresh: "Päivitä",
    kinds: {
      complaint: "Moite",
      thanks: "Kiitos",
      idea: "Idea",
      question: "Kysymys",
      other: "Muu",
      accessibility: "Saavutettavuus",
    },
    statuses: {
      received: "Vastaanotettu",
      in_process: "Käsittelyssä",
      answered: "Vastattu",
      closed: "Päätetty",
      rejected: "Ei toteuteta",
      transferred: "Siirretty muualle",
      merged: "Yhdistetty",
      withdrawn: "Peruttu",
    },
    unsorted: "Lajittelematta",
    late: (day) => `Myöhässä, määräpäivä oli ${day}`,
    today: "Vastattava tänään",
    due: (day) => `Vastattava viimeistään ${day}`,
    escalated: "Nostettu esihenkilölle",
    published: "Julkaistu",
    mine: "Sinulla",
    nobody: "Ei kenelläkään",
    writing: "Kesken",
    select: (code) => `Valitse ${code}`,
    selectAll: "Valitse kaikki",
    selected: (count) => (count === 1 ? "1 valittu" : `${count} valittu`),
    answerSelected: "Vastaa valittuihin",
    bulkTitle: (count) => (count === 1 ? "Vastaa yhteen asiaan" : `Vastaa ${count} asiaan`),
    bulkHelp: "Jokainen lähettäjä saa saman vastauksen omaan asiaansa. Kirjoita se kielellä, jota kaikki ymmärtävät.",
    bulkSend: "Lähetä vastaus kaikille",
    bulkUnsure: "Ei tiedetä, mihin asioihin ehdittiin vastata. Kirjoittamasi on tallessa. Yritä uudelleen: kukaan ei saa vastausta kahdesti.",
    bulkDone: (answered, of) => `Vastattu ${answered}/${of}.`,
    bulkAnswered: "Vastattu",
    bulkRefused: {
      conflict: "Ei vastattu: asia on muuttunut, sitä ei ole lajiteltu tai siihen on jo vastattu.",
      not_found: "Ei vastattu: asiaa ei enää ole.",
    },
    close: "Sulje",
    errors: { not_found: "Tällä tunnuksella ei ole asiaa." },
  },
  sv: {
    title: "Ärenden",
    loading: "Hämtar ärenden …",
    lists: "Arbetslistor",
    names: {
      mine: "Mina",
      unit: "Min enhets",
      unsorted: "Osorterade",
      late: "Försenade",
      today: "Ska besvaras i dag",
      escalated: "Lyfta till chefen",
      open: "Alla öppna",
      all: "Alla",
    },
    logContact: "Anteckna en kontakt",
    letters: "Utgående meddelanden",
    words: "Sök bland ärendena",
    wordsHelp: "Ord eller ärendets kod",
    narrow: "Avgränsa",
    narrowed: (by) => (by === 1 ? "1 avgränsning" : `${by} avgränsningar`),
    service: "Tjänst",
    anyService: "Alla tjänster",
    kind: "Typ av respons",
    anyKind: "Alla typer",
    language: "Språk",
    anyLanguage: "Alla språk",
    find: "Sök",
    findAll: "Ta bort sökning och avgränsningar",
    found: (count, hasMore) => (hasMore ? `De första ${count} ärendena` : count === 1 ? "1 ärende" : `${count} ärenden`),
    none: "Det finns inga ärenden på den här listan just nu.",
    noneFound: "Inget ärende hittades med sökningen och avgränsningarna.",
    more: "Visa fler",
    refresh: "Uppdatera",
    kinds: {
      complaint: "Ris",
      thanks: "Ros",
      idea: "Idé",
      question: "Fråga",
      other: "Annat",
      accessibility: "Tillgänglighet",
    },
    statuses: {
      received: "Mottaget",
      in_process: "Under behandling",
      answered: "Besvarat",
      closed: "Avslutat",
      rejected: "Genomförs inte",
      transferred: "Överfört till annan",
      merged: "Sammanfört",
      withdrawn: "Återtaget",
    },
    unsorted: "Osorterat",
    late: (day) => `Försenat, skulle besvaras ${day}`,
    today: "Ska besvaras i dag",
    due: (day) => `Ska besvaras senast ${day}`,
    escalated: "Lyft till chefen",
    published: "Publicerat",
    mine: "Hos dig",
    nobody: "Hos ingen",
    writing: "Påbörjat",
    select: (code) => `Välj ${code}`,
    selectAll: "Välj alla",
    selected: (count) => (count === 1 ? "1 valt" : `${count} valda`),
    answerSelected: "Besvara de valda",
    bulkTitle: (count) => (count === 1 ? "Besvara ett ärende" : `Besvara ${count} ärenden`),
    bulkHelp: "Varje avsändare får samma svar på sitt eget ärende. Skriv det på ett språk som alla förstår.",
    bulkSend: "Skicka svaret till alla",
    bulkUnsure: "Det är oklart vilka ärenden som hann besvaras. Det du skrev finns kvar. Försök igen: ingen får svaret två gånger.",
    bulkDone: (answered, of) => `Besvarade ${answered}/${of}.`,
    bulkAnswered: "Besvarat",
    bulkRefused: {
      conflict: "Inte besvarat: ärendet har ändrats, är osorterat eller är redan besvarat.",
      not_found: "Inte besvarat: ärendet finns inte längre.",
    },
    close: "Stäng",
    errors: { not_found: "Det finns inget ärende med den koden." },
  },
  en: {
    title: "Cases",
    loading: "Fetching cases …",
    lists: "Worklists",
    names: {
      mine: "Mine",
      unit: "My unit’s",
      unsorted: "Unsorted",
      late: "Late",
      today: "Due today",
      escalated: "Escalated",
      open: "All open",
      all: "All",
    },
    logContact: "Log a contact",
    letters: "Outgoing messages",
    words: "Search the cases",
    wordsHelp: "Words, or a case’s code",
    narrow: "Narrow",
    narrowed: (by) => (by === 1 ? "1 filter" : `${by} filters`),
    service: "Service",
    anyService: "All services",
    kind: "Kind of feedback",
    anyKind: "All kinds",
    language: "Language",
    anyLanguage: "All languages",
    find: "Search",
    findAll: "Clear search and filters",
    found: (count, hasMore) => (hasMore ? `The first ${count} cases` : count === 1 ? "1 case" : `${count} cases`),
    none: "There are no cases on this list now.",
    noneFound: "Search and filters found no case.",
    more: "Show more",
    refresh: "Refresh",
    kinds: {
      complaint: "Complaint",
      thanks: "Thanks",
      idea: "Idea",
      question: "Question",
      other: "Other",
      accessibility: "Accessibility",
    },
    statuses: {
      received: "Received",
      in_process: "Being handled",
      answered: "Answered",
      closed: "Closed",
      rejected: "Will not be done",
      transferred: "Passed on",
      merged: "Merged",
      withdrawn: "Withdrawn",
    },
    unsorted: "Unsorted",
    late: (day) => `Late, was due ${day}`,
    today: "Due today",
    due: (day) => `Due ${day}`,
    escalated: "Escalated",
    published: "Published",
    mine: "Yours",
    nobody: "Nobody has it",
    writing: "Begun",
    select: (code) => `Select ${code}`,
    selectAll: "Select all",
    selected: (count) => `${count} selected`,
    answerSelected: "Answer the selected",
    bulkTitle: (count) => (count === 1 ? "Answer one case" : `Answer ${count} cases`),
    bulkHelp: "Each sender gets the same answer to their own case. Write it in a language that all of them understand.",
    bulkSend: "Send the answer to all",
    bulkUnsure: "It is not known which cases were answered in time. What you wrote is still here. Try again: nobody gets the answer twice.",
    bulkDone: (answered, of) => `Answered ${answered}/${of}.`,
    bulkAnswered: "Answered",
    bulkRefused: {
      conflict: "Not answered: it has changed, is unsorted, or is answered already.",
      not_found: "Not answered: the case is there no more.",
    },
    close: "Close",
    errors: { not_found: "There is no case with that code." },
  },
};
