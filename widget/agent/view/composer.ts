import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import type { Language } from "../../shared/language";
import type { Texts } from "../texts";
import { shared } from "./styles";

// The wire's limit for every text that a person types, in Unicode code points.
const MAX_TEXT_CHARS = 4_000;
// The counter appears when it starts to matter, and is read out in steps rather than at every key.
const COUNT_FROM = 400;
const COUNT_STEP = 50;

/** Where the agent writes. Fires `draft-changed` with the text and `send-wanted` with the trimmed text. */
export class MessageComposer extends LitElement {
  static override styles = [
    shared,
    css`
      form {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.25rem 0.75rem;
        padding: 0.75rem max(1rem, calc(50% - 30rem));
        border-top: 1px solid var(--line);
        background: var(--paper);
      }

      label {
        grid-column: 1 / -1;
        font-weight: 600;
      }

      textarea {
        display: block;
        min-height: 4.75rem;
        max-height: 12rem;
        resize: none;
        field-sizing: content;
      }

      .button {
        align-self: end;
      }

      .below {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 1rem;
      }

      .over {
        color: var(--error);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) draft = "";
  @query("textarea") private field!: HTMLTextAreaElement;

  override focus(): void {
    this.field.focus();
  }

  override render(): TemplateResult {
    const { t, draft } = this;
    const left = MAX_TEXT_CHARS - codePoints(draft.trim());
    return html`<form @submit=${this.submit}>
      <label for="text">${t.answerIn(t.inLanguage[this.language])}</label>
      <textarea
        id="text"
        lang=${this.language}
        rows="2"
        aria-describedby="hint count"
        aria-invalid=${left < 0 ? "true" : "false"}
        .value=${live(draft)}
        @input=${() => this.fire("draft-changed", this.field.value)}
        @keydown=${this.pressed}
      ></textarea>
      <button class="button primary">${t.send}</button>
      <div class="below">
        <p class="hint" id="hint">${t.composerHint}</p>
        <p class="hint ${left < 0 ? "over" : ""}" id="count">${left <= COUNT_FROM ? this.count(left) : nothing}</p>
        <p class="visually-hidden" role="status">
          ${left < 0 ? t.charactersOver(-left) : left <= COUNT_FROM ? this.count(roundUp(left)) : nothing}
        </p>
      </div>
    </form>`;
  }

  private count(left: number): string {
    return left < 0 ? this.t.charactersOver(-left) : this.t.charactersLeft(left);
  }

  private pressed(event: KeyboardEvent): void {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.field.value.trim();
    if (text && codePoints(text) <= MAX_TEXT_CHARS) this.fire("send-wanted", text);
    this.field.focus();
  }

  private fire(name: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function codePoints(text: string): number {
  return [...text].length;
}

function roundUp(left: number): number {
  return Math.ceil(left / COUNT_STEP) * COUNT_STEP;
}
