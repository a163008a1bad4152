import type { Language } from "../../shared/language";
import { day } from "../texts/format";
import type { FigureName, Group, Grouping } from "./api";

export type Unit = "count" | "seconds" | "percent" | "grade";

const LOCALES: Record<Language, string> = { fi: "fi-FI", sv: "sv-FI", en: "en-GB" };
const UNITS: Partial<Record<FigureName, Unit>> = {
  answer_rate: "percent",
  abandonment: "percent",
  resolution: "percent",
  succeeded_well: "percent",
  succeeded_mean: "grade",
  wait_p50_s: "seconds",
  wait_p90_s: "seconds",
  handling_p50_s: "seconds",
  handling_p90_s: "seconds",
  called_p50_s: "seconds",
  called_p90_s: "seconds",
};
/** What stands where there is nothing to tell. */
const NOTHING = "–";
const NO_BREAK = "\u00a0";

/** Return a figure as it is read, with its unit. */
export function figure(name: FigureName, value: number | null, language: Language): string {
  return inUnit(UNITS[name] ?? "count", value, language);
}

/** Return a number in a unit. */
export function inUnit(unit: Unit, value: number | null, language: Language): string {
  if (value === null) return NOTHING;
  if (unit === "seconds") return duration(value);
  if (unit === "percent") return new Intl.NumberFormat(LOCALES[language], { style: "percent" }).format(value / 100);
  const digits = unit === "grade" ? 1 : 0;
  return new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** Return a group's name; `short` for a chart's axis, where the year is known. */
export function groupName({ key, titles }: Group, by: Grouping, language: Language, short = false): string {
  if (by !== "day") return titles[language];
  const date = day(key);
  return short ? date.replace(/\d+$/, "") : date;
}

/** The symbols are the same in every language. */
function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const parts: [number, string][] =
    minutes < 60
      ? [[minutes, "min"], [seconds % 60, "s"]]
      : [[Math.floor(minutes / 60), "h"], [minutes % 60, "min"]];
  const told = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${NO_BREAK}${unit}`);
  return told.join(NO_BREAK) || `0${NO_BREAK}s`;
}
