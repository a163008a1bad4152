import type { Language } from "../../shared/language";
import type { DeskItemView, WindowView } from "../../shared/protocol";
import type { Texts } from "./types";

// The city's clock, whatever the agent's computer says: the visitor reads the same times.
const CITY = { timeZone: "Europe/Helsinki" } as const;
// Both national languages write 15.00 and 24.6.2020 in running text, and the English pages follow.
const CLOCK = new Intl.DateTimeFormat("fi-FI", { ...CITY, hour: "numeric", minute: "2-digit" });
const AT_CLOCK: Record<Language, string> = { fi: "klo", sv: "kl.", en: "at" };
const DAY = new Intl.DateTimeFormat("fi-FI", { ...CITY, day: "numeric", month: "numeric", year: "numeric" });
// Sweden writes dates as ISO 8601 does.
const FIELD = new Intl.DateTimeFormat("sv-SE", { ...CITY, dateStyle: "short", timeStyle: "short" });

/** `15.00` today, `24.6.2020 15.00` on another day. */
export function moment(at: string, nowMs: number): string {
  const date = new Date(at);
  const [then, today] = [DAY.format(date), DAY.format(nowMs)];
  return then === today ? CLOCK.format(date) : `${then} ${CLOCK.format(date)}`;
}

/** `12.00–14.00` today, `24.6.2020 12.00–14.00` on another day. */
export function windowOf({ window_from, window_until }: WindowView, nowMs: number): string {
  return `${moment(window_from, nowMs)}–${CLOCK.format(new Date(window_until))}`;
}

/** A moment as a field of type datetime-local has it, by the city's clock: `2020-06-24T15:00`. */
export function toField(at: string): string {
  return FIELD.format(new Date(at)).replace(" ", "T");
}

/** The moment that such a field names. */
export function fromField(value: string): string {
  const asIfUtc = Date.parse(`${value}Z`);
  const ahead = Date.parse(`${toField(new Date(asIfUtc).toISOString())}Z`) - asIfUtc;
  return new Date(asIfUtc - ahead).toISOString();
}

/** `24.6.2020` for a date without a time, as `2020-06-24`. */
export function day(date: string): string {
  return DAY.format(new Date(`${date}T12:00:00Z`));
}

/** When a queue opens, as a reply says it in its own language: `ma 23.11. klo 9.00`; empty if nobody knows. */
export function opening(at: string, language: Language): string {
  if (!at) return "";
  const date = new Date(at);
  const weekday = date.toLocaleDateString(language, { ...CITY, weekday: "short" });
  const dayOfMonth = date.toLocaleDateString("fi-FI", { ...CITY, day: "numeric", month: "numeric" });
  return `${weekday} ${dayOfMonth} ${AT_CLOCK[language]} ${CLOCK.format(date)}`;
}

/** How long somebody has waited; never negative, since two clocks seldom agree. */
export function waited(since: string, nowMs: number, t: Texts): string {
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(since)) / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? t.minutes(minutes, seconds % 60) : t.hours(Math.floor(minutes / 60), minutes % 60);
}

/** The visitor's page as short as it still says where: the lists are narrow. */
export function pageName(page: string): string {
  return page.replace(/^https?:\/\/(www\.)?/, "");
}

/** What a name is made of. */
export type Named = Pick<DeskItemView, "conversation" | "pseudonym"> & Partial<Pick<DeskItemView, "practice">>;

/** A stable name for an anonymous visitor, to tell conversations apart: the youth chat's own, else by its number. */
export function visitorName({ conversation, pseudonym, practice }: Named, t: Texts): string {
  if (practice) return t.practice.named(practice[t.language]);
  return pseudonym ? pseudonym[t.language] : t.visitorTag(conversationTag(conversation));
}

/** The end of a conversation's number: short enough to be said. */
export function conversationTag(conversation: string): string {
  return conversation.slice(-4).toUpperCase();
}
