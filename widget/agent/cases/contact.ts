import type { Language } from "../../shared/language";
import type { LogContact, ProposalIs } from "../../shared/protocol";
import { wellFormed } from "../../shared/text";
import { isPhone } from "../session/phone";
import { CONTACT_KEY } from "./drafts";

export const CHANNELS = ["phone", "counter"] as const;
export type Channel = (typeof CHANNELS)[number];
export type ContactProblem = "textMissing" | "textTooLong" | "emailWrong" | "phoneWrong";
export type Field = "text" | "email" | "phone";
export type Contact = Required<Omit<LogContact, "id" | "title">>;

// The wire's limit, in code points.
const MAX_TEXT_CHARS = 4_000;
// As the service has them: one @ and a dotted host; whether mail arrives only sending tells.
const EMAIL = /^([^@\s]+@[^@\s]+\.[^@\s]+)?$/;
/** Below this a proposal is only offered: it would send too many cases to the wrong unit. */
const PRESELECTED_FROM = 0.35;

/** What is wrong with a contact, by field, in the order of the fields. */
export function problemsOf({ text, email, phone }: Contact): Partial<Record<Field, ContactProblem>> {
  const problems: Partial<Record<Field, ContactProblem>> = {};
  if (!text.trim()) problems.text = "textMissing";
  else if ([...text.trim()].length > MAX_TEXT_CHARS) problems.text = "textTooLong";
  if (!EMAIL.test(email.trim())) problems.email = "emailWrong";
  if (phone.trim() && !isPhone(phone)) problems.phone = "phoneWrong";
  return problems;
}

/** Return a contact as it is sent: the same id makes one case of it. */
export function toPayload(contact: Contact, id: string): LogContact {
  const { text, place, name, email, phone, ...rest } = contact;
  return {
    ...rest,
    id,
    text: wellFormed(text).trim(),
    place: wellFormed(place).trim(),
    name: wellFormed(name).trim(),
    email: email.trim(),
    phone: phone.trim(),
  };
}

/** The service to begin with, or an empty one: then a person sorts it. */
export function preselected({ sure, proposed }: Pick<ProposalIs, "sure" | "proposed">): string {
  const [best] = proposed;
  return sure || (best && best.probability >= PRESELECTED_FROM ? best.service : "");
}

/** What is the same from contact to contact. */
export interface Habits {
  readonly channel: Channel;
  readonly language: Language;
}

const KEY = "luukku.agent.contact";

/** The channel and language of the contact before, in this browser. */
export function loadHabits(language: Language): Habits {
  const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as Habits | null;
  return kept ?? { channel: "phone", language };
}

export function keepHabits({ channel, language }: Habits): void {
  localStorage.setItem(KEY, JSON.stringify({ channel, language }));
}

/** A contact that is being logged; the same `id` makes one case of it, however often it is sent. */
export interface Unlogged {
  readonly agent: string;
  readonly id: string;
  readonly contact: Contact;
  readonly hasChosenService: boolean;
}

/** What this agent has begun to write down in this tab, or null. */
export function loadUnlogged(agent: string): Unlogged | null {
  const kept = JSON.parse(sessionStorage.getItem(CONTACT_KEY) ?? "null") as Unlogged | null;
  return kept?.agent === agent ? kept : null;
}

export function keepUnlogged(unlogged: Unlogged): void {
  sessionStorage.setItem(CONTACT_KEY, JSON.stringify(unlogged));
}

export function forgetUnlogged(): void {
  sessionStorage.removeItem(CONTACT_KEY);
}
