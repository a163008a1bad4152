import type { Language, Mode } from "../../shared/language";
import { h, setText, type View } from "../view";

/** Whom to ask, and for which chat. */
export interface Host {
  readonly server: string;
  readonly mode: Mode;
}

/** Days that a conversation is kept: after its last message, and after its end. */
export interface Kept {
  readonly days: number;
  readonly closed_days: number;
}

export const KEEPING_TEXTS: Record<Language, (kept: Kept) => string> = {
  fi: ({ days, closed_days }) =>
    days === closed_days
      ? `Keskustelu poistetaan palvelusta ${inFinnish(days)} kuluttua viimeisestä viestistä.`
      : `Keskustelu poistetaan palvelusta ${inFinnish(closed_days)} kuluttua siitä, kun se on lopetettu, ` +
        `ja muuten ${inFinnish(days)} kuluttua viimeisestä viestistä.`,
  sv: ({ days, closed_days }) =>
    days === closed_days
      ? `Samtalet raderas ur tjänsten ${inSwedish(days)} efter det sista meddelandet.`
      : `Samtalet raderas ur tjänsten ${inSwedish(closed_days)} efter att det har avslutats, ` +
        `och annars ${inSwedish(days)} efter det sista meddelandet.`,
  en: ({ days, closed_days }) =>
    days === closed_days
      ? `The conversation is deleted from the service ${inEnglish(days)} after the last message.`
      : `The conversation is deleted from the service ${inEnglish(closed_days)} after it has ended, ` +
        `and otherwise ${inEnglish(days)} after the last message.`,
};

/** Return how long this chat's conversations are kept, or null where nobody answers: then nothing is said. */
export async function keptFor({ server, mode }: Host): Promise<Kept | null> {
  try {
    const response = await fetch(new URL("/api/retention", server));
    return ((await response.json()) as Record<Mode, Kept>)[mode];
  } catch {
    return null;
  }
}

/** Put it into a place of the page, in the language in use. */
export async function tell<Words>(view: View<Words>, host: Host, place: HTMLElement): Promise<void> {
  const kept = await keptFor(host);
  if (!kept) return;
  const line = h("p");
  view.bind(() => {
    setText(line, KEEPING_TEXTS[view.language](kept));
    place.append(line);
  });
}

const inFinnish = (days: number): string => (days === 1 ? "yhden päivän" : `${days} päivän`);
const inSwedish = (days: number): string => (days === 1 ? "en dag" : `${days} dagar`);
const inEnglish = (days: number): string => (days === 1 ? "one day" : `${days} days`);
