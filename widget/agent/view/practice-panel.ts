import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";

import type { QueueItemView } from "../../shared/protocol";
import type { Texts } from "../texts";
import { crisisChip } from "./crisis";
import { listStyles } from "./list-styles";
import { practiceStyles } from "./practice-styles";
import { shared } from "./styles";

/**
 * The way into practice, and what waits to be practised with.
 *
 * Fires `practice-wanted`, `practice-end-wanted` and, with the item, `claim-wanted`.
 */
export class PracticePanel extends LitElement {
  static override styles = [
    shared,
    listStyles,
    practiceStyles,
    css`
      .way {
        display: grid;
        gap: 0.5rem;
        justify-items: start;
        padding: 0.25rem 1rem 1rem;
      }

      li {
        display: grid;
        gap: 0.5rem;
        padding: 0.75rem 1rem;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) item: QueueItemView | null = null;

  override render(): TemplateResult {
    const { t, item } = this;
    const words = t.practice;
    return html`<section aria-labelledby="title">
      <h2 id="title" tabindex="-1">${words.title}</h2>
      ${item ? html`<ul>${this.row(item)}</ul>` : nothing}
      <div class="way">
        ${item ? nothing : html`<p class="hint">${words.help}</p>`}
        <button type="button" class="button small" id="start" @click=${() => this.fire("practice-wanted")}>
          ${words.start}
        </button>
      </div>
    </section>`;
  }

  /** Back to the button, from the dialog that it opened. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("#start")?.focus();
  }

  focusItem(): void {
    this.renderRoot.querySelector<HTMLElement>("li .primary")?.focus();
  }

  private row(item: QueueItemView): TemplateResult {
    const { t } = this;
    const words = t.practice;
    const title = item.practice?.[t.language] ?? "";
    return html`<li>
      <p>
        <span class="chip practice">${words.mark}</span>
        <span class="chip">${t.languageNames[item.language]}</span>
        ${item.mode === "youth" ? html`<span class="chip strong">${t.youth}</span>` : nothing}
        ${crisisChip(item.crisis, t)}
      </p>
      <p><strong>${title}</strong><br /><span class="hint">${words.waitsForYou}</span></p>
      <div class="actions">
        <button
          type="button"
          class="button small primary"
          aria-label=${words.takeOne(title)}
          @click=${() => this.fire("claim-wanted", item)}
        >
          ${words.take}
        </button>
        <button type="button" class="button small" @click=${() => this.fire("practice-end-wanted")}>${words.end}</button>
      </div>
    </li>`;
  }

  private fire(name: string, detail: QueueItemView | null = null): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
