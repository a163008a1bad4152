import { type Requester, RequestRefused } from "../link/connection";
import type { Thread } from "../session/thread";

/** Tells the visitor how far the agent has seen the conversation: once for each stretch that the visitor has written. */
export class SeenSignal {
  private readonly told = new Map<string, number>();

  constructor(private readonly connection: Requester) {}

  /** Tell of a conversation of the agent's that has just been looked at. */
  async tell({ item: { conversation }, messages, readSeq }: Thread): Promise<void> {
    const seq = messages.filter(({ author, seq }) => author === "visitor" && seq <= readSeq).at(-1)?.seq ?? 0;
    const before = this.told.get(conversation) ?? 0;
    if (seq <= before) return;
    this.told.set(conversation, seq);
    try {
      await this.connection.request("seen", { conversation, seq });
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      // Told again when the desk is next in step.
      if (this.told.get(conversation) === seq) this.told.set(conversation, before);
    }
  }
}
