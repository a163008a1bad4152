import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";

import type { Language } from "../../shared/language";
import type { ColleagueView } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import { type Session, type Standing, standing } from "../session/session";
import type { Attached, Thread } from "../session/thread";
import type { Texts } from "../texts";
import { pageName, visitorName } from "../texts/format";
import { Clock } from "./clock";
import type { CloseDialog } from "./close-dialog";
import type { MessageComposer } from "./composer";
import type { ConfirmDialog } from "./confirm-dialog";
import { conversationStyles } from "./conversation-styles";
import { crisisAction, crisisChip, crisisQuestion, crisisStyles, type Verdict } from "./crisis";
import { goneChip } from "./gone";
import type { PeopleDialog } from "./people-dialog";
import { practiceStyles } from "./practice-styles";
import { replyContext } from "./reply-picker";
import { shared } from "./styles";

/**
 * One conversation: who, the messages, and the answer.
 *
 * Fires `left` when the agent is done with it, and then `practice-closed` with the id of a practice that was closed.
 */
export class ConversationView extends LitElement {
  static override styles = [shared, conversationStyles, crisisStyles, practiceStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) thread!: Thread;
  @property({ type: Boolean }) isUp = false;
  @query("confirm-dialog") private confirm!: ConfirmDialog;
  @query("close-dialog") private closing!: CloseDialog;
  @query("people-dialog") private people!: PeopleDialog;
  private readonly clock = new Clock(this);

  focusHeading(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  private readonly unsentNotes = new Map<string, string>();

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
      <div class="top">
        ${thread.item.practice ? this.practising(now) : nothing} ${this.header(now)}
        ${now === "mine" && thread.item.crisis === "suspected"
          ? crisisQuestion(t, (verdict) => void this.judge(verdict))
          : nothing}
        ${now === "mine"
          ? keyed(
              id,
              html`<notes-panel
                .t=${t}
                .notes=${thread.notes}
                .add=${(noteId: string, text: string) => desk.addNote(id, noteId, text)}
              ></notes-panel>`,
            )
          : nothing}
        ${keyed(
          id,
          html`<handover-brief .t=${t} .thread=${thread} .briefs=${desk.briefs} .isMine=${now === "mine"}></handover-brief>`,
        )}
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
              .propose=${this.mayPropose(now) ? (seq: number) => desk.proposeAnswer(id, seq) : null}
            ></message-log>`,
          )
        : html`<p class="loading" role="status">${t.loadingHistory}</p>`}
      <p class="typing" role="status">
        ${now === "mine" && thread.typingUntil > this.clock.nowMs ? t.typing : nothing}
      </p>
      ${now === "mine" ? keyed(id, this.composer()) : this.ending()}
      <confirm-dialog .t=${t}></confirm-dialog>
      <close-dialog .t=${t} .language=${this.language} .tags=${this.session.desk.tags}></close-dialog>
      <people-dialog
        .t=${t}
        .language=${this.language}
        .desk=${desk}
        .queues=${this.session.desk.queues}
      ></people-dialog>
    `;
  }

