import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";

import type { NoteView } from "../../shared/protocol";
import type { Texts } from "../texts";
import { noteStyles, renderNotes } from "./notes";
import { shared } from "./styles";

/** What agents have noted on a conversation, and a field for more, which keeps the words until they are stored. */
export class NotesPanel extends LitElement {
  static override styles = [
    shared,
    noteStyles,
    css`
      details {
        border-bottom: 1px solid var(--line);
        background: var(--alert-light);
      }

      summary {
        min-height: 2rem;
        padding: 0.25rem 1rem;
        font-weight: 600;
        cursor: pointer;
      }

      summary:focus-visible {
        outline-offset: -3px;
      }

      .inside {
        display: grid;
        gap: 0.5rem;
        max-height: 40vh;
        padding: 0.25rem 1rem 0.75rem;
        overflow: auto;
      }

      form {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.25rem 0.75rem;
        align-items: end;
      }

      label {
        grid-column: 1 / -1;
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) notes: readonly NoteView[] = [];
  /** Stores a note under an id that is the same at each try; returns whether it is stored. */
  @property({ attribute: false }) add!: (id: string, text: string) => Promise<boolean>;
  @query("textarea") private field!: HTMLTextAreaElement;
  private trying: { id: string; text: string } | null = null;

  override render(): TemplateResult {
    const { t, notes } = this;
    const now = Date.now();
    return html`<details>
      <summary>${t.notes(notes.length)}</summary>
      <div class="inside">
        <p class="hint">${t.notesHelp}</p>
        ${notes.length ? renderNotes(notes, t, now) : nothing}
        <form @submit=${this.submit}>
          <label for="note">${t.newNote}</label>
          <textarea id="note" rows="2" maxlength="4000"></textarea>
          <button class="button small">${t.addNote}</button>
        </form>
      </div>
    </details>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    // A try that got no answer may have been stored.
    if (this.trying?.text !== text) this.trying = { id: crypto.randomUUID(), text };
    if (!(await this.add(this.trying.id, text))) return;
    this.trying = null;
    if (this.field.value.trim() === text) this.field.value = "";
    this.field.focus();
  }
}
