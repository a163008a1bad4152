import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import type { CaseView } from "../../../shared/protocol";
import { shared } from "../../view/styles";
import type { CaseDesk } from "../case-desk";
import { copyText } from "../copying";
import type { Box } from "../drafts";
import { strandedBoxes } from "../steps";
import type { CaseTexts } from "../texts/case";

/** What was written for a case and cannot be sent any more: to be copied, or thrown away. Fires `emptied`. */
export class UnsentWords extends LitElement {
  static override styles = [
    shared,
    css`
      section {
        margin-top: 0.75rem;
        padding: 0.75rem 1rem;
        border-left: 6px solid var(--alert);
        background: var(--alert-light);
      }

      h3 {
        font-size: 1.125rem;
      }

      h4 {
        margin: 0.75rem 0 0;
        font-size: 1rem;
      }

      .text {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }

      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        margin-top: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) words!: CaseTexts;
  @property({ attribute: false }) desk!: CaseDesk;
  @property({ attribute: false }) case!: CaseView;
  @property({ attribute: false }) change = 0;
  @state() private copied: Box | null = null;
  @state() private copyFailed = false;

  override render(): TemplateResult {
    const { words, desk } = this;
    const { code } = this.case.row;
    const boxes = strandedBoxes(this.case).filter((box) => desk.drafts.get(code, box).trim());
    const said = this.copyFailed ? words.notCopied : this.copied ? words.copied : nothing;
    return html`${boxes.length
        ? html`<section aria-labelledby="title">
            <h3 id="title">${words.unsent}</h3>
            <p>${words.unsentHelp}</p>
            ${boxes.map((box) => this.unsent(box, desk.drafts.get(code, box)))}
          </section>`
        : nothing}
      <p class=${this.copyFailed ? "" : "visually-hidden"} role="status">${said}</p>`;
  }

  private unsent(box: Box, text: string): TemplateResult {
    const { words } = this;
    const label = words.boxes[box as keyof CaseTexts["boxes"]];
    return html`<h4>${label}</h4>
      <p class="text">${text}</p>
      <p class="acts">
        <button type="button" class="button small" aria-label="${words.copyText}: ${label}" @click=${() => this.copy(box, text)}>
          ${words.copyText}
        </button>
        <button type="button" class="button small" aria-label="${words.discard}: ${label}" @click=${() => this.discard(box)}>
          ${words.discard}
        </button>
      </p>`;
  }

  private async copy(box: Box, text: string): Promise<void> {
    this.copyFailed = !(await copyText(text));
    this.copied = this.copyFailed ? null : box;
  }

  private discard(box: Box): void {
    this.desk.discard(box);
    this.copied = null;
    this.dispatchEvent(new CustomEvent("emptied"));
  }
}
