import type { FigureName, Figures } from "./api";
import type { Unit } from "./format";
import type { ChartName, ReportTexts } from "./texts";

export interface Series {
  readonly name: string;
  readonly of: (figures: Figures) => number | null;
}

/** What a chart shows; its table has more, also what cannot be added up. */
export interface Chart {
  readonly name: ChartName;
  readonly unit: Unit;
  readonly isStacked: boolean;
  readonly series: (t: ReportTexts) => readonly Series[];
  readonly columns: readonly FigureName[];
}

export const CHARTS: readonly Chart[] = [
  {
    name: "contacts",
    unit: "count",
    isStacked: true,
    series: (t) => [one("by_bot", t), one("handed_over", t), { name: t.others, of: others }],
    columns: ["contacts", "by_bot", "handed_over", "turned_away"],
  },
  {
    name: "waits",
    unit: "count",
    isStacked: true,
    series: (t) => [one("claimed", t), one("abandoned", t)],
    columns: ["queued", "claimed", "answer_rate", "abandoned", "abandonment"],
  },
  {
    name: "waiting",
    unit: "seconds",
    isStacked: false,
    series: (t) => [one("wait_p50_s", t), one("wait_p90_s", t)],
    columns: ["claimed", "wait_p50_s", "wait_p90_s"],
  },
  {
    name: "handling",
    unit: "seconds",
    isStacked: false,
    series: (t) => [one("handling_p50_s", t), one("handling_p90_s", t)],
    columns: ["handled", "handling_p50_s", "handling_p90_s"],
  },
  {
    name: "callbacks",
    unit: "count",
    isStacked: true,
    series: (t) => [one("callbacks_reached", t), one("callbacks_failed", t), one("callbacks_waiting", t)],
    columns: ["callbacks", "callbacks_reached", "callbacks_failed", "callbacks_waiting"],
  },
  {
    name: "calling",
    unit: "seconds",
    isStacked: false,
    series: (t) => [one("called_p50_s", t), one("called_p90_s", t)],
    columns: ["called", "called_p50_s", "called_p90_s"],
  },
  {
    name: "resolution",
    unit: "count",
    isStacked: true,
    series: (t) => [one("resolved", t), { name: t.notResolved, of: notResolved }],
    columns: ["resolution_known", "resolved", "resolution"],
  },
  {
    name: "feedback",
    unit: "grade",
    isStacked: false,
    series: (t) => [one("succeeded_mean", t)],
    columns: ["ratings", "succeeded_mean", "succeeded_well", "recommendation"],
  },
];

/** The figures that stand above the charts, of the whole period. */
export const SUMMARY: readonly FigureName[] = [
  "contacts",
  "by_bot",
  "answer_rate",
  "wait_p50_s",
  "resolution",
  "succeeded_mean",
];

function one(name: FigureName, t: ReportTexts): Series {
  return { name: t.figures[name], of: (figures) => figures[name] };
}

function others({ contacts, by_bot, handed_over }: Figures): number {
  return (contacts ?? 0) - (by_bot ?? 0) - (handed_over ?? 0);
}

function notResolved({ resolution_known, resolved }: Figures): number {
  return (resolution_known ?? 0) - (resolved ?? 0);
}
