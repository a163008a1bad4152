/** A place in a text that only the agent can fill, as in `{…street}`: from `start` to `end`. */
export interface Gap {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

const PLACE = /\{([^{}]*)\}/g;
const GAP = /\{…([^{}]*)\}/g;

/** Fill in what is known; what is not becomes the gap that stands for it, and the agent's own gaps stay. */
export function fillPlaces(
  text: string,
  values: Readonly<Record<string, string>>,
  unknown: Readonly<Record<string, string>>,
): string {
  return text.replace(PLACE, (whole, name: string) => values[name] || unknown[name] || whole);
}

export function gapsIn(text: string): Gap[] {
  return [...text.matchAll(GAP)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    name: found[1]?.trim() ?? "",
  }));
}

/** The gap to go to from a selection's end: the one around it or the first after it, but not the selected one. */
export function gapAfter(text: string, selectionEnd: number): Gap | null {
  return gapsIn(text).find((gap) => gap.end > selectionEnd) ?? null;
}

/** The gap to go back to from a selection's start. */
export function gapBefore(text: string, selectionStart: number): Gap | null {
  return gapsIn(text)
    .filter((gap) => gap.start < selectionStart)
    .at(-1) ?? null;
}
