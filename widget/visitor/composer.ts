import { countCharacters, MAX_TEXT_CHARS } from "./format";
import type { Session } from "./session";
import type { Store } from "./store";
import type { Texts } from "./texts/texts";
import { h, setText, type View } from "./view";

/** The count is shown, and said, only when the end is near. */
const NEAR_LIMIT_CHARS = 200;
/** A screen reader hears the count when typing pauses, not at every key. */
const COUNT_PAUSE_MS = 1_000;
const PLANE = "M3 11 21 3l-7 18-3-8z";

/** Where the visitor writes. What is written stays over a reload until it is sent. */
export class Composer {
  readonly element: HTMLFormElement;
  private readonly input = h("textarea", { id: "message", rows: "2", enterkeyhint: "send", "aria-describedby": "help count" });
  private readonly count = h("p", { id: "count", class: "count" });
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly view: View<Texts>,
    private readonly session: Session,
    private readonly store: Store,
    private readonly say: (text: string) => void,
    private readonly onSend: () => void,
  ) {
    const label = h("label", { for: "message" });
    const help = h("p", { id: "help", class: "help" });
    const send = view.button((texts) => texts.send, "primary", () => this.submit(), PLANE);
    const row = h("div", { class: "row" }, this.input, send);
    this.element = h("form", { class: "composer" }, label, row, help, this.count);
    view.bind((texts) => {
      setText(label, texts.message);
      setText(help, texts.messageHelp);
      this.showCount();
    });
    this.input.value = store.draft("message");
    view.on(this.input, "input", () => this.typed());
    view.on(this.input, "keydown", (event) => {
      // While an input method is composing a word, Enter belongs to it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    view.on(this.element, "submit", (event) => event.preventDefault());
  }

  focus(): void {
    this.input.focus();
  }

  /** The draft has been cleared away with its conversation. */
  reset(): void {
    this.input.value = "";
    this.showCount();
  }

  private get charactersLeft(): number {
    return MAX_TEXT_CHARS - countCharacters(this.input.value.trim());
  }

  private typed(): void {
    const text = this.input.value;
    this.store.keepDraft("message", text);
    this.session.compose(text === "");
    this.showCount();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.say(this.count.textContent ?? ""), COUNT_PAUSE_MS);
  }

  private submit(): void {
    const text = this.input.value.trim();
    this.input.focus();
    if (!text) return;
    if (this.charactersLeft < 0) {
      this.say(this.count.textContent ?? "");
      return;
    }
    clearTimeout(this.pause);
    this.store.keepDraft("message", "");
    this.reset();
    this.session.send(text);
    this.onSend();
  }

  private showCount(): void {
    const { texts } = this.view;
    const left = this.charactersLeft;
    const words = left < 0 ? texts.charactersOver(-left) : texts.charactersLeft(left);
    setText(this.count, left > NEAR_LIMIT_CHARS ? "" : words);
    this.count.classList.toggle("error", left < 0);
    this.input.ariaInvalid = String(left < 0);
  }
}
