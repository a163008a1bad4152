import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import type { Language } from "../../shared/language";
import type { Choice } from "../replies/choices";
import { type Gap, gapAfter, gapBefore, gapsIn } from "../replies/places";
import type { Attached } from "../session/thread";
import type { Texts } from "../texts";
import { type AttachmentActions, attachmentStyles, renderAttachments } from "./attachments";
import { composerStyles } from "./composer-styles";
import { messageStyles } from "./message";
import type { ReplyContext } from "./reply-picker";
import { shared } from "./styles";

// The wire's limit for every text that a person types, in Unicode code points.
const MAX_TEXT_CHARS = 4_000;
// The counter appears when it starts to matter, and is read out in steps rather than at every key.
const COUNT_FROM = 400;
const COUNT_STEP = 50;
const SLASH = "/";

/**
 * Where the agent writes, with replies to choose from.
 *
 * Fires `draft-changed` with the text, `attach-wanted` and `detach-wanted` with an answer whose links go along, and
 * `send-wanted` with the trimmed text.
 */
export class MessageComposer extends LitElement {
  static override styles = [shared, messageStyles, attachmentStyles, composerStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) draft = "";
  @property({ attribute: false }) attached: readonly Attached[] = [];
  @property({ attribute: false }) replies!: ReplyContext;
  /** What opened the picker, null while it is closed. */
  @state() private opener: "/" | "" | null = null;
  /** The agent has tried to send a text with gaps. */
  @state() private wasHeldBack = false;
  @query("textarea") private field!: HTMLTextAreaElement;

  override focus(): void {
    this.field.focus();
  }

  override render(): TemplateResult {
    const { t, draft, language } = this;
    const left = MAX_TEXT_CHARS - codePoints(draft.trim());
    const gaps = gapsIn(draft);
    const isHeldBack = this.wasHeldBack && gaps.length > 0;
    return html`${this.opener === null ? nothing : this.picker()}
      <form @submit=${this.submit}>
        <label for="text">${t.answerIn(t.inLanguage[language])}</label>
        <button
          type="button"
          class="button small replies"
          aria-expanded=${this.opener === null ? "false" : "true"}
          @mousedown=${(event: Event) => event.preventDefault()}
          @click=${this.togglePicker}
        >
          ${t.replies}
        </button>
        <textarea
          id="text"
          lang=${language}
          rows="2"
          aria-describedby="hint gaps count"
          aria-invalid=${left < 0 || isHeldBack ? "true" : "false"}
          .value=${live(draft)}
          @beforeinput=${this.beforeInput}
          @input=${this.changed}
          @keydown=${this.pressed}
        ></textarea>
        ${this.attached.length
          ? renderAttachments(this.attached, { t, draft, language, act: this.attachmentActions })
          : nothing}
        <button class="button primary send">${t.send}</button>
        <div class="below">
          <p class="hint" id="hint">${t.composerHint}</p>
          <p class="hint ${left < 0 ? "over" : ""}" id="count">${left <= COUNT_FROM ? this.count(left) : nothing}</p>
          <p class="hint ${isHeldBack ? "over" : ""}" id="gaps" role="status">
            ${gaps.length ? this.gapHint(gaps, isHeldBack) : nothing}
          </p>
          <p class="visually-hidden" role="status">
            ${left < 0 ? t.charactersOver(-left) : left <= COUNT_FROM ? this.count(roundUp(left)) : nothing}
          </p>
        </div>
      </form>`;
  }

  private picker(): TemplateResult {
    return html`<reply-picker
      .t=${this.t}
      .language=${this.language}
      .context=${this.replies}
      .opener=${this.opener ?? ""}
      @reply-chosen=${(event: CustomEvent<Choice>) => this.insert(event.detail)}
      @picker-left=${(event: CustomEvent<string | null>) => this.leavePicker(event.detail)}
    ></reply-picker>`;
  }

  private count(left: number): string {
    return left < 0 ? this.t.charactersOver(-left) : this.t.charactersLeft(left);
  }

  private gapHint(gaps: readonly Gap[], isHeldBack: boolean): string {
    const names = gaps.map(({ name }) => name).join(", ");
    return isHeldBack ? this.t.gapsLeft(names) : this.t.gapsToFill(names);
  }

  // --- replies -----------------------------------------------------------------------------------

  private togglePicker(): void {
    if (this.opener === null) this.opener = "";
    else this.leavePicker("");
  }

  /** A slash where a word begins asks for replies; elsewhere it is a slash, as in 1/2. */
  private beforeInput(event: InputEvent): void {
    if (event.data !== SLASH || event.isComposing || !event.cancelable) return;
    const { value, selectionStart } = this.field;
    if (selectionStart > 0 && !/\s/.test(value[selectionStart - 1] ?? "")) return;
    event.preventDefault();
    this.opener = SLASH;
  }

  /** Put the choice where the cursor is, for the agent to change; the first gap is selected. */
  private insert({ title, text, faq }: Choice): void {
    this.opener = null;
    const { value, selectionStart } = this.field;
    const before = value.slice(0, selectionStart);
    const space = before && !/\s$/.test(before) ? " " : "";
    this.write(space + text);
    if (faq) {
      const { id, plain, links } = faq;
      this.fire("attach-wanted", { faq: id, title, text, plain, links } satisfies Attached);
    }
    this.wasHeldBack = false;
    this.field.focus();
    const gap = gapAfter(this.field.value, selectionStart);
    if (gap && gap.start < selectionStart + space.length + text.length) this.select(gap);
  }

  /** Close the picker; what was typed for the message goes there. Null: the focus is elsewhere already. */
  private leavePicker(typed: string | null): void {
    this.opener = null;
    if (typed === null) return;
    if (typed) this.write(typed);
    this.field.focus();
  }

  private readonly attachmentActions: AttachmentActions = {
    reword: (from, to) => {
      const start = this.field.value.indexOf(from);
      this.field.setRangeText(to, start, start + from.length, "end");
      this.changed();
    },
    detach: (attached) => {
      this.fire("detach-wanted", attached);
      this.field.focus();
    },
  };

  // --- writing -----------------------------------------------------------------------------------

  private write(text: string): void {
    const { selectionStart, selectionEnd } = this.field;
    this.field.setRangeText(text, selectionStart, selectionEnd, "end");
    this.changed();
  }

  private changed(): void {
    // At once: rendering with the draft from before would put that back, and lose the selection.
    this.draft = this.field.value;
    this.fire("draft-changed", this.draft);
  }

  private pressed(event: KeyboardEvent): void {
    // While an input method composes a character, its keys belong to it.
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) this.submit(event);
    else if (event.key === "Tab") this.toNextGap(event);
  }

  /** From gap to gap; past the last one Tab leaves the field as anywhere. */
  private toNextGap(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { value, selectionStart, selectionEnd } = this.field;
    const gap = event.shiftKey ? gapBefore(value, selectionStart) : gapAfter(value, selectionEnd);
    if (!gap) return;
    event.preventDefault();
    this.select(gap);
  }

  private select({ start, end }: Gap): void {
    this.field.setSelectionRange(start, end);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.field.value.trim();
    const [gap] = gapsIn(this.field.value);
    this.wasHeldBack = gap !== undefined;
    if (!gap && text && codePoints(text) <= MAX_TEXT_CHARS) this.fire("send-wanted", text);
    this.field.focus();
    if (gap) this.select(gap);
  }

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function codePoints(text: string): number {
  return [...text].length;
}

function roundUp(left: number): number {
  return Math.ceil(left / COUNT_STEP) * COUNT_STEP;
}
