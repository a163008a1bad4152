import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import type { QueueItemView } from "../../shared/protocol";
import type { Texts } from "../texts";
import { pageName, waited } from "../texts/format";
import { Clock } from "./clock";
import { crisisChip } from "./crisis";
import { goneChip } from "./gone";
import { listStyles } from "./list-styles";
import { shared } from "./styles";

/** The waiting conversations in their order. Fires `claim-wanted` and `decline-wanted` with the item. */
export class QueueList extends LitElement {
  static override styles = [
    shared,
    listStyles,
    css`
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.25rem 0.75rem;
        align-items: center;
        padding: 0.75rem 1rem;
      }

      .about {
        min-width: 0;
      }

      .page {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .held {
        padding-left: 0.5rem;
        border-left: 6px solid var(--bus);
        font-weight: 600;
      }

      .decline {
        grid-column: 2;
      }

      .waiting {
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  /** Titles of the queues, where there are several to tell apart. */
  @property({ attribute: false }) titles: ReadonlyMap<string, string> = new Map();
  @property({ attribute: false }) items: readonly QueueItemView[] = [];
  private readonly clock = new Clock(this);

  override render(): TemplateResult {
    const { t, items } = this;
    return html`<section aria-labelledby="title">
      <h2 id="title" tabindex="-1">
        ${t.queue} ${items.length ? html`<span class="chip strong">${t.queueCount(items.length)}</span>` : nothing}
      </h2>
      ${items.length
        ? html`<ol>
            ${repeat(items, (item) => item.conversation, (item) => this.row(item))}
          </ol>`
        : html`<div class="empty">
            <p><strong>${t.queueEmpty}</strong></p>
            <p class="hint">${t.queueEmptyHelp}</p>
          </div>`}
    </section>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  private row(item: QueueItemView): TemplateResult {
    const { t } = this;
    const language = t.languageNames[item.language];
    return html`<li>
      <div class="about">
        <p>
          <span class="hint">${t.place(item.place)}</span>
          <span class="chip">${language}</span>
          ${item.mode === "youth" ? html`<span class="chip strong">${t.youth}</span>` : nothing}
          ${this.titles.has(item.queue) ? html`<span class="chip">${this.titles.get(item.queue)}</span>` : nothing}
          ${crisisChip(item.crisis, t)} ${goneChip(item, this.clock.nowMs, t)}
        </p>
        ${item.held_until
          ? html`<p class="held">
              ${item.held_by ? t.heldBy(item.held_by) : t.heldForYou}: ${t.heldSeconds(this.left(item))}
            </p>`
          : nothing}
        <p class="waiting">${t.waited(waited(item.waiting_since, this.clock.nowMs, t))}</p>
        ${item.page ? html`<p class="hint page" title=${item.page}>${t.fromPage(pageName(item.page))}</p>` : nothing}
      </div>
      <button
        type="button"
        class="button primary"
        aria-label=${t.claimOne(item.place, language)}
        @click=${() => this.fire("claim-wanted", item)}
      >
        ${t.claim}
      </button>
      ${item.held_until
        ? html`<button type="button" class="button small decline" @click=${() => this.fire("decline-wanted", item)}>
            ${t.decline}
          </button>`
        : nothing}
    </li>`;
  }

  /** Seconds for which the conversation is still held for the agent. */
  private left(item: QueueItemView): number {
    return Math.max(0, Math.ceil((Date.parse(item.held_until) - this.clock.nowMs) / 1000));
  }

  private fire(name: string, item: QueueItemView): void {
    this.dispatchEvent(new CustomEvent(name, { detail: item, bubbles: true, composed: true }));
  }
}
