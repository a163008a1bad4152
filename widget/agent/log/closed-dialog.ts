import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import { LANGUAGES } from "../../shared/language";
import type { ClosedFound, ClosedView, DeskView, FindClosed } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import { RequestRefused } from "../link/connection";
import type { Texts } from "../texts";
import { moment, visitorName } from "../texts/format";
import { dialogStyles } from "../view/dialog";
import { rendered } from "../view/rendered";
import { shared } from "../view/styles";
import { searchStyles } from "./styles";
import { LOG_TEXTS, type LogTexts } from "./texts";

/** Conversations that have ended: found by when, where and in which language, and read one by one. Fires `closed`. */
export class ClosedDialog extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    searchStyles,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1fr) auto;
      }

      .name {
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) queues: DeskView["queues"] = [];
  @state() private found: readonly ClosedView[] = [];
  @state() private cursor = "";
  @state() private problem: RequestRefused["code"] | null = null;
  @state() private opened: ClosedView | null = null;
  @query("dialog") private dialog!: HTMLDialogElement;
  private wanted: FindClosed = {};
  private asked = 0;

  show(): void {
    this.opened = null;
    this.dialog.showModal();
    void this.search();
  }

  private get words(): LogTexts {
    return LOG_TEXTS[this.t.language];
  }

  override render(): TemplateResult {
    const { t, words, opened } = this;
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new CustomEvent("closed"))}>
      <div class="top">
        <h2 id="title">${t.closedConversations}</h2>
        <button type="button" class="button small" @click=${() => this.dialog.close()}>${words.close}</button>
      </div>
      <div ?hidden=${opened !== null}>${this.list()}</div>
      ${opened
        ? html`<closed-reading .t=${t} .desk=${this.desk} .about=${opened} @back-wanted=${this.back}></closed-reading>`
        : nothing}
    </dialog>`;
  }

  private list(): TemplateResult {
    const { t, words, found } = this;
    return html`<p>${words.closedIntro}</p>
      <form class="search" @submit=${this.submit}>
        <div class="field"><label for="since">${words.since}</label><input id="since" type="date" /></div>
        <div class="field"><label for="until">${words.until}</label><input id="until" type="date" /></div>
        <div class="field">
          <label for="queue">${words.queue}</label>
          <select id="queue">
            <option value="">${words.all}</option>
            ${this.queues.map((queue) => html`<option value=${queue.id}>${queue[t.language]}</option>`)}
          </select>
        </div>
        <div class="field">
          <label for="language">${words.language}</label>
          <select id="language">
            <option value="">${words.all}</option>
            ${LANGUAGES.map((language) => html`<option value=${language}>${t.languageNames[language]}</option>`)}
          </select>
        </div>
        <div class="actions"><button class="button primary">${words.show}</button></div>
      </form>
      <div role="alert">${this.problem ? html`<p class="problem">${t.errors[this.problem]}</p>` : nothing}</div>
      <p class="found" role="status">${words.found(found.length, this.cursor !== "")}</p>
      <ol class="rows">
        ${repeat(found, (one) => one.conversation, (one) => this.row(one))}
      </ol>
      ${this.cursor
        ? html`<p class="more"><button type="button" class="button" @click=${this.goOn}>${words.more}</button></p>`
        : nothing}`;
  }

  private row(one: ClosedView): TemplateResult {
    const { t, words } = this;
    const name = visitorName(one, t);
    const at = moment(one.closed_at, Date.now());
    const queue = this.queues.find(({ id }) => id === one.queue);
    return html`<li>
      <div>
        <p>
          <span class="name">${name}</span>
          <span class="chip">${t.languageNames[one.language]}</span>
          ${one.mode === "youth" ? html`<span class="chip strong">${t.youth}</span>` : nothing}
          ${queue ? html`<span class="chip">${queue[t.language]}</span>` : nothing}
        </p>
        <p class="hint">
          ${words.closedAt(at)}. ${one.agents.length ? words.answeredBy(one.agents.join(", ")) : words.nobodyAnswered}.
        </p>
      </div>
      <button
        type="button"
        class="button small"
        data-conversation=${one.conversation}
        aria-label=${words.readOne(name, at)}
        @click=${() => (this.opened = one)}
      >
        ${words.read}
      </button>
    </li>`;
  }

  /** To where the reader was. */
  private async back(): Promise<void> {
    const id = this.opened?.conversation;
    this.opened = null;
    await rendered();
    this.renderRoot.querySelector<HTMLElement>(`[data-conversation="${id}"]`)?.focus();
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    void this.search();
  }

  private async search(): Promise<void> {
    const value = (id: string) => this.renderRoot.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)!.value;
    const language = LANGUAGES.find((one) => one === value("language")) ?? "";
    this.wanted = { since: value("since"), until: value("until"), queue: value("queue"), language };
    const found = await this.fetch("");
    if (found) this.found = found.conversations;
  }

  private async goOn(): Promise<void> {
    const found = await this.fetch(this.cursor);
    if (found) this.found = [...this.found, ...found.conversations];
  }

  /** Return what is asked for, unless something else has been asked for meanwhile. */
  private async fetch(before: string): Promise<ClosedFound | null> {
    const asked = ++this.asked;
    try {
      const found = await this.desk.ask("find_closed", { ...this.wanted, before });
      if (asked !== this.asked) return null;
      this.problem = null;
      this.cursor = found.before;
      return found;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      this.problem = error.code;
      return null;
    }
  }
}
