/** Dates as `2020-06-24`, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export const SPANS = ["week", "thirty", "month", "last_month", "own"] as const;
export type Span = (typeof SPANS)[number];

/** As the service has it: more would take its database too long. */
export const MAX_DAYS = 366;

const DAY_MS = 86_400_000;
// The city's day, whatever the computer says; Sweden writes dates as ISO 8601 does.
const DATE = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki" });

/** Return today's date in Helsinki. */
export function today(nowMs: number): string {
  return DATE.format(nowMs);
}

/** Return the dates of a span that ends today, or of a calendar month. */
export function periodOf(span: Exclude<Span, "own">, day: string): Period {
  if (span === "week") return { from: shifted(day, -6), to: day };
  if (span === "thirty") return { from: shifted(day, -29), to: day };
  const first = `${day.slice(0, 8)}01`;
  if (span === "month") return { from: first, to: day };
  const last = shifted(first, -1);
  return { from: `${last.slice(0, 8)}01`, to: last };
}

/** Whether there is a report of these dates: both given, in order, not too many. */
export function isPeriod({ from, to }: Period): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return days >= 0 && days < MAX_DAYS;
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
