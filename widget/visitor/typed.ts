import type { Session } from "./session";
import type { Store } from "./store";

/** What the visitor has written for a person to read: since waiting for one, sent or not. */
export function typed({ log }: Session, store: Store): string {
  const { messages } = log;
  const queuedAt = messages.map(({ event }) => event?.code).lastIndexOf("queued");
  const sent = queuedAt < 0 ? [] : messages.slice(queuedAt).filter(({ author }) => author === "visitor");
  return [...sent.map(({ text }) => text), store.draft("message").trim()].filter(Boolean).join("\n");
}
