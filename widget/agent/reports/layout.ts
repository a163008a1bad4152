import type { Unit } from "./format";

/** A bar of a chart: from `start`, over `size`, as shares of the axis from 0 to 1. */
export interface Bar {
  readonly group: number;
  readonly series: number;
  readonly start: number;
  readonly size: number;
  /** Place and breadth within the group's own stretch, from 0 to 1. */
  readonly at: number;
  readonly breadth: number;
}

/** Values by series, then by group; null: nothing to show. */
export type Values = readonly (readonly (number | null)[])[];

const ROUND_SECONDS = [10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400];
/** The part of a group's stretch that its bars fill. */
const FILLED = 0.7;

/** Return the end of the axis: the next round number that every bar fits under. */
export function axisEnd(values: Values, isStacked: boolean, unit: Unit): number {
  if (unit === "grade") return 5;
  const sums = (values[0] ?? []).map((_, group) => {
    const own = values.map((series) => series[group] ?? 0);
    return isStacked ? own.reduce((sum, value) => sum + value, 0) : Math.max(...own);
  });
  const greatest = Math.max(0, ...sums);
  if (unit === "seconds") {
    return ROUND_SECONDS.find((end) => end >= greatest) ?? Math.ceil(greatest / 86_400) * 86_400;
  }
  // Even, so that half of it is a whole number too.
  const power = 10 ** Math.floor(Math.log10(Math.max(greatest, 2)));
  return [2, 4, 6, 8, 10].map((step) => step * power).find((end) => end >= greatest) ?? 20 * power;
}

/** Return the bars of all groups: of each group on top of each other, or side by side. */
export function layOut(values: Values, isStacked: boolean, end: number): Bar[] {
  const lanes = isStacked ? 1 : values.length;
  const breadth = FILLED / lanes;
  const reached: number[] = [];
  return values.flatMap((groups, series) =>
    groups.flatMap((value, group) => {
      if (!value) return [];
      const start = isStacked ? (reached[group] ?? 0) : 0;
      reached[group] = start + value / end;
      const at = (1 - FILLED) / 2 + (isStacked ? 0 : series * breadth);
      return [{ group, series, start, size: value / end, at, breadth }];
    }),
  );
}

/** Return which groups have a name on the axis, so that at most `most` do: always the first. */
export function named(groups: number, most: number): number[] {
  const step = Math.ceil(groups / most);
  return Array.from({ length: groups }, (_, group) => group).filter((group) => group % step === 0);
}
