import type { CallbackItemView } from "../../shared/protocol";

/** A quarter of an hour: time to end what one is at, and to make one call. */
const SOON_MS = 15 * 60_000;

export interface Due {
  readonly soon: number;
  readonly late: number;
}

/** Count the promised calls that nobody has tried, and whose time is about to pass or has passed. */
export function callbacksDue(items: readonly CallbackItemView[], nowMs: number): Due {
  const left = items.filter(({ attempts }) => attempts.length === 0).map(({ window_until }) => Date.parse(window_until) - nowMs);
  return { soon: left.filter((ms) => ms >= 0 && ms <= SOON_MS).length, late: left.filter((ms) => ms < 0).length };
}
