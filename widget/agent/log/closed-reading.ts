import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { ClosedView, MessageView, NoteView } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import { RequestRefused } from "../link/connection";
import type { Texts } from "../texts";
import { moment, visitorName } from "../texts/format";
import { messageStyles, renderMessage } from "../view/message";
import { noteStyles, renderNotes } from "../view/notes";
import { rendered } from "../view/rendered";
import { shared } from "../view/styles";
import { LOG_TEXTS, type LogTexts } from "./texts";

const MIN_REASON_CHARS = 5;

/** One conversation that has ended: first the reason, then what was said. Fires `back-wanted`. */
export class ClosedReading extends LitElement {
  static override styles = [
    shared,
    messageStyles,
    noteStyles,
    css`
      h3 {
        margin: 1rem 0 0.25rem;
        font-size: 1.125rem;
      }

      h4 {
        margin: 1rem 0 0.25rem;
        font-size: 1rem;
      }

      .problem {
        margin-top: 0.75rem;
      }

      form {
        display: grid;
        gap: 1rem;
        margin-top: 1rem;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
        margin-top: 1rem;
      }

      form .actions {
        margin-top: 0;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) about!: ClosedView;
  @state() private messages: readonly MessageView[] | null = null;
  @state() private notes: readonly NoteView[] = [];
  @state() private hasMore = false;
  @state() private problem: ((t: Texts, words: LogTexts) => string) | null = null;
  @query("#reason") private field!: HTMLInputElement;
  @query("h3") private heading!: HTMLElement;
  private reason = "";

  override firstUpdated(): void {
    this.field.focus();
  }

  override render(): TemplateResult {
    const { t, about, messages } = this;
    const words = LOG_TEXTS[t.language];
    return html`<h3 tabindex="-1">${visitorName(about, t)}</h3>
      <p class="hint">${words.closedAt(moment(about.closed_at, Date.now()))}. ${words.readOnly}</p>
      <div role="alert">${this.problem ? html`<p class="problem">${this.problem(t, words)}</p>` : nothing}</div>
      ${messages ? this.history(messages, words) : this.form(words)}`;
  }

  private form(words: LogTexts): TemplateResult {
    return html`<form novalidate @submit=${this.submit}>
      <div class="field">
        <label for="reason">${words.reason}</label>
        <input
          id="reason"
          maxlength="200"
          required
          autocomplete="off"
          aria-describedby="reason-hint"
          aria-invalid=${this.problem ? "true" : "false"}
        />
        <p class="hint" id="reason-hint">${words.reasonHint}</p>
      </div>
      <div class="actions"><button class="button primary">${words.read}</button>${this.backButton(words)}</div>
    </form>`;
  }

  private history(messages: readonly MessageView[], words: LogTexts): TemplateResult {
    const now = Date.now();
    return html`<ol>
        ${messages.map((message) => renderMessage(message, this.t, now))}
      </ol>
      ${this.notes.length
        ? html`<section aria-labelledby="notes">
            <h4 id="notes">${words.notes}</h4>
            ${renderNotes(this.notes, this.t, now)}
          </section>`
        : nothing}
      <div class="actions">
        ${this.hasMore ? html`<button type="button" class="button" @click=${this.read}>${words.more}</button>` : nothing}
        ${this.backButton(words)}
      </div>`;
  }

  private backButton(words: LogTexts): TemplateResult {
    return html`<button type="button" class="button" @click=${() => this.dispatchEvent(new CustomEvent("back-wanted"))}>
      ${words.back}
    </button>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this.reason = this.field.value.trim();
    if (this.reason.length < MIN_REASON_CHARS) {
      this.problem = (_t, words) => words.reasonShort;
      this.field.focus();
      return;
    }
    await this.read();
    if (!this.messages) return;
    await rendered();
    this.heading.focus();
  }

  private async read(): Promise<void> {
    const { conversation } = this.about;
    const after = this.messages?.at(-1)?.seq ?? 0;
    try {
      const { messages, more, notes } = await this.desk.ask("open_closed", { conversation, reason: this.reason, after });
      if (after === 0) this.notes = notes;
      this.messages = [...(this.messages ?? []), ...messages];
      this.hasMore = more;
      this.problem = null;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const { code } = error;
      this.problem = (t, words) => (code === "not_found" ? words.gone : t.errors[code]);
    }
  }
}
