import type { MessageView } from "../../shared/protocol";
import { readable } from "../format";
import { type Host, tell } from "../keeping/keeping";
import type { Part } from "../part";
import type { Session } from "../session";
import type { Store } from "../store";
import type { Texts } from "../texts/texts";
import { h, setText, View } from "../view";
import css from "./ending.css?inline";
import { RatingForm } from "./rating";
import { ENDING_TEXTS, type EndingTexts } from "./texts";
import { asPage, asText, download, type Line, moment } from "./transcript";

export { css };

export const make = (
  outer: View<Texts>,
  session: Session,
  _store: Store,
  onDone: (words?: string) => void,
  host: Host,
): Part => new Ending(outer, session, onDone, host);

/** What is left to do with a conversation: keep it for oneself, end it, or have it deleted. */
class Ending implements Part {
  readonly element: HTMLElement;
  private readonly view: View<EndingTexts>;
  private readonly keep: HTMLButtonElement;
  private readonly eraseButton: HTMLButtonElement;
  private readonly outcome = h("p", { role: "status" });
  private readonly rating: RatingForm;
  private isSure = false;

  constructor(
    /** The panel's. */
    private readonly outer: View<Texts>,
    private readonly session: Session,
    /** `words`: what came of it; none if the conversation goes on. */
    private readonly onDone: (words?: string) => void,
    host: Host,
  ) {
    const { language } = outer;
    const view = (this.view = new View(language, ENDING_TEXTS[language], outer.signal));
    outer.bind(() => view.use(outer.language, ENDING_TEXTS[outer.language]));
    const [question, explained] = [h("h3", { id: "ending" }), h("p")];
    const [saving, erasing, keeping, eraseExplained] = [h("h3"), h("h3"), h("div"), h("p")];
    const end = view.button((texts) => texts.end, "primary", () => void this.end());
    this.keep = view.button((texts) => texts.keep, "secondary", () => onDone());
    const text = view.button((texts) => texts.saveText, "secondary", () => this.save("text"));
    const page = view.button((texts) => texts.savePage, "secondary", () => this.save("page"));
    this.eraseButton = view.button((texts) => (this.isSure ? texts.eraseSure : texts.erase), "secondary", () => void this.erase());
    this.rating = new RatingForm(view, session, () => outer.texts.noAnswer);
    this.element = h("section", { class: "ending", "aria-labelledby": "ending" },
      question, explained, h("div", { class: "row" }, end, this.keep),
      this.rating.element, saving, h("div", { class: "row" }, text, page),
      erasing, keeping, eraseExplained, h("div", { class: "row" }, this.eraseButton), this.outcome,
    );
    view.bind((texts) => {
      setText(question, texts.question);
      setText(explained, texts.explained);
      setText(saving, texts.saving);
      setText(erasing, texts.erasing);
      setText(eraseExplained, texts.eraseExplained);
    });
    void tell(outer, host, keeping);
  }

  /** Begin anew, at the answer that loses nothing. */
  open(asked = false): void {
    this.beSure(false);
    setText(this.outcome, "");
    this.rating.open(asked);
    this.keep.focus();
  }

  private async end(): Promise<void> {
    if (await this.session.end()) this.onDone(this.view.texts.ended);
    else setText(this.outcome, this.outer.texts.noAnswer);
  }

  /** What cannot be undone is asked twice. */
  private async erase(): Promise<void> {
    if (!this.isSure) return this.beSure(true);
    if (await this.session.end("erase")) this.onDone(this.view.texts.erased);
    else setText(this.outcome, this.outer.texts.noAnswer);
  }

  private beSure(isSure: boolean): void {
    this.isSure = isSure;
    const { erase, eraseSure } = this.view.texts;
    setText(this.eraseButton.querySelector("span")!, isSure ? eraseSure : erase);
  }

  private save(as: "text" | "page"): void {
    const { texts, language } = this.view;
    const lines = this.session.log.messages.map((message) => this.line(message));
    const heading = texts.heading(moment(new Date().toISOString()));
    if (as === "text") download(`${texts.fileName}.txt`, "text/plain", asText(heading, lines));
    else download(`${texts.fileName}.html`, "text/html", asPage(heading, lines, language));
    setText(this.outcome, texts.saved);
  }

  private line({ at, author, name, text, event, language, links }: MessageView): Line {
    const { you, assistant, notice, events } = this.outer.texts;
    const who = { visitor: you, bot: assistant, agent: name, system: notice }[author];
    if (!event) return { at, who, text, language, links };
    const { language: lang } = this.view;
    return { at, who, text: events[event.code](readable(event, lang)), language: lang, links };
  }
}
