import { type Requester, RequestRefused } from "../link/connection";
import { applySynced, conversationsBehind, type Session, syncCursor } from "../session/session";
import { isBehind, lastSeq } from "../session/thread";
import type { Holder } from "./outbox";

/** Fetches what the pushed events have missed: the server numbers messages, so that a gap shows. */
export class Sync {
  private readonly busy = new Set<string>();

  constructor(
    private readonly connection: Requester,
    private readonly holder: Holder,
  ) {}

  /** Fetch whatever is known to be missing. */
  catchUp(): void {
    for (const conversation of this.holder.session ? conversationsBehind(this.holder.session) : []) {
      void this.fetch(conversation);
    }
  }

  /** Fetch all of the agent's conversations anew, whatever is known. */
  async fetchAll(): Promise<void> {
    const own = this.holder.session?.desk.mine ?? [];
    await Promise.all(own.map((item) => this.fetch(item.conversation)));
  }

  /** Fetch what is missing of one, page by page; a second call while one runs adds nothing. */
  private async fetch(conversation: string): Promise<void> {
    if (this.busy.has(conversation)) return;
    this.busy.add(conversation);
    try {
      for (let more = true; more; ) {
        const before = this.thread(conversation);
        if (!before) return;
        const synced = await this.connection.request("sync", { conversation, after: syncCursor(before) });
        const { session } = this.holder;
        if (session) this.holder.commit(applySynced(session, conversation, synced));
        const after = this.thread(conversation);
        more = after !== undefined && lastSeq(after) > lastSeq(before) && (synced.more || isBehind(after));
      }
    } catch (error) {
      // Whatever stays missing is asked for again at the next event, reconnection or look at the page.
      if (!(error instanceof RequestRefused)) throw error;
    } finally {
      this.busy.delete(conversation);
    }
  }

  private thread(conversation: string): ReturnType<Session["threads"]["get"]> {
    return this.holder.session?.threads.get(conversation);
  }
}
