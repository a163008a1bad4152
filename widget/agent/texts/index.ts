import { type Language, LANGUAGES } from "../../shared/language";
import { en } from "./en";
import { fi } from "./fi";
import { sv } from "./sv";
import type { Texts } from "./types";

export type { Texts } from "./types";

export const TEXTS: Record<Language, Texts> = { fi, sv, en };

/** The first of the browser's languages that the console speaks; else the city's first language. */
export function preferredLanguage(tags: readonly string[]): Language {
  const primary = tags.map((tag) => tag.toLowerCase().split("-")[0]);
  return primary.map((code) => LANGUAGES.find((language) => language === code)).find((found) => found) ?? "fi";
}
