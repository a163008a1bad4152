import type { TypingView } from "../shared/protocol";

/** How often "I am typing" is said: the service lets it live twice as long. */
const SAY_EVERY_MS = 3_000;

/** Who is typing, as told to the other side and as heard from it. */
export class Typing {
  /** What was heard last, while it holds. */
  heard: TypingView | null = null;
  private saidAt = -Infinity;
  private ends: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly say: (on: boolean) => void,
    private readonly onChange: () => void,
  ) {}

  /** The visitor has changed the text: say so, but not at every key. */
  compose(isEmpty: boolean): void {
    const now = Date.now();
    if (!isEmpty && now - this.saidAt < SAY_EVERY_MS) return;
    this.saidAt = isEmpty ? -Infinity : now;
    this.say(!isEmpty);
  }

  /** The text is sent: whatever comes next is typed anew. */
  sent(): void {
    this.saidAt = -Infinity;
  }

  hear(typing: TypingView): void {
    if (typing.author === "visitor") return;
    this.stop();
    this.heard = typing.on ? typing : null;
    // An end that is lost on the way must not leave somebody typing for ever.
    this.ends = setTimeout(() => {
      this.heard = null;
      this.onChange();
    }, typing.ttl_ms);
    this.onChange();
  }

  /** A message ends its author's typing. */
  spoken(author: TypingView["author"]): void {
    if (author === this.heard?.author) this.stop();
  }

  stop(): void {
    clearTimeout(this.ends);
    this.heard = null;
  }
}
