import { type Requester, RequestRefused } from "../link/connection";
import { applyStored, type Session, updateThread } from "../session/session";
import { type ErrorCode, nextOutgoing, type Outgoing, withOutgoingStatus } from "../session/thread";

/** The desk as the outbox needs it. */
export interface Holder {
  readonly session: Session | null;
  commit(session: Session): void;
}

/** Sends each conversation's messages in order, one at a time, under the ids they were written with. */
export class Outbox {
  private readonly busy = new Set<string>();
  private readonly pauses = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly connection: Requester,
    private readonly holder: Holder,
  ) {}

  /** Send what waits in a conversation; harmless to call at any time. */
  async flush(conversation: string): Promise<void> {
    if (this.busy.has(conversation)) return;
    this.busy.add(conversation);
    try {
      let next = this.next(conversation);
      while (next && this.connection.isUp) {
        if (!(await this.transmit(conversation, next))) break;
        next = this.next(conversation);
      }
    } finally {
      this.busy.delete(conversation);
    }
  }

  stop(): void {
    for (const pause of this.pauses.values()) clearTimeout(pause);
    this.pauses.clear();
  }

  /** Return whether the conversation's next message may go. */
  private async transmit(conversation: string, { id, text, attached }: Outgoing): Promise<boolean> {
    this.mark(conversation, id, "sending");
    try {
      const faq = attached.map((each) => each.faq);
      const message = { conversation, id, text };
      const stored = await this.connection.request("send", faq.length ? { ...message, faq } : message);
      const session = this.holder.session;
      if (session) this.holder.commit(applyStored(session, conversation, id, stored));
      return true;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      if (error.code === "disconnected" || error.code === "unauthenticated") {
        this.mark(conversation, id, "waiting");
        // The connection may be back before this answer is: then there is nobody else to go on.
        return this.connection.isUp && error.code === "disconnected";
      }
      if (error.code === "rate_limited") {
        this.mark(conversation, id, "waiting");
        this.pause(conversation, error.retryAfterS);
      } else this.mark(conversation, id, "failed", error.code);
      return false;
    }
  }

  private pause(conversation: string, seconds: number): void {
    clearTimeout(this.pauses.get(conversation));
    this.pauses.set(
      conversation,
      setTimeout(() => void this.flush(conversation), Math.max(1, seconds) * 1000),
    );
  }

  private next(conversation: string): Outgoing | null {
    const thread = this.holder.session?.threads.get(conversation);
    return thread ? nextOutgoing(thread) : null;
  }

  private mark(conversation: string, id: string, status: Outgoing["status"], error: ErrorCode | null = null): void {
    const { session } = this.holder;
    if (!session) return;
    this.holder.commit(
      updateThread(session, conversation, (thread) => withOutgoingStatus(thread, id, status, error)),
    );
  }
}
