import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import type { MessageView } from "../../shared/protocol";
import { firstSeq, type Thread } from "../session/thread";
import type { Texts } from "../texts";
import { messageStyles, type OutgoingActions, renderMessage, renderOutgoing } from "./message";
import { shared } from "./styles";

// Nearer to the end than this counts as reading the end: new messages then scroll into view.
const END_PX = 64;

/** The messages of one conversation, oldest first, as a live log that stays at its end. */
export class MessageLog extends LitElement {
  static override styles = [
    shared,
    messageStyles,
    css`
      :host {
        position: relative;
        display: grid;
        grid-template: minmax(0, 1fr) / minmax(0, 1fr);
        min-height: 0;
      }

      .log {
        /* Holds what only screen readers see, which would else make the page around it scroll. */
        position: relative;
        /* Lines stay readable and the two sides of a talk near each other on a wide screen. */
        padding: 0.25rem max(1rem, calc(50% - 30rem)) 1rem;
        overflow-y: auto;
        overscroll-behavior: contain;
      }

      .log:focus-visible {
        outline-offset: -3px;
      }

      .earlier {
        margin-top: 0.5rem;
        text-align: center;
      }

      .newest {
        position: absolute;
        inset: auto 0 0.75rem;
        justify-self: center;
        box-shadow: 0 2px 8px rgb(0 0 0 / 25%);
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) agentName = "";
  @property({ type: Boolean }) isUp = false;
  @property({ attribute: false }) actions!: OutgoingActions;
  @property({ attribute: false }) loadEarlier!: () => Promise<void>;
  /** Gives a message to the editors; null where none may be given. */
  @property({ attribute: false }) propose: ((seq: number) => Promise<boolean>) | null = null;
  @state() private proposed: ReadonlySet<number> = new Set();
  @state() private isAtEnd = true;
  @state() private isLoadingEarlier = false;
  @query(".log") private log!: HTMLElement;
  private readonly resizing = new ResizeObserver(() => this.keepAtEnd());
  private heightBefore = 0;
  private scrolledTo = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.isConnected && this.resizing.observe(this.log));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizing.disconnect();
  }

  override render(): TemplateResult {
    const { t, thread } = this;
    const now = Date.now();
    return html`<div
        class="log"
        role="log"
        tabindex="0"
        aria-label=${t.history}
        aria-live=${this.isLoadingEarlier ? "off" : "polite"}
        @scroll=${this.scrolled}
      >
        ${firstSeq(thread) > 1
          ? html`<p class="earlier">
              <button type="button" class="button small" @click=${this.earlierWanted}>${t.earlier}</button>
            </p>`
          : nothing}
        <ol>
          ${repeat(thread.messages, (message) => message.seq, (message) => renderMessage(message, t, now, this.proposing(message)))}
          ${repeat(thread.outbox, (outgoing) => outgoing.id, (outgoing, index) =>
            renderOutgoing(outgoing, {
              t,
              name: this.agentName,
              language: thread.state?.language ?? thread.item.language,
              isFirst: index === 0,
              isUp: this.isUp,
              act: this.outgoingActions,
            }),
          )}
        </ol>
      </div>
      ${this.isAtEnd
        ? nothing
        : html`<button type="button" class="button primary small newest" @click=${this.toEnd}>
            ${t.toNewest} <span aria-hidden="true">↓</span>
          </button>`}`;
  }

  override willUpdate(): void {
    this.heightBefore = this.hasUpdated ? this.log.scrollHeight : 0;
  }

  override updated(changed: PropertyValues<this>): void {
    const before = changed.get("thread");
    if (before && firstSeq(before) > firstSeq(this.thread)) {
      // Earlier messages came in above: what the agent was reading stays where it was.
      this.log.scrollTop += this.log.scrollHeight - this.heightBefore;
    } else this.keepAtEnd();
  }

  /** Only one's own words are one's own to propose, and each once. */
  private proposing({ author, name, seq }: MessageView): ((seq: number) => void) | undefined {
    const isOwn = author === "agent" && name === this.agentName;
    if (!this.propose || !isOwn || this.proposed.has(seq)) return undefined;
    return (which) => void this.give(which);
  }

  private async give(seq: number): Promise<void> {
    if (!(await this.propose?.(seq))) return;
    this.proposed = new Set([...this.proposed, seq]);
    // The pressed button goes away: the focus stays with the messages.
    this.log.focus({ preventScroll: true });
  }

  /** The pressed button goes away with the trouble: the focus stays with the messages. */
  private readonly outgoingActions: OutgoingActions = {
    sendAgain: (id) => {
      this.actions.sendAgain(id);
      this.log.focus({ preventScroll: true });
    },
    discard: (id) => {
      this.actions.discard(id);
      this.log.focus({ preventScroll: true });
    },
  };

  private keepAtEnd(): void {
    if (this.isAtEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  private scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    const isNearEnd = scrollHeight - scrollTop - clientHeight < END_PX;
    // Only going up leaves the end: a pane that got lower has moved its end, not its reader.
    this.isAtEnd = isNearEnd || (this.isAtEnd && scrollTop >= this.scrolledTo);
    this.scrolledTo = scrollTop;
  }

  private toEnd(): void {
    this.isAtEnd = true;
    this.keepAtEnd();
    this.log.focus();
  }

  private async earlierWanted(): Promise<void> {
    this.isLoadingEarlier = true;
    await this.loadEarlier();
    await this.updateComplete;
    this.isLoadingEarlier = false;
    // The button may be gone now, and the focus with it.
    this.log.focus({ preventScroll: true });
  }
}
