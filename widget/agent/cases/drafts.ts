const KEY = "luukku.agent.cases";
/** Where a contact is kept that is being logged. */
export const CONTACT_KEY = "luukku.agent.contact.draft";
/** In place of a case's code: the answer to all that are chosen. */
export const ALL_CHOSEN = "*";

/** What is being written, by box; its id makes sending it again harmless. */
interface Draft {
  readonly text: string;
  readonly id: string;
}

interface Kept {
  readonly agent: string;
  readonly drafts: Record<string, Draft>;
}

/** The boxes of a case in which something can be written. */
export type Box =
  | "interim"
  | "answer"
  | "reject"
  | "transfer"
  | "transfer_to"
  | "reopen"
  | "note"
  | "inform"
  | "merge"
  | "public_title"
  | "public_text"
  | "public_answer";

/** What the agent has written and not sent, by case and box, for as long as the tab lives. */
export class Drafts {
  private readonly drafts: Map<string, Draft>;

  constructor(private readonly agent: string) {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Kept | null;
    // Another agent on the same computer must not find a colleague's words.
    this.drafts = new Map(kept?.agent === agent ? Object.entries(kept.drafts) : []);
  }

  get(code: string, box: Box): string {
    return this.drafts.get(keyOf(code, box))?.text ?? "";
  }

  has(code: string, box: Box): boolean {
    return this.drafts.has(keyOf(code, box));
  }

  /** The same until other words are written. */
  idOf(code: string, box: Box): string {
    return this.drafts.get(keyOf(code, box))?.id ?? crypto.randomUUID();
  }

  set(code: string, box: Box, text: string): void {
    const key = keyOf(code, box);
    if (this.drafts.get(key)?.text === text) return;
    // An emptied box is remembered too: what was proposed for it is not wanted.
    this.drafts.set(key, { text, id: crypto.randomUUID() });
    this.keep();
  }

  forget(code: string, boxes: readonly Box[]): void {
    for (const box of boxes) this.drafts.delete(keyOf(code, box));
    this.keep();
  }

  /** The cases for which something is written. */
  codes(): ReadonlySet<string> {
    return new Set([...this.drafts].filter(([, { text }]) => text.trim()).map(([key]) => key.split("/")[0] ?? ""));
  }

  private keep(): void {
    const kept: Kept = { agent: this.agent, drafts: Object.fromEntries(this.drafts) };
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  }
}

export function forgetDrafts(): void {
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(CONTACT_KEY);
}

function keyOf(code: string, box: Box): string {
  return `${code}/${box}`;
}
