import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";

import type { NoteView } from "../../shared/protocol";
import type { Texts } from "../texts";
import { moment } from "../texts/format";
import { shared } from "./styles";

/** What agents have noted on a conversation, and a field for more. Fires `note-wanted` with the text. */
export class NotesPanel extends LitElement {
  static override styles = [
    shared,
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

      li {
        padding-block: 0.25rem;
        border-top: 1px solid var(--line);
      }

      li p {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
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
  @query("textarea") private field!: HTMLTextAreaElement;

  override render(): TemplateResult {
    const { t, notes } = this;
    const now = Date.now();
    return html`<details>
      <summary>${t.notes(notes.length)}</summary>
      <div class="inside">
        <p class="hint">${t.notesHelp}</p>
        ${notes.length
          ? html`<ul>
              ${notes.map(
                (note) => html`<li>
                  <span class="hint">
                    ${note.kind === "note" ? html`<strong>${note.name}</strong> ` : nothing}
                    <time datetime=${note.at}>${moment(note.at, now)}</time>
                  </span>
                  <p>${note.kind === "note" ? note.text : t.notTaken(note.name)}</p>
                </li>`,
              )}
            </ul>`
          : nothing}
        <form @submit=${this.submit}>
          <label for="note">${t.newNote}</label>
          <textarea id="note" rows="2" maxlength="4000"></textarea>
          <button class="button small">${t.addNote}</button>
        </form>
      </div>
    </details>`;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    this.dispatchEvent(new CustomEvent("note-wanted", { detail: text }));
    this.field.value = "";
    this.field.focus();
  }
}
