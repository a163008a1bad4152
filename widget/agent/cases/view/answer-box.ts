import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import type { Language } from "../../../shared/language";
import type { Choice } from "../../replies/choices";
import { type Gap, gapAfter, gapBefore, gapsIn } from "../../replies/places";
import type { Texts } from "../../texts";
import type { ReplyContext } from "../../view/reply-picker";
import { fieldStyles } from "../../view/field-styles";
import { shared } from "../../view/styles";

// The wire's limit for every text that a person types, in Unicode code points.
const MAX_TEXT_CHARS = 4_000;

/** What keeps a text from being sent. */
export type Fault = "missing" | "tooLong" | "gaps";

/** Return what is wrong with a text that is to be sent, or null. */
export function faultOf(text: string): Fault | null {
  if (!text.trim()) return "missing";
  if ([...text.trim()].length > MAX_TEXT_CHARS) return "tooLong";
  return gapsIn(text).length ? "gaps" : null;
}

/**
 * Where something is written for a sender or colleagues; with `replies`, ready texts can be put in.
 *
 * Fires `draft-changed` with the text.
 */
export class AnswerBox extends LitElement {
  static override styles = [
    shared,
    fieldStyles,
    css`
      :host {
        position: relative;
      }

      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.25rem 0.75rem;
      }

      label {
        font-weight: 600;
      }

      textarea {
        display: block;
        min-height: 7rem;
        max-height: 50dvh;
        margin-top: 0.25rem;
        resize: vertical;
        field-sizing: content;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) label = "";
  @property({ attribute: false }) hint = "";
  @property({ attribute: false }) fault = "";
  @property({ attribute: false }) draft = "";
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) replies: ReplyContext | null = null;
  @state() private opener: "/" | "" | null = null;
  @query("textarea") private field!: HTMLTextAreaElement;

  override focus(): void {
    this.field?.focus();
    const gap = gapAfter(this.draft, 0);
    if (gap) this.select(gap);
  }

  override render(): TemplateResult {
    const { t, draft, language, replies } = this;
    const gaps = gapsIn(draft).map(({ name }) => name).join(", ");
    return html`<div class="top">
        <label for="text">${this.label}</label>
        ${replies
          ? html`<button
              type="button"
              class="button small"
              aria-expanded=${this.opener === null ? "false" : "true"}
              @mousedown=${(event: Event) => event.preventDefault()}
              @click=${this.toggle}
            >
              ${t.replies}
            </button>`
          : nothing}
      </div>
      ${this.opener !== null && replies ? this.picker(replies) : nothing}
      <textarea
        id="text"
        lang=${language}
        rows="5"
        aria-describedby="hint gaps fault"
        aria-invalid=${this.fault ? "true" : "false"}
        .value=${live(draft)}
        @beforeinput=${this.beforeInput}
        @input=${this.changed}
        @keydown=${this.pressed}
      ></textarea>
      <p class="hint" id="hint">${this.hint}</p>
      <p class="hint" id="gaps" role="status">${gaps ? t.gapsToFill(gaps) : nothing}</p>
      <p class="fault" id="fault" role="alert">${this.fault || nothing}</p>`;
  }

  private picker(replies: ReplyContext): TemplateResult {
    return html`<reply-picker
      .t=${this.t}
      .language=${this.language}
      .context=${replies}
      .opener=${this.opener ?? ""}
      @reply-chosen=${(event: CustomEvent<Choice>) => this.insert(event.detail)}
      @picker-left=${(event: CustomEvent<string | null>) => this.leave(event.detail)}
    ></reply-picker>`;
  }

  private toggle(): void {
    if (this.opener === null) this.opener = "";
    else this.leave("");
  }

  /** A slash where a word begins asks for ready texts, as in a conversation. */
  private beforeInput(event: InputEvent): void {
    if (!this.replies || event.data !== "/" || event.isComposing || !event.cancelable) return;
    const { value, selectionStart } = this.field;
    if (selectionStart > 0 && !/\s/.test(value[selectionStart - 1] ?? "")) return;
    event.preventDefault();
    this.opener = "/";
  }

  /** Put a text where the cursor is, its links as lines: a letter has no buttons. The first gap is selected. */
  private insert({ text, faq }: Choice): void {
    this.opener = null;
    const { value, selectionStart } = this.field;
    const before = value.slice(0, selectionStart);
    const space = before && !/\s$/.test(before) ? " " : "";
    const links = (faq?.links ?? []).map(({ title, url }) => `\n${title}: ${url}`).join("");
    const added = space + text + links;
    this.write(added);
    this.field.focus();
    const gap = gapAfter(this.field.value, selectionStart);
    if (gap && gap.start < selectionStart + added.length) this.select(gap);
  }

  private leave(typed: string | null): void {
    this.opener = null;
    if (typed === null) return;
    if (typed) this.write(typed);
    this.field.focus();
  }

  private write(text: string): void {
    const { selectionStart, selectionEnd } = this.field;
    this.field.setRangeText(text, selectionStart, selectionEnd, "end");
    this.changed();
  }

  private changed(): void {
    // At once: rendering with the draft from before would put that back, and lose the selection.
    this.draft = this.field.value;
    this.dispatchEvent(new CustomEvent("draft-changed", { detail: this.draft }));
  }

  /** From gap to gap; past the last one Tab leaves the field as anywhere. */
  private pressed(event: KeyboardEvent): void {
    if (event.isComposing || event.key !== "Tab" || event.altKey || event.ctrlKey || event.metaKey) return;
    const { value, selectionStart, selectionEnd } = this.field;
    const gap = event.shiftKey ? gapBefore(value, selectionStart) : gapAfter(value, selectionEnd);
    if (!gap) return;
    event.preventDefault();
    this.select(gap);
  }

  private select({ start, end }: Gap): void {
    this.field.setSelectionRange(start, end);
  }
}
