import type { Language } from "../../shared/language";
import { answer } from "../link/api";
import type { Period } from "./period";

export const CASE_GROUPINGS = ["month", "service", "unit", "kind", "channel", "language"] as const;
export type CaseGrouping = (typeof CASE_GROUPINGS)[number];

/** Counts and times of cases by the names of docs/open-data.md; null where there is nothing to tell. */
export type CaseFigures = Readonly<Record<CaseFigureName, number | null>>;
export const CASE_FIGURES = [
  "received",
  "answered",
  "open",
  "late",
  "mean_days",
  "in_time_percent",
  "rejected",
  "transferred",
  "merged",
  "withdrawn",
] as const;
export type CaseFigureName = (typeof CASE_FIGURES)[number];

export interface Named {
  /** A month, or the code or id of a service, unit, kind, channel or language; empty: those with none. */
  readonly key: string;
  readonly titles: Readonly<Record<Language, string>>;
}

export interface CaseGroup extends Named {
  readonly figures: CaseFigures;
  /** How often advice was given of which no case was made; in none of the figures. */
  readonly advice: number;
}

export interface CaseReport {
  readonly from: string;
  readonly to: string;
  readonly by: CaseGrouping;
  readonly unit: string | null;
  readonly service: string | null;
  readonly units: readonly Named[];
  readonly services: readonly Named[];
  readonly total: CaseFigures;
  readonly advice: number;
  readonly groups: readonly CaseGroup[];
}

/** What a report of the cases is asked for by; null: of all units, or all services. */
export interface CaseWish {
  readonly period: Period;
  readonly by: CaseGrouping;
  readonly unit: string | null;
  readonly service: string | null;
}

/** Return the report, or throw ApiRefused. */
export async function fetchCaseReport(wish: CaseWish): Promise<CaseReport> {
  return answer<CaseReport>(`/api/agent/case-reports?${query(wish)}`, "GET");
}

/** The address of the same as a table. */
export function caseTableAddress(wish: CaseWish, language: Language): string {
  return `/api/agent/case-reports.csv?${query(wish)}&lang=${language}`;
}

function query({ period, by, unit, service }: CaseWish): URLSearchParams {
  return new URLSearchParams({
    from: period.from,
    to: period.to,
    by,
    ...(unit !== null && { unit }),
    ...(service !== null && { service }),
  });
}
