import type { FeedbackReceived } from "../../shared/protocol";
import { formatDate } from "../format";
import type { Host } from "../keeping/keeping";
import type { Part } from "../part";
import type { Session } from "../session";
import type { Store } from "../store";
import type { Texts, VisitorError } from "../texts/texts";
import { typed } from "../typed";
import { h, setText, View } from "../view";
import css from "./form.css?inline";
import { feedbackFields, type FeedbackFields, type Kind } from "./fields";
import { FEEDBACK_TEXTS, type FeedbackTexts } from "../../shared/feedback-texts";

export { css };

export const make = (outer: View<Texts>, session: Session, store: Store, onDone: () => void, host: Host): Part =>
  new FeedbackForm(outer, session, store, onDone, host.mode === "youth");

const DRAFT = "feedback";

/** Feedback without the bot: fill in, check, send, get a code. What is written stays until it is sent or cancelled. */
class FeedbackForm implements Part {
  readonly element: HTMLElement;
  private readonly view: View<FeedbackTexts>;
  private readonly fields: FeedbackFields;
  private readonly heading = h("h3", { tabindex: "-1" });
  private readonly form: HTMLFormElement;
  private readonly summary: HTMLElement;
  private readonly summaryList = h("dl");
  /** Whether who waits for a person sends this instead: asked of them alone. */
  private readonly instead = h("input", { type: "checkbox", id: "instead" });
  private readonly receipt: HTMLElement;
  private readonly outcome = h("p", { role: "status" });
  private isSending = false;
  private step: "form" | "summary" | "receipt" = "form";
  private received: FeedbackReceived | undefined;
  /** One for each checked text: a retry of the same text is stored once. */
  private id = "";

  constructor(
    /** The panel's. */
    private readonly outer: View<Texts>,
    private readonly session: Session,
    private readonly store: Store,
    private readonly onClose: () => void,
    /** Asked for nothing that leads to who writes; the service would not keep it either. */
    private readonly isAnonymous: boolean,
  ) {
    const { language } = outer;
    const view = (this.view = new View(language, FEEDBACK_TEXTS[language], outer.signal));
    outer.bind(() => view.use(outer.language, FEEDBACK_TEXTS[outer.language]));
    this.fields = feedbackFields(view);
    const { kind, text, place, email } = this.fields;
    const introduction = h("p");
    const check = view.button((texts) => texts.check, "primary", () => this.check());
    const cancel = view.button((texts) => texts.cancel, "secondary", () => this.cancel());
    const whereAndWho = isAnonymous ? [] : [place.element, email.element];
    this.form = h("form", { novalidate: "" }, introduction, kind.element, text.element, ...whereAndWho,
      h("div", { class: "row" }, check, cancel));

    const submit = view.button((texts) => texts.submit, "primary", () => void this.submit());
    const change = view.button((texts) => texts.change, "secondary", () => this.go("form"));
    const insteadLabel = h("label", { for: "instead" });
    const insteadChoice = h("div", { class: "choice" }, this.instead, insteadLabel);
    this.summary = h("div", {}, this.summaryList, insteadChoice, this.outcome, h("div", { class: "row" }, submit, change));

    const receiptText = h("p");
    const back = view.button((texts) => texts.back, "primary back", onClose);
    this.receipt = h("div", {}, receiptText, back);

    this.element = h("section", { class: "feedback" }, this.heading, this.form, this.summary, this.receipt);
    view.bind((texts) => {
      setText(introduction, isAnonymous ? texts.anonymousIntroduction : texts.introduction);
      setText(insteadLabel, texts.instead);
      this.showStep();
    });
    view.on(this.form, "input", () => store.keepDraft(DRAFT, JSON.stringify(this.values())));
    view.on(this.form, "submit", (event) => {
      event.preventDefault();
      this.check();
    });
  }

  /** Show the form, with what was written before: here, or else in the conversation for a person to read. */
  open(isInstead = false): void {
    this.instead.checked = isInstead;
    const kept = this.store.draft(DRAFT);
    const draft: Partial<Record<string, string>> = kept ? JSON.parse(kept) : { text: typed(this.session, this.store) };
    for (const [name, field] of Object.entries(this.fields)) field.value = draft[name] ?? "";
    this.go("form");
  }

  private values(): Record<keyof FeedbackFields, string> {
    const { kind, text, place, email } = this.fields;
    return { kind: kind.value, text: text.value, place: place.value, email: email.value };
  }

  private check(): void {
    const wrong = Object.values(this.fields).filter((field) => !field.check());
    if (wrong[0]) {
      wrong[0].focus();
      return;
    }
    this.id = crypto.randomUUID();
    this.go("summary");
  }

  private cancel(): void {
    this.store.keepDraft(DRAFT, "");
    this.onClose();
  }

  private async submit(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    this.showOutcome(this.view.texts.submitting);
    const { kind, text, place, email } = this.values();
    const feedback = { id: this.id, kind: kind as Kind, text: text.trim(), place: place.trim(), email: email.trim() };
    const instead_of_waiting = this.isWaiting && this.instead.checked;
    const reply = await this.session.submitFeedback({ ...feedback, instead_of_waiting });
    this.isSending = false;
    if (reply?.ok) {
      this.store.keepDraft(DRAFT, "");
      this.received = reply;
      this.go("receipt");
    } else {
      const { errors, noAnswer } = this.outer.texts;
      this.showOutcome(reply ? errors[reply.error as VisitorError] : noAnswer, true);
    }
  }

  private get isWaiting(): boolean {
    return this.session.state?.owner === "queue";
  }

  private showOutcome(text: string, isError = false): void {
    this.outcome.className = isError ? "error" : "";
    this.outcome.textContent = text;
  }

  private go(step: FeedbackForm["step"]): void {
    this.step = step;
    this.showOutcome("");
    this.showStep();
    this.heading.focus();
  }

  private showStep(): void {
    const { texts } = this.view;
    this.form.hidden = this.step !== "form";
    this.summary.hidden = this.step !== "summary";
    this.receipt.hidden = this.step !== "receipt";
    const titles = { form: texts.title, summary: texts.summaryTitle, receipt: texts.receivedTitle };
    setText(this.heading, titles[this.step]);
    this.instead.parentElement!.hidden = !this.isWaiting;
    if (this.step === "summary") this.fillSummary();
    if (this.received) {
      const { code, due_on } = this.received;
      const received = this.isAnonymous ? texts.anonymousReceived : texts.received;
      setText(this.receipt.firstElementChild!, received(code, formatDate(due_on)));
    }
  }

  private fillSummary(): void {
    const { texts } = this.view;
    const { kind, text, place, email } = this.values();
    const rows: [string, string][] = [
      [texts.kind, texts.kinds[kind as Kind]],
      [texts.text, text.trim()],
    ];
    if (!this.isAnonymous) {
      rows.push([texts.place, place.trim() || texts.none], [texts.email, email.trim() || texts.anonymous]);
    }
    this.summaryList.replaceChildren(...rows.flatMap(([term, value]) => [h("dt", {}, term), h("dd", {}, value)]));
  }
}
