import type { Language } from "../../shared/language";
import type { CaseFigureName, CaseGrouping } from "./case-api";

/** Every text of the cases' figures. A language that lacks one does not compile. */
export interface CaseTexts {
  readonly title: string;
  readonly intro: string;
  readonly adviceIntro: string;
  readonly split: string;
  readonly groupings: Record<CaseGrouping, string>;
  readonly unit: string;
  readonly service: string;
  readonly all: string;
  readonly loading: string;
  readonly counted: (received: string, advice: string) => string;
  readonly download: string;
  readonly chart: string;
  readonly table: string;
  readonly total: string;
  readonly figures: Record<CaseFigureName, string>;
  readonly advice: string;
}

export const CASE_TEXTS: Record<Language, CaseTexts> = {
  fi: {
    title: "Palautteet",
    intro: "Palautteet, jotka saapuivat yllä valittuna ajanjaksona, ja miten niihin on vastattu.",
    adviceIntro: "Yleisneuvonta on puhelimessa tai asiointipisteessä annettua neuvontaa, josta ei tehty asiaa. Se on omassa sarakkeessaan eikä muissa luvuissa.",
    split: "Erittele palautteet",
    groupings: {
      month: "Kuukausittain",
      service: "Palveluittain",
      unit: "Yksiköittäin",
      kind: "Lajeittain",
      channel: "Kanavittain",
      language: "Kielittäin",
    },
    unit: "Yksikkö",
    service: "Palvelu",
    all: "Kaikki",
    loading: "Lasketaan palautteita …",
    counted: (received, advice) => `Palautteita: ${received}, yleisneuvontaa: ${advice}`,
    download: "Lataa luvut (CSV)",
    chart: "Saapuneet palautteet ja yleisneuvonta: pylväskaavio. Samat luvut ovat alla taulukossa.",
    table: "Palautteiden luvut",
    total: "Yhteensä",
    figures: {
      received: "Saapuneet",
      answered: "Vastatut",
      open: "Avoinna",
      late: "Myöhässä",
      mean_days: "Päiviä vastaukseen",
      in_time_percent: "Ajallaan",
      rejected: "Ei toteuteta",
      transferred: "Siirretyt",
      merged: "Yhdistetyt",
      withdrawn: "Perutut",
    },
    advice: "Yleisneuvonta",
  },
  sv: {
    title: "Respons",
    intro: "Responsen som kom in under perioden ovan, och hur den har besvarats.",
    adviceIntro: "Allmän rådgivning har getts per telefon eller på plats utan att det blev ett ärende. Den har en egen kolumn och ingår inte i de andra siffrorna.",
    split: "Dela upp responsen",
    groupings: {
      month: "Per månad",
      service: "Per tjänst",
      unit: "Per enhet",
      kind: "Efter slag",
      channel: "Per kanal",
      language: "Efter språk",
    },
    unit: "Enhet",
    service: "Tjänst",
    all: "Alla",
    loading: "Räknar responsen …",
    counted: (received, advice) => `Responser: ${received}, allmän rådgivning: ${advice}`,
    download: "Ladda ner siffrorna (CSV)",
    chart: "Mottagen respons och allmän rådgivning: stapeldiagram. Samma siffror finns i tabellen nedan.",
    table: "Responsens siffror",
    total: "Totalt",
    figures: {
      received: "Mottagna",
      answered: "Besvarade",
      open: "Öppna",
      late: "Försenade",
      mean_days: "Dagar till svar",
      in_time_percent: "I tid",
      rejected: "Genomförs inte",
      transferred: "Överförda",
      merged: "Sammanförda",
      withdrawn: "Återtagna",
    },
    advice: "Allmän rådgivning",
  },
  en: {
    title: "Feedback cases",
    intro: "The feedback that came in during the period above, and how it has been answered.",
    adviceIntro: "General advice was given by telephone or at a service point, and no case was made of it. It has a column of its own and is in none of the other figures.",
    split: "Split the feedback into",
    groupings: {
      month: "Months",
      service: "Services",
      unit: "Units",
      kind: "Kinds",
      channel: "Channels",
      language: "Languages",
    },
    unit: "Unit",
    service: "Service",
    all: "All",
    loading: "Counting the feedback …",
    counted: (received, advice) => `Feedback: ${received}, general advice: ${advice}`,
    download: "Download figures (CSV)",
    chart: "Feedback received and general advice: bar chart. The table below has the same figures.",
    table: "Feedback figures",
    total: "Total",
    figures: {
      received: "Received",
      answered: "Answered",
      open: "Open",
      late: "Late",
      mean_days: "Days to the answer",
      in_time_percent: "In time",
      rejected: "Will not be done",
      transferred: "Passed on",
      merged: "Joined",
      withdrawn: "Taken back",
    },
    advice: "General advice",
  },
};
