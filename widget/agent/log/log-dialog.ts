import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import type { LogEntryView, LogIs } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import { RequestRefused } from "../link/connection";
import type { Texts } from "../texts";
import { conversationTag, moment } from "../texts/format";
import { dialogStyles } from "../view/dialog";
import { shared } from "../view/styles";
import { searchStyles } from "./styles";
import type { Action, Detail } from "./actions";
import { LOG_TEXTS, type LogTexts } from "./texts";

/** The log, for supervisors: searched, read page by page, and taken along as a file. Fires `closed`. */
export class LogDialog extends LitElement {
  static override styles = [shared, dialogStyles, searchStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) desk!: Desk;
  @state() private entries: readonly LogEntryView[] = [];
  @state() private agents: LogIs["agents"] = [];
  @state() private hasMore = false;
  @state() private problem: RequestRefused["code"] | null = null;
  @state() private wanted = { agent: "", action: "", conversation: "" };
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("#conversation") private conversation!: HTMLInputElement;
  private asked = 0;

  show(): void {
    this.dialog.showModal();
    void this.search();
  }

  private get words(): LogTexts {
    return LOG_TEXTS[this.t.language];
  }

  override render(): TemplateResult {
    const { t, words, entries } = this;
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new CustomEvent("closed"))}>
      <div class="top">
        <h2 id="title">${t.log}</h2>
        <button type="button" class="button small" @click=${() => this.dialog.close()}>${words.close}</button>
      </div>
      <p>${words.intro}</p>
      ${this.form()}
      <div role="alert">${this.problem ? html`<p class="problem">${t.errors[this.problem]}</p>` : nothing}</div>
      <p class="found" role="status">${words.found(entries.length, this.hasMore)}</p>
      <ol class="rows">
        ${repeat(entries, (entry) => entry.id, (entry) => this.row(entry))}
      </ol>
      ${this.hasMore
        ? html`<p class="more"><button type="button" class="button" @click=${this.goOn}>${words.more}</button></p>`
        : nothing}
    </dialog>`;
  }

  private form(): TemplateResult {
    const { words } = this;
    const actions = Object.keys(words.actions) as Action[];
    return html`<form class="search" @submit=${this.submit}>
      <div class="field">
        <label for="agent">${words.agent}</label>
        <select id="agent">
          <option value="">${words.all}</option>
          ${this.agents.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="action">${words.action}</label>
        <select id="action">
          <option value="">${words.all}</option>
          ${actions.map((action) => html`<option value=${action}>${words.actions[action]}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="conversation">${words.conversation}</label>
        <input id="conversation" maxlength="36" aria-describedby="conversation-hint" autocomplete="off" spellcheck="false" />
        <p class="hint" id="conversation-hint">${words.conversationHint}</p>
      </div>
      <div class="actions">
        <button class="button primary">${words.show}</button>
        <a href="/api/agent/log.csv?${new URLSearchParams(this.wanted)}" download>${words.file}</a>
      </div>
    </form>`;
  }

  private row({ at, actor, agent_name, action, conversation, detail }: LogEntryView): TemplateResult {
    const { words } = this;
    const who = actor === "agent" ? agent_name || words.stranger : words[actor];
    const tag = conversationTag(conversation);
    return html`<li>
      <time datetime=${at}>${moment(at, Date.now())}</time>
      <span><strong>${who}</strong> ${words.done[action](this.inWords(detail))}</span>
      ${conversation
        ? html`<button
            type="button"
            class="button small"
            title=${conversation}
            aria-label=${words.onlyConversation(tag)}
            @click=${() => this.searchConversation(conversation)}
          >
            ${tag}
          </button>`
        : nothing}
    </li>`;
  }

  /** What is an id or a code to the service, in the reader's words. */
  private inWords(detail: Detail): Detail {
    const { language, supervisor } = this.t;
    const title = this.desk.session?.desk.queues.find(({ id }) => id === detail["queue"])?.[language];
    const role = Object.entries(supervisor.roles).find(([code]) => code === detail["role"])?.[1];
    return { ...detail, ...(title && { queue: title }), ...(role && { role }) };
  }

  private searchConversation(conversation: string): void {
    this.conversation.value = conversation;
    // The line that was pressed may be another one now.
    this.conversation.focus();
    void this.search();
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    void this.search();
  }

  private async search(): Promise<void> {
    const value = (id: string) => this.renderRoot.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)!.value;
    const conversation = value("conversation").trim().toLowerCase();
    this.wanted = { agent: value("agent"), action: value("action"), conversation };
    const found = await this.fetch(null);
    if (found) this.entries = found.entries;
  }

  private async goOn(): Promise<void> {
    const found = await this.fetch(this.entries.at(-1)?.id ?? null);
    if (found) this.entries = [...this.entries, ...found.entries];
  }

  /** Return what is asked for, unless something else has been asked for meanwhile. */
  private async fetch(before: number | null): Promise<LogIs | null> {
    const asked = ++this.asked;
    try {
      const found = await this.desk.ask("audit", { ...this.wanted, before });
      if (asked !== this.asked) return null;
      this.problem = null;
      this.hasMore = found.more;
      this.agents = found.agents;
      return found;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      this.problem = error.code;
      return null;
    }
  }
}
