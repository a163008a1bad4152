import type { EventView } from "../shared/protocol";

/** The wire's limit for every text that a person types. */
export const MAX_TEXT_CHARS = 4000;

/** Return a day of the wire, 2020-06-24, as it is written here in all three languages: 24.6.2020. */
export function formatDate(isoDate: string): string {
  return isoDate.split("-").map(Number).reverse().join(".");
}

/** Return a moment in the visitor's own time: 15.00, with the day before it when that is not today. */
export function formatTime(isoTime: string, now = new Date()): string {
  const at = new Date(isoTime);
  const time = `${at.getHours()}.${String(at.getMinutes()).padStart(2, "0")}`;
  if (at.toDateString() === now.toDateString()) return time;
  return `${at.getDate()}.${at.getMonth() + 1}. ${time}`;
}

/** Return an event with its days and moments ready for reading. */
export function readable(event: EventView, language: string): EventView {
  const { due_on, opens_at, window_from, window_until } = event;
  return {
    ...event,
    due_on: formatDate(due_on),
    opens_at: formatOpening(opens_at, language),
    window_from: window_from && formatWindow(window_from, window_until, language),
  };
}

/** Return a stretch of time to come: ma 23.11. 12.00–14.00. */
export function formatWindow(from: string, until: string, language: string): string {
  return `${formatOpening(from, language)}–${formatTime(until, new Date(until))}`;
}

/** Return a moment to come with its weekday, in the reader's own time: ma 23.11. 9.00. */
export function formatOpening(isoTime: string, language: string): string {
  if (!isoTime) return "";
  const weekday = new Date(isoTime).toLocaleDateString(language, { weekday: "short" });
  return `${weekday} ${formatTime(isoTime, new Date(0))}`;
}

/** Count as the service does: code points, not UTF-16 units. */
export function countCharacters(text: string): number {
  return [...text].length;
}
