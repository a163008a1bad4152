import type { Language } from "../../shared/language";
import type { FigureName, Grouping } from "./api";
import type { Span } from "./period";
import { en } from "./texts-en";
import { fi } from "./texts-fi";
import { sv } from "./texts-sv";

export type ChartName = "contacts" | "waits" | "waiting" | "handling" | "callbacks" | "calling" | "resolution" | "feedback";

/** Every text of the reports. A language that lacks one does not compile. */
export interface ReportTexts {
  readonly title: string;
  readonly desk: string;
  readonly pages: string;
  readonly skip: string;
  readonly loading: string;
  readonly period: string;
  readonly spans: Record<Span, string>;
  readonly from: string;
  readonly to: string;
  readonly wrongPeriod: (maxDays: number) => string;
  readonly by: string;
  readonly groupings: Record<Grouping, string>;
  readonly mode: string;
  readonly modes: Record<"" | "city" | "youth", string>;
  readonly contactLanguage: string;
  readonly languages: Record<"" | Language, string>;
  readonly show: string;
  readonly download: string;
  readonly shown: (from: string, to: string, contacts: string) => string;
  readonly nothing: string;
  readonly summary: string;
  readonly total: string;
  readonly asTable: string;
  readonly chartOf: (title: string) => string;
  readonly charts: Record<ChartName, string>;
  readonly notes: Partial<Record<ChartName, string>>;
  readonly figures: Record<FigureName, string>;
  /** Where a figure stands alone, and must say more. */
  readonly summaryFigures: Partial<Record<FigureName, string>>;
  /** What a chart shows and no figure is called. */
  readonly others: string;
  readonly notResolved: string;
  readonly comments: string;
  readonly commentsIntro: string;
  readonly readComments: string;
  readonly moreComments: string;
  readonly commentsFound: (count: number, hasMore: boolean) => string;
  /** What was given beside a comment: from 1 to 5, from 0 to 10. */
  readonly succeeded: (grade: number) => string;
  readonly recommends: (grade: number) => string;
}

export const REPORT_TEXTS: Record<Language, ReportTexts> = { fi, sv, en };
