import type { Language } from "../../../shared/language";
import { caseEn } from "./case-en";
import { caseFi } from "./case-fi";
import { caseSv } from "./case-sv";
import type { CaseTexts } from "./case-types";

export type { CaseEventAbout, CaseTexts } from "./case-types";

export const CASE_TEXTS: Record<Language, CaseTexts> = { fi: caseFi, sv: caseSv, en: caseEn };
