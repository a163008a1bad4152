import type { Stored } from "../shared/protocol";
import type { Line, Reply } from "./line";
import type { Outgoing, Store } from "./store";

/** After no answer on a living connection: the answer's own time limit has been the wait. */
const RETRY_MS = 500;

/** What a message is, apart from how far it has come. */
type Words = Pick<Outgoing, "id" | "text" | "language" | "choice">;

/**
 * The visitor's words on their way: sent in order, one at a time, until the server has stored each.
 *
 * A retry carries the same id, which the server stores once however often it comes.
 */
export class Outbox {
  private waiting: Outgoing[];
  private sending = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  /** Grows when the conversation changes: an answer to an older one's message means nothing now. */
  private generation = 0;

  constructor(
    private readonly line: Line,
    private readonly store: Store,
    private readonly onStored: (outgoing: Outgoing, stored: Stored) => void,
    private readonly onChange: () => void,
  ) {
    this.waiting = store.outgoing();
  }

  /** What is not in the log yet, oldest first. */
  get entries(): readonly Outgoing[] {
    return this.waiting;
  }

  add({ id, text, language, choice }: Words): void {
    // Later than the one before even in the same millisecond or with the clock set back.
    const madeAt = Math.max(Date.now(), (this.waiting.at(-1)?.madeAt ?? 0) + 1);
    const outgoing: Outgoing = { id, text, language, choice, madeAt, status: "sending" };
    this.store.keep(outgoing);
    this.waiting = [...this.waiting, outgoing];
    this.onChange();
    void this.flush();
  }

  /** Send a refused message again, after everything else. */
  again(id: string): void {
    const found = this.waiting.find((outgoing) => outgoing.id === id);
    if (!found) return;
    this.drop(id);
    this.add(found);
  }

  /** Forget a message: in the log by now, or given up by the visitor. */
  drop(id: string): void {
    if (!this.waiting.some((outgoing) => outgoing.id === id)) return;
    this.store.forget(id);
    this.waiting = this.waiting.filter((outgoing) => outgoing.id !== id);
    this.onChange();
  }

  /** Send whatever waits. Harmless at any time. */
  async flush(): Promise<void> {
    clearTimeout(this.retry);
    if (this.sending) return;
    this.sending = true;
    const generation = this.generation;
    while (this.line.connected) {
      const next = this.waiting.find((outgoing) => outgoing.status === "sending");
      if (!next) break;
      const reply = await this.ask(next);
      if (generation !== this.generation) return;
      if (reply?.ok) {
        this.store.forget(next.id);
        this.mark(next.id, { status: "stored", text: reply.text });
        this.onStored(next, reply);
      } else if (reply === null || reply.error === "rate_limited") {
        const wait = Math.max(RETRY_MS, (reply?.retry_after_s ?? 0) * 1000);
        this.retry = setTimeout(() => void this.flush(), wait);
        break;
      } else {
        this.mark(next.id, { status: "failed", error: reply.error });
      }
    }
    this.sending = false;
  }

  /** Begin anew for another conversation. */
  reset(): void {
    this.stop();
    this.waiting = this.store.outgoing();
  }

  stop(): void {
    clearTimeout(this.retry);
    this.generation += 1;
    this.sending = false;
  }

  private ask(outgoing: Outgoing): Promise<Reply<"send">> {
    const { id, text, choice } = outgoing;
    return choice ? this.line.request("choose", { id, ...choice }) : this.line.request("send", { id, text });
  }

  private mark(id: string, change: Partial<Outgoing>): void {
    this.waiting = this.waiting.map((outgoing) => (outgoing.id === id ? { ...outgoing, ...change } : outgoing));
    this.onChange();
  }
}
