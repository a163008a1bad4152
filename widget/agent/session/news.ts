import type { Session } from "./session";
import { isBehind, type Thread } from "./thread";

/** Tells once of each conversation in which the visitor has written, however it came: pushed, or fetched after a gap. */
export class News {
  /** By conversation: the visitor's newest message that has been told of. */
  private readonly told = new Map<string, number>();

  /** Return the agent's conversations with something new that is not read; what was there at first is not new. */
  take(session: Session): string[] {
    return [...session.threads].filter(([id, thread]) => this.isNew(id, thread)).map(([id]) => id);
  }

  private isNew(id: string, thread: Thread): boolean {
    // Until its history is here nobody knows what of it is new.
    if (thread.state === null || isBehind(thread)) return false;
    const newest = thread.messages.filter(({ author }) => author === "visitor").at(-1)?.seq ?? 0;
    const before = this.told.get(id);
    this.told.set(id, newest);
    return before !== undefined && newest > before && newest > thread.readSeq;
  }
}
