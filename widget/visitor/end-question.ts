import type { Texts } from "./texts/texts";
import { h, setText, type View } from "./view";

/** "End the conversation?": asked, since what is ended cannot be gone on with. */
export class EndQuestion {
  readonly element: HTMLElement;
  private readonly cancel: HTMLButtonElement;

  constructor(view: View<Texts>, end: () => void, keep: () => void) {
    const question = h("h3", { id: "end-question" });
    const explanation = h("p", { id: "end-explained" });
    const confirm = view.button((texts) => texts.endConfirm, "primary", end);
    this.cancel = view.button((texts) => texts.endCancel, "secondary", keep);
    this.element = h(
      "div",
      { class: "question", role: "group", "aria-labelledby": "end-question", "aria-describedby": "end-explained" },
      question,
      explanation,
      h("div", { class: "row" }, confirm, this.cancel),
    );
    view.bind((texts) => {
      setText(question, texts.endQuestion);
      setText(explanation, texts.endExplained);
    });
  }

  /** The answer that loses nothing. */
  focus(): void {
    this.cancel.focus();
  }
}
