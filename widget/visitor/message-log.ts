import type { MessageView } from "../shared/protocol";

/** The messages of one conversation in the server's order, each exactly once, whatever order they came in. */
export class MessageLog {
  private inOrder: MessageView[] = [];
  private readonly ids = new Set<string>();
  private readonly early = new Map<number, MessageView>();

  get messages(): readonly MessageView[] {
    return this.inOrder;
  }

  /** The cursor: numbers grow by one from 1, so that the last number is the count. */
  get last(): number {
    return this.inOrder.length;
  }

  /** Whether a message has come ahead of one that is still missing. */
  get hasGap(): boolean {
    return this.early.size > 0;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Take a message in; it shows once everything before it is here. */
  add(message: MessageView): void {
    if (message.seq <= this.last) return;
    this.early.set(message.seq, message);
    for (let next; (next = this.early.get(this.last + 1)); ) {
      this.early.delete(next.seq);
      this.inOrder.push(next);
      this.ids.add(next.id);
    }
  }

  clear(): void {
    this.inOrder = [];
    this.ids.clear();
    this.early.clear();
  }
}
