import type { Language } from "../../shared/language";

/** What is said of the cases where they are not looked at; their own words come with them. */
export interface CaseLinkTexts {
  readonly title: string;
  readonly mine: (count: number) => string;
  readonly late: (count: number) => string;
  readonly skip: string;
  readonly failed: string;
  readonly shortcuts: Record<"cases" | "contact", string>;
  /** The units of a person. */
  readonly units: string;
  readonly unitsHelp: string;
}

export const CASE_LINK_TEXTS: Record<Language, CaseLinkTexts> = {
  fi: {
    title: "Asiat",
    mine: (count) => `${count} sinulla`,
    late: (count) => `${count} myöhässä`,
    skip: "Siirry asioihin",
    failed: "Asioita ei saatu auki. Lataa sivu uudelleen.",
    shortcuts: { cases: "vaihtaa keskustelujen ja asioiden välillä", contact: "kirjaa yhteydenoton" },
    units: "Yksiköt",
    unitsHelp: "Jos yksikköjä ei ole valittu, yksikön lista näyttää kaikkien yksiköiden asiat.",
  },
  sv: {
    title: "Ärenden",
    mine: (count) => `${count} hos dig`,
    late: (count) => `${count} försenade`,
    skip: "Gå till ärendena",
    failed: "Ärendena kunde inte öppnas. Ladda om sidan.",
    shortcuts: { cases: "växlar mellan samtal och ärenden", contact: "antecknar en kontakt" },
    units: "Enheter",
    unitsHelp: "Om inga enheter är valda visar enhetens lista alla enheters ärenden.",
  },
  en: {
    title: "Cases",
    mine: (count) => `${count} yours`,
    late: (count) => `${count} late`,
    skip: "Skip to the cases",
    failed: "The cases could not be opened. Load the page again.",
    shortcuts: { cases: "switches between chats and cases", contact: "logs a contact" },
    units: "Units",
    unitsHelp: "Without any units, the unit’s list shows the cases of all of them.",
  },
};
