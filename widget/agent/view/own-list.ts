import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import { type Session, standing } from "../session/session";
import { type Thread, unreadCount } from "../session/thread";
import type { Texts } from "../texts";
import { moment, visitorName } from "../texts/format";
import { Clock } from "./clock";
import { crisisChip } from "./crisis";
import { goneChip } from "./gone";
import { listStyles } from "./list-styles";
import { practiceStyles } from "./practice-styles";
import { HAS_SHORTCUTS } from "./shortcuts";
import { shared } from "./styles";

/** The agent's own conversations. Fires `conversation-chosen` with the id. */
export class OwnList extends LitElement {
  static override styles = [
    shared,
    listStyles,
    practiceStyles,
    css`
      li button {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.125rem 0.75rem;
        width: 100%;
        padding: 0.625rem 1rem;
        border: 0;
        background: none;
        text-align: start;
        cursor: pointer;
      }

      li button:hover {
        background: var(--ground);
      }

      li button[aria-current="true"] {
        padding-left: calc(1rem - 6px);
        border-left: 6px solid var(--bus);
        background: var(--bus-light);
      }

      li button:focus-visible {
        outline-offset: -3px;
      }

      .name {
        font-weight: 600;
      }

      .last {
        min-width: 0;
        overflow: hidden;
        color: var(--ink-soft);
        font-size: 0.875rem;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .typing {
        color: var(--ink);
        font-weight: 600;
      }

      .side {
        justify-self: end;
        color: var(--ink-soft);
        font-size: 0.875rem;
      }

      .badge {
        justify-self: end;
        min-width: 1.5rem;
        padding: 0 0.375rem;
        border-radius: 0.75rem;
        background: var(--bus);
        color: #fff;
        font-size: 0.875rem;
        font-weight: 600;
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) session!: Session;
  private readonly clock = new Clock(this);

  override render(): TemplateResult {
    const { t } = this;
    const threads = [...this.session.threads.values()];
    return html`<section aria-labelledby="title">
      <h2 id="title">${t.mine}</h2>
      ${threads.length
        ? html`<ul>
            ${repeat(threads, (thread) => thread.item.conversation, (thread, index) => this.row(thread, index + 1))}
          </ul>`
        : html`<div class="empty">
            <p><strong>${t.mineEmpty}</strong></p>
            <p class="hint">${t.mineEmptyHelp}</p>
          </div>`}
    </section>`;
  }

  private row(thread: Thread, number: number): TemplateResult {
    const { t, session, clock } = this;
    const id = thread.item.conversation;
    const unread = unreadCount(thread);
    const newest = thread.messages.at(-1);
    return html`<li>
      <button
        type="button"
        aria-current=${session.selected === id ? "true" : "false"}
        aria-keyshortcuts=${HAS_SHORTCUTS && number <= 9 ? `Alt+${number}` : nothing}
        @click=${() => this.dispatchEvent(new CustomEvent("conversation-chosen", { detail: id }))}
      >
        <span>
          <span class="name">${visitorName(thread.item, t)}</span>
          <span class="chip">${t.languageNames[thread.state?.language ?? thread.item.language]}</span>
          ${thread.item.practice ? html`<span class="chip practice">${t.practice.mark}</span>` : nothing}
          ${thread.item.mode === "youth" ? html`<span class="chip strong">${t.youth}</span>` : nothing}
          ${crisisChip(thread.item.crisis, t)} ${goneChip(thread.item, clock.nowMs, t)}
        </span>
        <span class="side">${newest ? moment(newest.at, clock.nowMs) : nothing}</span>
        ${this.latest(thread)}
        ${unread
          ? html`<span class="badge"
              ><span aria-hidden="true">${unread}</span><span class="visually-hidden">${t.unread(unread)}</span></span
            >`
          : nothing}
      </button>
    </li>`;
  }

  /** The one thing about a conversation that the agent should know now. */
  private latest(thread: Thread): TemplateResult {
    const { t, session, clock } = this;
    const now = standing(session, thread);
    if (now !== "mine") return html`<span class="last"><strong>${t.standing[now]}</strong></span>`;
    if (thread.typingUntil > clock.nowMs) return html`<span class="last typing">${t.typing}</span>`;
    if (thread.draft) return html`<span class="last"><strong>${t.unsentDraft}:</strong> ${thread.draft}</span>`;
    const spoken = thread.messages.filter((message) => message.author !== "system").at(-1);
    return html`<span class="last" lang=${spoken?.language ?? nothing}>${spoken?.text}</span>`;
  }
}
