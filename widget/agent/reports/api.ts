import type { Language, Mode } from "../../shared/language";
import { answer } from "../link/api";
import type { Period } from "./period";

export const GROUPINGS = ["day", "queue", "language", "tag"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Figures by the names of docs/reports.md: shares are per cent, times seconds; null where there is nothing to tell. */
export type Figures = Readonly<Record<FigureName, number | null>>;
export type FigureName =
  | "contacts"
  | "by_bot"
  | "handed_over"
  | "turned_away"
  | "queued"
  | "claimed"
  | "answer_rate"
  | "abandoned"
  | "abandonment"
  | "wait_p50_s"
  | "wait_p90_s"
  | "handled"
  | "handling_p50_s"
  | "handling_p90_s"
  | "callbacks"
  | "callbacks_reached"
  | "callbacks_failed"
  | "callbacks_waiting"
  | "called"
  | "called_p50_s"
  | "called_p90_s"
  | "resolution_known"
  | "resolved"
  | "resolution"
  | "ratings"
  | "succeeded_mean"
  | "succeeded_well"
  | "recommendation";

export interface Group {
  /** A date, or the id of a queue, language or topic; empty: those without. */
  readonly key: string;
  readonly titles: Readonly<Record<Language, string>>;
  readonly figures: Figures;
}

export interface Report {
  readonly from: string;
  readonly to: string;
  readonly by: Grouping;
  readonly mode: Mode | "";
  readonly language: Language | "";
  readonly total: Figures;
  readonly groups: readonly Group[];
}

/** What a report is asked for by. */
export interface Wish {
  readonly period: Period;
  readonly by: Grouping;
  readonly mode: Mode | "";
  readonly language: Language | "";
}

/** Return the report, or throw ApiRefused. */
export async function fetchReport(wish: Wish): Promise<Report> {
  return answer<Report>(`/api/agent/reports?${query(wish)}`, "GET");
}

/** The address of the same as a table. */
export function tableAddress(wish: Wish, language: Language): string {
  return `/api/agent/reports.csv?${query(wish)}&lang=${language}`;
}

/** What somebody wrote beside their quick feedback, masked; the figures are null where none was given. */
export interface Comment {
  readonly at: string;
  readonly mode: Mode;
  readonly language: Language;
  /** Empty: no person was asked for. */
  readonly queue: string;
  readonly titles: Readonly<Record<Language, string>>;
  readonly succeeded: number | null;
  readonly recommends: number | null;
  readonly text: string;
}

export interface Comments {
  /** Every queue that one can ask for; with an empty key: of contacts without one. */
  readonly queues: readonly Omit<Group, "figures">[];
  readonly comments: readonly Comment[];
  /** Asks for older ones; empty: there are none. */
  readonly more: string;
}

/** Return the comments on the contacts of a report, or throw ApiRefused; that they are read stands in the log. */
export async function fetchComments(report: Report, queue: string | null, before: string): Promise<Comments> {
  const { from, to, mode, language } = report;
  const asked = new URLSearchParams({ from, to, mode, language, before, ...(queue !== null && { queue }) });
  return answer<Comments>(`/api/agent/comments?${asked}`, "GET");
}

function query({ period, by, mode, language }: Wish): URLSearchParams {
  return new URLSearchParams({ from: period.from, to: period.to, by, mode, language });
}