  /** What is said to young people, in danger or in practice is for nobody else. */
  private mayPropose(now: Standing): boolean {
    const { mode, practice, crisis } = this.thread.item;
    const isInDanger = crisis === "suspected" || crisis === "confirmed";
    return now === "mine" && mode === "city" && !practice && !isInDanger;
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
          ${item.practice ? html`<span class="chip practice">${t.practice.mark}</span>` : nothing}
          ${item.mode === "youth" ? html`<span class="chip strong">${t.youth}</span>` : nothing}
        </p>
        ${now === "mine"
          ? html`<p role="status">${goneChip(item, this.clock.nowMs, t)}</p>
              ${this.company()}`
          : nothing}
        ${item.page ? html`<p class="hint page" title=${item.page}>${t.fromPage(pageName(item.page))}</p>` : nothing}
      </div>
      ${now === "mine"
        ? html`<div class="actions">
            ${item.crisis === "suspected" ? nothing : crisisAction(item.crisis, t, (verdict) => void this.judge(verdict))}
            ${item.owner.id === this.session.desk.agent.id ? this.ownActions() : this.action(t.leave, this.leave)}
          </div>`
        : nothing}
    </header>`;
  }

  /** Says that nobody is there. */
  private practising(now: Standing): TemplateResult {
    const { practice } = this.t;
    return html`<div class="practising">
      <p><strong>${practice.mark}.</strong> ${practice.isPractice}</p>
      ${now === "mine" ? this.action(practice.end, this.endPractice) : nothing}
    </div>`;
  }

  /** Who else is in the conversation. */
  private company(): TemplateResult | typeof nothing {
    const { t } = this;
    const { owner, members, invited } = this.thread.item;
    const me = this.session.desk.agent.id;
    const names = (people: readonly ColleagueView[]): string => people.map(({ name }) => name).join(", ");
    const others = members.filter(({ id }) => id !== me);
    const said = [
      owner.id === me ? "" : t.inCharge(owner.name),
      others.length ? t.alsoHere(names(others)) : "",
      invited.length ? t.askedIn(names(invited)) : "",
    ].filter(Boolean);
    return html`<p class="company" role="status">${said.join(". ")}</p>`;
  }

  private ownActions(): TemplateResult {
    const { t } = this;
    // Practice goes to no bot, queue or colleague.
    if (this.thread.item.practice) return this.action(t.close, this.close);
    return html`${this.action(t.invite, this.invite)} ${this.action(t.transfer, this.transfer)}
    ${this.action(t.returnToBot, this.returnToBot)} ${this.action(t.close, this.close)}`;
  }

  private action(words: string, act: () => Promise<void>): TemplateResult {
    return html`<button type="button" class="button small" @click=${act}>${words}</button>`;
  }

  private composer(): TemplateResult {
    const { t, thread, desk } = this;
    const id = thread.item.conversation;
    const language = thread.state?.language ?? thread.item.language;
    return html`<message-composer
      .t=${t}
      .language=${language}
      .draft=${thread.draft}
      .attached=${thread.attached}
      .replies=${replyContext(desk.replies, this.session, thread, language)}
      @draft-changed=${(event: CustomEvent<string>) => desk.setDraft(id, event.detail)}
      @attach-wanted=${(event: CustomEvent<Attached>) => desk.attach(id, event.detail)}
      @detach-wanted=${(event: CustomEvent<Attached>) => desk.detach(id, event.detail)}
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

  private async returnToBot(): Promise<void> {
    const { t, thread } = this;
    const help = thread.state?.bot_available === false ? t.returnHelpBotAway : t.returnHelp;
    if (!(await this.confirm.ask({ title: t.returnQuestion, help, action: t.returnToBot }))) return;
    this.leftIf(await this.desk.giveAway("return", thread.item.conversation));
  }

  private async close(): Promise<void> {
    const { item } = this.thread;
    const tag = await this.closing.ask(item);
    if (tag === null) return;
    const isGone = await this.desk.giveAway("close", item.conversation, { tag });
    this.leftIf(isGone);
    if (isGone && item.practice) this.dispatchEvent(new CustomEvent("practice-closed", { detail: item.conversation }));
  }

  private async endPractice(): Promise<void> {
    this.leftIf(await this.desk.endPractice());
  }

  private async transfer(): Promise<void> {
    const { item } = this.thread;
    const { conversation } = item;
    const choice = await this.people.ask("transfer", item, this.unsentNotes.get(conversation));
    if (!choice) return;
    const isGone = await this.desk.transfer(conversation, choice);
    // A refused transfer has stored nothing: the words are for the next try.
    if (isGone) this.unsentNotes.delete(conversation);
    else this.unsentNotes.set(conversation, choice.note);
    this.leftIf(isGone);
  }

  private async invite(): Promise<void> {
    const { item } = this.thread;
    const choice = await this.people.ask("invite", item);
    if (choice?.agent) await this.desk.invite(item.conversation, choice.agent);
  }

  private async leave(): Promise<void> {
    const { t, thread } = this;
    if (!(await this.confirm.ask({ title: t.leaveQuestion, help: t.leaveHelp, action: t.leave }))) return;
    this.leftIf(await this.desk.leave(thread.item.conversation));
  }

  private leftIf(isGone: boolean): void {
    if (isGone) this.dispatchEvent(new CustomEvent("left"));
  }
}
