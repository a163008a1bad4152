import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";

import type { Language } from "../../../shared/language";
import type { CaseEventView } from "../../../shared/protocol";
import { moment } from "../../texts/format";
import { shared } from "../../view/styles";
import { eventWords, isInternal, type Naming, whoDid } from "../wording";

/** What has happened to a case, the newest last; what only the staff see is set apart. */
export class CaseTimeline extends LitElement {
  static override styles = [
    shared,
    css`
      h3 {
        font-size: 1.125rem;
      }

      ol {
        margin-top: 0.5rem;
        border-left: 2px solid var(--line);
      }

      li {
        padding: 0.375rem 0 0.375rem 0.875rem;
      }

      li.internal {
        background: var(--ground);
      }

      .text {
        margin-top: 0.25rem;
        padding: 0.5rem 0.75rem;
        border: 1px solid var(--line);
        background: var(--paper);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }

      li.internal .text {
        border: 2px dashed var(--line-strong);
      }
    `,
  ];

  @property({ attribute: false }) naming!: Naming;
  @property({ attribute: false }) events: readonly CaseEventView[] = [];
  /** The language in which the sender reads. */
  @property({ attribute: false }) language!: Language;

  override render(): TemplateResult {
    const { words } = this.naming;
    return html`<h3 id="title">${words.timeline}</h3>
      <ol aria-labelledby="title">
        ${this.events.map((event) => this.event(event))}
      </ol>`;
  }

  private event(event: CaseEventView): TemplateResult {
    const { words } = this.naming;
    const isApart = isInternal(event);
    const text = event.facts.find(({ name }) => name === "text")?.value;
    return html`<li class=${isApart ? "internal" : ""}>
      <p>
        <span class="hint">${moment(event.at, Date.now())}</span>
        <b>${whoDid(event, words)}</b>: ${eventWords(event, this.naming)}
        ${isApart ? html`<span class="chip">${words.internal}</span>` : nothing}
      </p>
      ${text ? html`<p class="text" lang=${isApart ? nothing : this.language}>${text}</p>` : nothing}
    </li>`;
  }
}
