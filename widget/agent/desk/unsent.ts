import type { Thread, Unsent } from "../session/thread";

const KEY = "luukku.agent.unsent";

interface Kept {
  readonly agent: string;
  readonly conversations: Record<string, Unsent>;
}

/** Return what this agent had written but not sent when the page went away. */
export function loadUnsent(agent: string): Map<string, Unsent> {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Kept | null;
  // Another agent on the same computer must not find a colleague's words.
  return kept?.agent === agent ? new Map(Object.entries(kept.conversations)) : new Map();
}

/** Keep the agent's unsent words for as long as the tab lives. */
export function keepUnsent(agent: string, threads: ReadonlyMap<string, Thread>): void {
  const conversations: Record<string, Unsent> = {};
  for (const [id, { draft, attached, outbox }] of threads) {
    const unsent = outbox.filter((outgoing) => outgoing.status !== "stored");
    if (draft || unsent.length) {
      const outgoing = unsent.map(({ id, text, attached }) => ({ id, text, attached }));
      conversations[id] = { draft, attached, outbox: outgoing };
    }
  }
  const kept: Kept = { agent, conversations };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

export function forgetUnsent(): void {
  sessionStorage.removeItem(KEY);
}
