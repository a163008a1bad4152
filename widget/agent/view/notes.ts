import { css, html, nothing, type TemplateResult } from "lit";

import type { NoteView } from "../../shared/protocol";
import type { Texts } from "../texts";
import { moment } from "../texts/format";

export const noteStyles = css`
  .notes li {
    padding-block: 0.25rem;
    border-top: 1px solid var(--line);
  }

  .notes li p {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
`;

/** What agents have noted for each other, and what the service has: never shown to a visitor. */
export function renderNotes(notes: readonly NoteView[], t: Texts, nowMs: number): TemplateResult {
  return html`<ul class="notes">
    ${notes.map(
      (note) => html`<li>
        <span class="hint">
          ${note.kind === "note" ? html`<strong>${note.name}</strong> ` : nothing}
          <time datetime=${note.at}>${moment(note.at, nowMs)}</time>
        </span>
        <p>${noteText(note, t)}</p>
      </li>`,
    )}
  </ul>`;
}

/** A note in words: what an agent wrote, or what the service tells of a colleague. */
export function noteText({ kind, text, name }: NoteView, t: Texts): string {
  return { note: text, not_taken: t.notTaken(name), not_joined: t.notJoined(name) }[kind];
}
