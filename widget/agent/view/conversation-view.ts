import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";

import type { Desk } from "../desk/desk";
import { type Session, type Standing, standing } from "../session/session";
import type { Thread } from "../session/thread";
import type { Texts } from "../texts";
import { pageName, visitorName } from "../texts/format";
import { Clock } from "./clock";
import type { MessageComposer } from "./composer";
import type { ConfirmDialog } from "./confirm-dialog";
import { conversationStyles } from "./conversation-styles";
import { crisisAction, crisisChip, crisisQuestion, crisisStyles, type Verdict } from "./crisis";
import { shared } from "./styles";

/** One conversation: who, the messages, and the answer. Fires `left` when the agent is done with it. */
export class ConversationView extends LitElement {
  static override styles = [shared, conversationStyles, crisisStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) thread!: Thread;
  @property({ type: Boolean }) isUp = false;
  @query("confirm-dialog") private confirm!: ConfirmDialog;
  private readonly clock = new Clock(this);

  focusHeading(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  /** Go on writing; where there is nothing to write in, or a keyboard would cover the messages, to the heading. */
  focusComposer(): void {
    const composer = this.renderRoot.querySelector<MessageComposer>("message-composer");
    if (composer && matchMedia("(pointer: fine)").matches) composer.focus();
    else this.focusHeading();
  }

  override render(): TemplateResult {
    const { t, thread, desk } = this;
    const id = thread.item.conversation;
    const now = standing(this.session, thread);
    return html`
      <div>
        ${this.header(now)}
        ${now === "mine" && thread.item.crisis === "suspected"
          ? crisisQuestion(t, (verdict) => void this.judge(verdict))
          : nothing}
      </div>
      ${thread.state || thread.messages.length
        ? keyed(
            id,
            html`<message-log
              .t=${t}
              .thread=${thread}
              .agentName=${this.session.desk.agent.name}
              .isUp=${this.isUp}
              .actions=${{
                sendAgain: (message: string) => desk.sendAgain(id, message),
                discard: (message: string) => desk.discard(id, message),
              }}
              .loadEarlier=${() => desk.loadEarlier(id)}
            ></message-log>`,
          )
        : html`<p class="loading" role="status">${t.loadingHistory}</p>`}
      <p class="typing" role="status">
        ${now === "mine" && thread.typingUntil > this.clock.nowMs ? t.typing : nothing}
      </p>
      ${now === "mine" ? keyed(id, this.composer()) : this.ending()}
      <confirm-dialog .t=${t}></confirm-dialog>
    `;
  }

  private header(now: Standing): TemplateResult {
    const { t, thread } = this;
    const { item } = thread;
    return html`<header>
      <button
        type="button"
        class="button small back"
        aria-label=${t.backToLists}
        @click=${() => this.dispatchEvent(new CustomEvent("back-wanted"))}
      >
        <span aria-hidden="true">←</span>
      </button>
      <div class="about">
        <h2 tabindex="-1">${visitorName(item, t)}</h2>
        <p>
          <span class="visually-hidden">${t.standingNow}:</span>
          <span class="chip ${now === "mine" ? "ours" : ""}">${t.standing[now]}</span>
          ${crisisChip(item.crisis, t)}
          <span class="chip">${t.languageNames[thread.state?.language ?? item.language]}</span>
          ${item.mode === "youth" ? html`<span class="chip strong">${t.youth}</span>` : nothing}
        </p>
        ${item.page ? html`<p class="hint page" title=${item.page}>${t.fromPage(pageName(item.page))}</p>` : nothing}
      </div>
      ${now === "mine"
        ? html`<div class="actions">
            ${item.crisis === "suspected" ? nothing : crisisAction(item.crisis, t, (verdict) => void this.judge(verdict))}
            <button type="button" class="button small" @click=${() => this.giveAway("return")}>${t.returnToBot}</button>
            <button type="button" class="button small" @click=${() => this.giveAway("close")}>${t.close}</button>
          </div>`
        : nothing}
    </header>`;
  }

  private composer(): TemplateResult {
    const { t, thread, desk } = this;
    const id = thread.item.conversation;
    return html`<message-composer
      .t=${t}
      .language=${thread.state?.language ?? thread.item.language}
      .draft=${thread.draft}
      @draft-changed=${(event: CustomEvent<string>) => desk.setDraft(id, event.detail)}
      @send-wanted=${(event: CustomEvent<string>) => desk.send(id, event.detail)}
    ></message-composer>`;
  }

  /** The conversation left the agent: what was written stays to be read and copied. */
  private ending(): TemplateResult {
    const { t, thread, desk } = this;
    return html`<div class="ending">
      <p role="status">${t.endedHelp}</p>
      ${thread.draft
        ? html`<label for="unsent">${t.unsentKept}</label>
            <textarea id="unsent" readonly .value=${thread.draft}></textarea>`
        : nothing}
      <button
        type="button"
        class="button"
        @click=${() => {
          desk.dismiss(thread.item.conversation);
          this.dispatchEvent(new CustomEvent("left"));
        }}
      >
        ${t.putAside}
      </button>
    </div>`;
  }

  /** The question goes away when it is answered: what is read next is the conversation. */
  private async judge(verdict: Verdict): Promise<void> {
    await this.desk.judgeCrisis(this.thread.item.conversation, verdict);
    this.focusHeading();
  }

  private async giveAway(request: "close" | "return"): Promise<void> {
    const { t, thread } = this;
    const id = thread.item.conversation;
    const returnHelp = thread.state?.bot_available === false ? t.returnHelpBotAway : t.returnHelp;
    const agreed = await this.confirm.ask(
      request === "close"
        ? { title: t.closeQuestion, help: t.closeHelp, action: t.close }
        : { title: t.returnQuestion, help: returnHelp, action: t.returnToBot },
    );
    if (agreed && (await this.desk.giveAway(request, id))) this.dispatchEvent(new CustomEvent("left"));
  }
}
