import type { StateView } from "../../shared/protocol";
import type { Mode } from "../../shared/language";
import { h, setText, type View } from "../view";
import type { BesideTexts } from "./texts";

/** The ways out of a queue, and why one might take them; afterwards the way to the callback that was asked for. */
export class Waiting {
  readonly element: HTMLElement;
  private readonly words = h("p", { role: "status" });
  private readonly callback: HTMLButtonElement;
  private readonly feedback: HTMLButtonElement;
  private state: StateView | null = null;

  constructor(
    private readonly view: View<BesideTexts>,
    private readonly mode: Mode,
    open: (part: "callback" | "feedback") => void,
  ) {
    const label = (texts: BesideTexts) => (this.state?.callback === "open" ? texts.ownCallback : texts.callback);
    this.callback = view.button(label, "", () => open("callback"));
    this.feedback = view.button((texts) => texts.feedback, "", () => open("feedback"));
    this.element = h("div", { class: "waiting" }, this.words, h("div", { class: "row" }, this.callback, this.feedback));
  }

  render(state: StateView | null): void {
    this.state = state;
    const { texts } = this.view;
    const waits = state?.owner === "queue";
    setText(this.words, this.advice(state, texts));
    setText(this.callback.firstElementChild!, state?.callback === "open" ? texts.ownCallback : texts.callback);
    this.callback.hidden = !state?.callback;
    this.callback.classList.toggle("primary", state?.callback === "advised");
    this.feedback.hidden = !waits;
    this.element.hidden = this.callback.hidden && this.feedback.hidden;
  }

  private advice(state: StateView | null, texts: BesideTexts): string {
    if (state?.callback === "open") return texts.asked;
    if (state?.owner !== "queue") return "";
    const instead = this.mode === "youth" ? texts.insteadFeedback : texts.instead;
    const said = [state.is_late && texts.overdue, state.callback === "advised" && texts.late];
    const reasons = state.agents_available ? said : [state.agents_here ? texts.busy : texts.unstaffed];
    const why = reasons.filter(Boolean).join(" ");
    return why && `${why} ${instead}`;
  }
}
