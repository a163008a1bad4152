import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import type { Language } from "../../../shared/language";
import { CHECKS, KINDS } from "../../../shared/feedback-checks";
import { FEEDBACK_TEXTS, type FeedbackTexts } from "../../../shared/feedback-texts";
import type { FeedbackDraft, FinishField } from "../../session/brief";
import { isPhone } from "../../session/phone";
import type { BriefTexts } from "../../texts/brief";
import { shared } from "../styles";

const ANONYMOUS_FIELDS: readonly FinishField[] = ["kind", "text"];
const FIELDS: readonly FinishField[] = [...ANONYMOUS_FIELDS, "place", "email", "phone"];

/**
 * The feedback that a visitor began with the bot, in the agent's hands.
 *
 * Fires `value-changed` at every key, `form-ready` when it may be sent, and `form-abandoned`.
 */
export class FinishForm extends LitElement {
  static override styles = [
    shared,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
        gap: 0.625rem 1rem;
      }

      .wide,
      .actions {
        grid-column: 1 / -1;
      }

      .field {
        align-content: start;
      }

      .error {
        color: var(--error);
        font-weight: 600;
      }

      select {
        max-width: 18rem;
        min-height: 2.75rem;
        padding: 0.5rem 0.75rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--paper);
        font: inherit;
        color: inherit;
      }

      [aria-invalid="true"] {
        border-color: var(--error);
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
      }
    `,
  ];

  @property({ attribute: false }) t!: BriefTexts;
  @property({ attribute: false }) cancel!: string;
  /** The visitor's, in which the text and the place are written. */
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) draft!: FeedbackDraft;
  /** A young person's: nothing that leads to them is asked for, nor kept by the service. */
  @property({ attribute: false }) isAnonymous = false;
  /** Problems show from the first attempt to send on, and go as they are put right. */
  @state() private isChecked = false;
  @query("form") private form!: HTMLFormElement;

  private get fields(): readonly FinishField[] {
    return this.isAnonymous ? ANONYMOUS_FIELDS : FIELDS;
  }

  private get words(): FeedbackTexts {
    return FEEDBACK_TEXTS[this.t.language];
  }

  override focus(): void {
    this.control("kind").focus();
  }

  override render(): TemplateResult {
    const { t, words, draft } = this;
    const { values, isSending } = draft;
    return html`<form novalidate aria-label=${t.finishTitle} @submit=${this.submit} @input=${this.changed}>
      <div class="field wide">
        <label for="kind">${words.kind}</label>
        ${this.problem("kind")}
        <select
          id="kind"
          required
          aria-invalid=${this.isWrong("kind")}
          aria-describedby="kind-problem"
          .value=${live(values.kind)}
        >
          <option value="" ?selected=${values.kind === ""}>${t.choose}</option>
          ${KINDS.map((kind) => html`<option value=${kind} ?selected=${values.kind === kind}>${words.kinds[kind]}</option>`)}
        </select>
      </div>
      <div class="field wide">
        <label for="feedback">${words.text}</label>
        ${this.problem("text")}
        <textarea
          id="feedback"
          rows="3"
          required
          lang=${this.language}
          aria-invalid=${this.isWrong("text")}
          aria-describedby="text-problem text-hint"
          .value=${live(values.text)}
        ></textarea>
        <p class="hint" id="text-hint">${words.textHelp}</p>
      </div>
      ${this.isAnonymous ? nothing : this.whereAndWho()}
      <div class="actions">
        <button class="button small primary" aria-disabled=${isSending ? "true" : "false"}>
          ${isSending ? t.sending : t.send}
        </button>
        <button type="button" class="button small" @click=${() => this.dispatchEvent(new CustomEvent("form-abandoned"))}>
          ${this.cancel}
        </button>
      </div>
    </form>`;
  }

  private whereAndWho(): TemplateResult {
    const { t, words } = this;
    const { values } = this.draft;
    return html`<div class="field">
        <label for="place">${words.place}</label>
        ${this.problem("place")}
        <input
          id="place"
          lang=${this.language}
          autocomplete="off"
          aria-invalid=${this.isWrong("place")}
          aria-describedby="place-problem"
          .value=${live(values.place)}
        />
      </div>
      <div class="field">
        <label for="email">${words.email}</label>
        ${this.problem("email")}
        <input
          id="email"
          type="email"
          autocomplete="off"
          aria-invalid=${this.isWrong("email")}
          aria-describedby="email-problem email-hint"
          .value=${live(values.email)}
        />
        <p class="hint" id="email-hint">${t.emailHelp}</p>
      </div>
      <div class="field">
        <label for="phone">${t.phone}</label>
        ${this.problem("phone")}
        <input
          id="phone"
          type="tel"
          autocomplete="off"
          aria-invalid=${this.isWrong("phone")}
          aria-describedby="phone-problem phone-hint"
          .value=${live(values.phone)}
        />
        <p class="hint" id="phone-hint">${t.phoneHelp}</p>
      </div>`;
  }

  private problem(field: FinishField): TemplateResult {
    const wrong = this.isChecked ? this.fault(field) : undefined;
    return html`<p class=${wrong ? "error" : "visually-hidden"} id="${field}-problem">${wrong ?? nothing}</p>`;
  }

  private isWrong(field: FinishField): "true" | "false" {
    return this.isChecked && this.fault(field) ? "true" : "false";
  }

  /** What is wrong with a field, in words. */
  private fault(field: FinishField): string | undefined {
    const value = this.draft.values[field];
    if (field === "phone") return value.trim() && !isPhone(value) ? this.t.phoneWrong : undefined;
    const problem = CHECKS[field](value);
    return problem && this.words[problem];
  }

  private changed(event: Event): void {
    const control = event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
    const field = this.fields.find((name) => this.control(name) === control);
    if (field) this.dispatchEvent(new CustomEvent("value-changed", { detail: { field, value: control.value } }));
  }

  private submit(event: Event): void {
    event.preventDefault();
    if (this.draft.isSending) return;
    this.isChecked = true;
    const wrong = this.fields.find((field) => this.fault(field));
    if (wrong) this.control(wrong).focus();
    else this.dispatchEvent(new CustomEvent("form-ready"));
  }

  private control(field: FinishField): HTMLElement {
    return this.form.querySelector<HTMLElement>(field === "text" ? "textarea" : `#${field}`)!;
  }
}
