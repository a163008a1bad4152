import { wellFormed } from "../../shared/text";
import type { AskedCallbackView, Refused, WindowView } from "../../shared/protocol";
import { choiceField, textField } from "../feedback/field";
import css from "../feedback/form.css?inline";
import { countCharacters, formatWindow } from "../format";
import type { Reply, Requests } from "../line";
import type { Part } from "../part";
import type { Session } from "../session";
import type { Store } from "../store";
import type { Texts, VisitorError } from "../texts/texts";
import { typed } from "../typed";
import { h, setText, View } from "../view";
import { CALLBACK_TEXTS, type CallbackTexts } from "./texts";

export { css };

export const make = (outer: View<Texts>, session: Session, store: Store, onDone: () => void): Part =>
  new CallbackForm(outer, session, store, onDone);

/** The wire's limit. */
const MAX_CALLBACK_CHARS = 500;

/** Being called back instead of waiting: ask for it, see what was asked for, take it back. */
class CallbackForm implements Part {
  readonly element: HTMLElement;
  private readonly heading = h("h3", { tabindex: "-1" });
  private readonly content = h("div");
  private readonly outcome = h("p", { role: "status" });
  /** Of what is shown now. */
  private view!: View<CallbackTexts>;
  private isBusy = false;

  constructor(
    /** The panel's. */
    private readonly outer: View<Texts>,
    private readonly session: Session,
    private readonly store: Store,
    private readonly onDone: () => void,
  ) {
    this.element = h("section", { class: "feedback" }, this.heading, this.content, this.outcome);
    this.begin();
    outer.bind(() => this.view.use(outer.language, CALLBACK_TEXTS[outer.language]));
  }

  open(): void {
    this.heading.focus();
    void this.load();
  }

  /** Leave what was shown. */
  private begin(): void {
    const { language, signal } = this.outer;
    this.view = new View(language, CALLBACK_TEXTS[language], signal);
    this.view.bind((texts) => setText(this.heading, texts.title));
    this.content.replaceChildren();
  }

  /** Find out what can be asked for now, and say `words` beside it. */
  private async load(words = ""): Promise<void> {
    this.begin();
    const { view } = this;
    this.say(view.texts.loading);
    const reply = await this.session.line.request("callback_choice", {});
    if (view !== this.view) return;
    if (!reply?.ok) {
      this.content.append(this.ways());
      return this.fail(reply?.error);
    }
    this.say(words);
    if (reply.callback) this.content.append(...this.asked(reply.callback));
    else if (reply.windows.length) this.content.append(this.form(reply.windows));
    else this.content.append(paragraph(view, (texts) => texts.none), this.ways());
  }

  private form(windows: readonly WindowView[]): HTMLElement {
    const { view } = this;
    const id = crypto.randomUUID();
    let isRefused = false;
    const phone = textField(view, h("input", { id: "phone", type: "tel", autocomplete: "tel", required: "" }), {
      label: (texts) => texts.phone,
      help: (texts) => texts.phoneHelp,
      check: (value) => {
        if (!value) return (texts) => texts.phoneMissing;
        return isRefused ? (texts) => texts.phoneWrong : undefined;
      },
    });
    const words = windows.map(
      ({ window_from, window_until }) => () => formatWindow(window_from, window_until, view.language),
    );
    const when = choiceField(view, "window", {
      label: (texts) => texts.window,
      choices: Object.fromEntries(words.entries()),
      missing: (texts) => texts.windowMissing,
    });
    const text = textField(view, h("textarea", { id: "callback-text", rows: "3" }), {
      label: (texts) => texts.text,
      help: (texts) => texts.textHelp,
      check: (value) => (countCharacters(value) > MAX_CALLBACK_CHARS ? (texts) => texts.textTooLong : undefined),
    });
    text.value = [...typed(this.session, this.store)].slice(0, MAX_CALLBACK_CHARS).join("");

    const send = async (): Promise<void> => {
      isRefused = false;
      const wrong = [phone, when, text].filter((field) => !field.check());
      if (wrong[0]) return wrong[0].focus();
      const said = { phone: wellFormed(phone.value.trim()), text: wellFormed(text.value.trim()) };
      const reply = await this.ask("request_callback", { id, ...said, ...windows[Number(when.value)]! });
      if (reply?.ok) this.onDone();
      else if (reply?.error === "invalid_payload") {
        isRefused = true;
        this.say("");
        phone.check();
        phone.focus();
      }
    };
    const submit = view.button((texts) => texts.submit, "primary", () => void send());
    const cancel = view.button((texts) => texts.cancel, "secondary", this.onDone);
    const form = h("form", { novalidate: "" }, paragraph(view, (texts) => texts.introduction),
      phone.element, when.element, text.element, h("div", { class: "row" }, submit, cancel));
    view.on(form, "submit", (event) => {
      event.preventDefault();
      void send();
    });
    return form;
  }

  private asked({ id, phone, window_from, window_until }: AskedCallbackView): HTMLElement[] {
    const { view } = this;
    const withdraw = async (): Promise<void> => {
      if ((await this.ask("withdraw_callback", { id }))?.ok) this.onDone();
    };
    return [
      paragraph(view, (texts) => texts.asked(phone, formatWindow(window_from, window_until, view.language))),
      this.ways(view.button((texts) => texts.withdraw, "secondary", () => void withdraw())),
    ];
  }

  private ways(...buttons: HTMLButtonElement[]): HTMLElement {
    return h("div", { class: "row" }, this.view.button((texts) => texts.back, "primary", this.onDone), ...buttons);
  }

  /** Ask, one thing at a time; where things have changed meanwhile, show how they are now. */
  private async ask<Name extends "request_callback" | "withdraw_callback">(
    name: Name,
    payload: Requests[Name][0],
  ): Promise<Reply<Name>> {
    if (this.isBusy) return null;
    this.isBusy = true;
    this.say(this.view.texts.submitting);
    const reply = await this.session.change(name, payload);
    this.isBusy = false;
    if (reply?.ok) this.say("");
    else if (reply?.error === "conflict") await this.load(this.view.texts.changed);
    else this.fail(reply?.error);
    return reply;
  }

  private fail(error: Refused["error"] | undefined): void {
    const { errors, noAnswer } = this.outer.texts;
    this.say(error ? errors[error as VisitorError] : noAnswer);
    this.outcome.className = "error";
  }

  private say(words: string): void {
    this.outcome.className = "";
    setText(this.outcome, words);
  }
}

function paragraph(view: View<CallbackTexts>, words: (texts: CallbackTexts) => string): HTMLElement {
  const element = h("p");
  view.bind((texts) => setText(element, words(texts)));
  return element;
}
