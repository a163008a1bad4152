import type { Language } from "../../../shared/language";
import type { ContactProblem } from "../contact";

/** The words of the dialog in which a contact is logged. */
export interface ContactTexts {
  readonly title: string;
  readonly help: string;
  readonly channel: string;
  readonly channels: Record<"phone" | "counter", string>;
  readonly language: string;
  readonly text: string;
  readonly textHelp: string;
  readonly kind: string;
  readonly service: string;
  readonly undecided: string;
  readonly proposed: string;
  readonly allServices: string;
  readonly proposedNow: (service: string) => string;
  readonly signpost: string;
  readonly more: string;
  readonly place: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly consent: string;
  readonly makeCase: string;
  readonly makeCaseHelp: string;
  readonly adviceOnly: string;
  readonly adviceHelp: string;
  readonly empty: string;
  readonly problems: Record<ContactProblem, string>;
  readonly made: string;
  readonly tellCode: string;
  readonly copyCode: string;
  readonly copied: string;
  readonly promised: (day: string) => string;
  readonly goesTo: (service: string) => string;
  readonly goesToSorter: string;
  readonly next: string;
  readonly openCase: string;
  readonly close: string;
  readonly adviceLogged: string;
}

export const CONTACT_TEXTS: Record<Language, ContactTexts> = {
  fi: {
    title: "Kirjaa yhteydenotto",
    help: "Ctrl + Enter tekee asian heti, Esc sulkee. Kesken jäänyt säilyy.",
    channel: "Miten otettiin yhteyttä",
    channels: { phone: "Puhelin", counter: "Paikan päällä" },
    language: "Kieli",
    text: "Mitä asia koskee",
    textHelp: "Kirjoita asiakkaan omin sanoin. Älä kirjoita henkilötunnusta.",
    kind: "Laji",
    service: "Palvelu",
    undecided: "En tiedä, lajittelija päättää",
    proposed: "Ehdotukset tekstistä",
    allServices: "Kaikki palvelut",
    proposedNow: (service) => `Ehdotettu palvelu: ${service}`,
    signpost: "Tämä ei näytä kuuluvan kaupungin palautteisiin",
    more: "Paikka ja yhteystiedot (ei pakollisia)",
    place: "Paikka",
    name: "Nimi",
    email: "Sähköposti",
    phone: "Puhelin",
    consent: "Asiakas suostuu siihen, että asia ja vastaus julkaistaan ilman henkilötietoja",
    makeCase: "Tee asia",
    makeCaseHelp: "Asiakas saa tunnuksen ja vastauksen.",
    adviceOnly: "Yleisneuvonta, ei asiaa",
    adviceHelp: "Vain kanava, kieli ja palvelu lasketaan. Kirjoitettua ei säilytetä.",
    empty: "Tyhjennä",
    problems: {
      textMissing: "Kirjoita, mitä asia koskee.",
      textTooLong: "Teksti on liian pitkä: enintään 4 000 merkkiä.",
      emailWrong: "Tarkista sähköpostiosoite.",
      phoneWrong: "Tarkista puhelinnumero.",
    },
    made: "Asia on tehty",
    tellCode: "Kerro asiakkaalle tunnus",
    copyCode: "Kopioi tunnus",
    copied: "Kopioitu.",
    promised: (day) => `Vastaus luvataan viimeistään ${day}.`,
    goesTo: (service) => `Asia meni palvelulle ${service}.`,
    goesToSorter: "Lajittelija päättää, mille palvelulle asia menee.",
    next: "Seuraava yhteydenotto",
    openCase: "Avaa asia",
    close: "Sulje",
    adviceLogged: "Neuvonta on laskettu. Mitään kirjoitettua ei säilytetty.",
  },
  sv: {
    title: "Anteckna en kontakt",
    help: "Ctrl + Enter gör ett ärende genast, Esc stänger. Det påbörjade finns kvar.",
    channel: "Hur kontakten togs",
    channels: { phone: "Telefon", counter: "På plats" },
    language: "Språk",
    text: "Vad saken gäller",
    textHelp: "Skriv med kundens egna ord. Skriv ingen personbeteckning.",
    kind: "Typ",
    service: "Tjänst",
    undecided: "Vet inte, en sorterare bestämmer",
    proposed: "Förslag enligt texten",
    allServices: "Alla tjänster",
    proposedNow: (service) => `Föreslagen tjänst: ${service}`,
    signpost: "Det här verkar inte höra till stadens respons",
    more: "Plats och kontaktuppgifter (frivilligt)",
    place: "Plats",
    name: "Namn",
    email: "E-post",
    phone: "Telefon",
    consent: "Kunden godkänner att ärendet och svaret publiceras utan personuppgifter",
    makeCase: "Gör ett ärende",
    makeCaseHelp: "Kunden får en kod och ett svar.",
    adviceOnly: "Allmän rådgivning, inget ärende",
    adviceHelp: "Bara kanal, språk och tjänst räknas. Det skrivna sparas inte.",
    empty: "Töm",
    problems: {
      textMissing: "Skriv vad saken gäller.",
      textTooLong: "Texten är för lång: högst 4 000 tecken.",
      emailWrong: "Kontrollera e-postadressen.",
      phoneWrong: "Kontrollera telefonnumret.",
    },
    made: "Ärendet är gjort",
    tellCode: "Berätta koden för kunden",
    copyCode: "Kopiera koden",
    copied: "Kopierat.",
    promised: (day) => `Svar utlovas senast ${day}.`,
    goesTo: (service) => `Ärendet gick till tjänsten ${service}.`,
    goesToSorter: "En sorterare bestämmer vilken tjänst ärendet går till.",
    next: "Nästa kontakt",
    openCase: "Öppna ärendet",
    close: "Stäng",
    adviceLogged: "Rådgivningen har räknats. Ingenting av det skrivna sparades.",
  },
  en: {
    title: "Log a contact",
    help: "Ctrl + Enter makes the case at once, Esc closes. What you have begun stays.",
    channel: "How they got in touch",
    channels: { phone: "Telephone", counter: "At the counter" },
    language: "Language",
    text: "What it is about",
    textHelp: "Write it in the customer’s own words. Do not write a personal identity code.",
    kind: "Kind",
    service: "Service",
    undecided: "Not known, a sorter decides",
    proposed: "Proposed by the text",
    allServices: "All services",
    proposedNow: (service) => `Proposed service: ${service}`,
    signpost: "This does not seem to belong to the city’s feedback",
    more: "Place and contact details (optional)",
    place: "Place",
    name: "Name",
    email: "E-mail",
    phone: "Telephone",
    consent: "The customer agrees to the case and its answer being published without personal details",
    makeCase: "Make a case",
    makeCaseHelp: "The customer gets a code and an answer.",
    adviceOnly: "General advice, no case",
    adviceHelp: "Only channel, language and service are counted. Nothing written is kept.",
    empty: "Clear",
    problems: {
      textMissing: "Write what it is about.",
      textTooLong: "The text is too long: 4,000 characters at most.",
      emailWrong: "Check the e-mail address.",
      phoneWrong: "Check the telephone number.",
    },
    made: "The case is made",
    tellCode: "Tell the customer the code",
    copyCode: "Copy the code",
    copied: "Copied.",
    promised: (day) => `An answer is promised by ${day}.`,
    goesTo: (service) => `It went to the service ${service}.`,
    goesToSorter: "A sorter decides which service it goes to.",
    next: "Next contact",
    openCase: "Open the case",
    close: "Close",
    adviceLogged: "The advice has been counted. Nothing that was written has been kept.",
  },
};
