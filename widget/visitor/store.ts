import type { Language, Mode } from "../shared/language";
import type { Refused } from "../shared/protocol";

/** A message of the visitor that the server has not acknowledged yet. */
export interface Outgoing {
  id: string;
  text: string;
  language: Language;
  /** Set when a button was pressed: then `text` is only what is shown. */
  choice: { seq: number; index: number } | null;
  /** Milliseconds of the browser's clock: the order of sending, over a reload too. */
  madeAt: number;
  /** `stored` shows until the message itself is here; `failed` was refused, and waits for the visitor. */
  status: "sending" | "stored" | "failed";
  /** Why it failed. */
  error?: Refused["error"];
}

/** What the browser keeps of a conversation: its secret and the unacknowledged words, never the history. */
export class Store {
  readonly tokenKey: string;
  private readonly outboxPrefix: string;
  private readonly draftPrefix: string;
  private readonly pageKey: string;

  /**
   * Young people's conversations end with the tab, and are kept apart from the city's.
   *
   * `drafts` is the tab's own: two tabs of one conversation are typed in separately.
   */
  constructor(
    private readonly area: Storage,
    private readonly drafts: Storage,
    mode: Mode,
  ) {
    this.tokenKey = `luukku.${mode}.token`;
    this.outboxPrefix = `luukku.${mode}.outbox.`;
    this.draftPrefix = `luukku.${mode}.draft.`;
    this.pageKey = `luukku.${mode}.page`;
  }

  /** The secret of this browser's conversation: made here, so that a lost answer cannot make a second one. */
  token(): string {
    return this.area.getItem(this.tokenKey) ?? this.renewToken();
  }

  outgoing(): Outgoing[] {
    const kept = keysOf(this.area, this.outboxPrefix).map((key) => JSON.parse(this.area.getItem(key)!) as Outgoing);
    return kept.sort((a, b) => a.madeAt - b.madeAt);
  }

  /** Each message has its own key, so that two tabs cannot overwrite each other's. */
  keep(outgoing: Outgoing): void {
    this.area.setItem(this.outboxPrefix + outgoing.id, JSON.stringify({ ...outgoing, status: "sending" }));
  }

  forget(id: string): void {
    this.area.removeItem(this.outboxPrefix + id);
  }

  draft(field: string): string {
    return this.drafts.getItem(this.draftPrefix + field) ?? "";
  }

  keepDraft(field: string, text: string): void {
    if (text) this.drafts.setItem(this.draftPrefix + field, text);
    else this.drafts.removeItem(this.draftPrefix + field);
  }

  /** Whether the visitor has gone over to the page's other language since this tab's last page. */
  hasPageLanguageChanged(language: Language): boolean {
    const before = this.drafts.getItem(this.pageKey);
    this.drafts.setItem(this.pageKey, language);
    return before !== null && before !== language;
  }

  /** Leave nothing of the conversation behind. */
  clear(): void {
    // The token is replaced first: another tab that looks now must not find it missing and make its own.
    this.renewToken();
    for (const key of keysOf(this.area, this.outboxPrefix)) this.area.removeItem(key);
    for (const key of keysOf(this.drafts, this.draftPrefix)) this.drafts.removeItem(key);
  }

  private renewToken(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const base64 = btoa(String.fromCharCode(...bytes));
    const token = base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    this.area.setItem(this.tokenKey, token);
    return token;
  }
}

function keysOf(area: Storage, prefix: string): string[] {
  const keys = Array.from({ length: area.length }, (_, index) => area.key(index) ?? "");
  return keys.filter((key) => key.startsWith(prefix));
}

/** The browser's storage, or one in memory where the visitor has blocked it: the chat works until a reload. */
export function storageOr(find: () => Storage): Storage {
  try {
    const area = find();
    area.setItem("luukku.probe", "");
    area.removeItem("luukku.probe");
    return area;
  } catch {
    return new MemoryStorage();
  }
}

class MemoryStorage implements Storage {
  private readonly entries = new Map<string, string>();

  get length(): number {
    return this.entries.size;
  }
  key(index: number): string | null {
    return [...this.entries.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.entries.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.entries.set(key, value);
  }
  removeItem(key: string): void {
    this.entries.delete(key);
  }
  clear(): void {
    this.entries.clear();
  }
}
