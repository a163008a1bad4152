import { wellFormed } from "../../shared/text";
import type { Session } from "../session";
import { h, setText, type View } from "../view";
import type { EndingTexts } from "./texts";

const MAX_COMMENT_CHARS = 1000;

/** Two questions and a comment, answered once: how it went, and whether one would recommend it. */
export class RatingForm {
  readonly element: HTMLFormElement;
  private readonly questions: readonly HTMLElement[];
  private readonly succeeded: Scale;
  private readonly recommends: Scale;
  private readonly comment = h("textarea", { id: "rating-comment", rows: "2", maxlength: String(MAX_COMMENT_CHARS) });
  private readonly outcome = h("p", { role: "status", tabindex: "-1" });

  constructor(
    private readonly view: View<EndingTexts>,
    private readonly session: Session,
    /** What failed, in the words of the panel. */
    private readonly excuse: () => string,
  ) {
    this.succeeded = new Scale(view, "succeeded", 1, 5);
    this.recommends = new Scale(view, "recommends", 0, 10);
    const [heading, label] = [h("h3"), h("label", { for: "rating-comment" })];
    const send = view.button((texts) => texts.sendRating, "secondary", () => void this.send());
    this.questions = [heading, this.succeeded.element, this.recommends.element, label, this.comment, h("div", { class: "row" }, send)];
    this.element = h("form", { novalidate: "" }, ...this.questions, this.outcome);
    view.on(this.element, "submit", (event) => event.preventDefault());
    view.bind((texts) => {
      setText(heading, texts.rating);
      setText(label, texts.comment);
    });
  }

  /** Asked once for each contact: here, unless an agent's closing has asked already, whose button opens it then. */
  open(asked: boolean): void {
    const { rating } = this.session.state ?? { rating: "given" };
    this.element.hidden = rating === "given" || (rating === "asked" && !asked);
    if (rating === "") void this.session.change("offer_rating", {});
    this.element.replaceChildren(...this.questions, this.outcome);
    this.element.reset();
    setText(this.outcome, "");
  }

  private async send(): Promise<void> {
    const [succeeded, recommends] = [this.succeeded.value, this.recommends.value];
    const { texts } = this.view;
    if (succeeded === null && recommends === null) return setText(this.outcome, texts.ratingMissing);
    const comment = wellFormed(this.comment.value);
    const reply = await this.session.change("rate", { succeeded, recommends, comment });
    // A second time is a first time whose answer was lost.
    if (!reply?.ok && reply?.error !== "conflict") return setText(this.outcome, this.excuse());
    this.element.replaceChildren(this.outcome);
    setText(this.outcome, texts.rated);
    this.outcome.focus();
  }
}

/** A question with a mark to choose. */
class Scale {
  readonly element: HTMLFieldSetElement;

  constructor(view: View<EndingTexts>, private readonly name: "succeeded" | "recommends", lowest: number, highest: number) {
    const [legend, hint] = [h("legend"), h("p", { id: `rating-${name}`, class: "hint" })];
    const marks = h("div", { class: "marks" });
    for (let mark = lowest; mark <= highest; mark += 1) {
      const input = h("input", { type: "radio", name, value: String(mark), "aria-describedby": hint.id });
      marks.append(h("label", {}, input, String(mark)));
    }
    this.element = h("fieldset", {}, legend, hint, marks);
    view.bind((texts) => {
      setText(legend, texts[name]);
      setText(hint, texts[`${name}Scale`]);
    });
  }

  get value(): number | null {
    const chosen = this.element.querySelector<HTMLInputElement>(`input[name=${this.name}]:checked`);
    return chosen ? Number(chosen.value) : null;
  }
}
