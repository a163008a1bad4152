import type { Language } from "../../shared/language";
import type { CaseEventView, ServicesAre } from "../../shared/protocol";
import { serviceName, unitName } from "./services";
import type { CaseTexts } from "./texts/case";

/** Events that the sender never sees: the office's own. */
const INTERNAL: ReadonlySet<CaseEventView["kind"]> = new Set([
  "routed",
  "assigned",
  "note",
  "informed",
  "absorbed",
  "published",
  "unpublished",
  "reminder",
  "late",
  "escalation",
  "erased",
]);

/** What the timeline's wording needs. */
export interface Naming {
  readonly words: CaseTexts;
  readonly services: ServicesAre | null;
  readonly language: Language;
}

export function isInternal({ kind }: Pick<CaseEventView, "kind">): boolean {
  return INTERNAL.has(kind);
}

/** Return what happened, in words. */
export function eventWords(event: CaseEventView, { words, services, language }: Naming): string {
  const fact = (name: string): string => event.facts.find((each) => each.name === name)?.value ?? "";
  const toService = (name: string): string => (fact(name) ? serviceName(services, fact(name), language) : "");
  const isRouted = event.kind === "routed";
  return words.events[event.kind]({
    to: isRouted ? toService("to") : fact("to"),
    from: isRouted ? toService("from") : fact("from"),
    by: fact("by"),
    unit: fact("unit") && unitName(services, fact("unit"), language),
    into: fact("into"),
    code: fact("code"),
    why: fact("why"),
    channel: fact("channel"),
  });
}

/** Return who did it, in words. */
export function whoDid({ by, actor }: Pick<CaseEventView, "by" | "actor">, words: CaseTexts): string {
  if (by) return by;
  return { sender: words.bySender, service: words.byService, agent: words.byAgent }[actor];
}
