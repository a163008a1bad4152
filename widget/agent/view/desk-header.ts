import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import type { Language } from "../../shared/language";
import type { AgentView } from "../../shared/protocol";
import { REPORT_TEXTS } from "../reports/texts";
import type { Texts } from "../texts";
import { CAN_NOTIFY } from "../notifier";
import { headerStyles } from "./header-styles";
import { logo } from "./logo";
import { type Page, pagesOf } from "./pages";
import { HAS_SHORTCUTS } from "./shortcuts";
import { shared } from "./styles";

const AVAILABILITIES: readonly AgentView["availability"][] = ["available", "busy", "on_break", "away"];

/**
 * The top of the desk: who, in which state, language, and the account menu.
 *
 * Fires `availability-chosen`, `finish-wanted`, `sound-chosen`, `notifications-chosen`, `closed-wanted`, `log-wanted`,
 * `banners-wanted`, `password-wanted` and `leave-wanted`.
 */
export class DeskHeader extends LitElement {
  static override styles = [shared, headerStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) agent!: AgentView;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) page!: Page;
  @property({ type: Boolean }) sound = false;
  @property({ type: Boolean }) notifications = false;
  @property({ type: Boolean }) isSupervisor = false;
  /** Cases that the agent has, and that are late. */
  @property({ type: Number }) ownCases = 0;
  @property({ type: Number }) lateCases = 0;
  @query(".menu") private menu!: HTMLElement;
  @query("[popover]") private panel!: HTMLElement;

  override render(): TemplateResult {
    const { t, agent } = this;
    return html`<header>
      ${logo}
      <h1 tabindex="-1">${t.product} <small>${t.console}</small></h1>
      ${this.pages()}
      <label class="state">
        <span class="visually-hidden">${t.myState}</span>
        <span class="dot ${agent.availability}" aria-hidden="true"></span>
        <select
          @change=${(event: Event) => this.fire("availability-chosen", (event.target as HTMLSelectElement).value)}
        >
          ${AVAILABILITIES.map(
            (one) => html`<option value=${one} .selected=${live(one === agent.availability)}>${t.states[one]}</option>`,
          )}
        </select>
      </label>
      <language-picker .t=${t} .language=${this.language}></language-picker>
      <button type="button" class="menu" popovertarget="account" aria-label=${t.accountMenu(agent.name)}>
        ${agent.name} <span aria-hidden="true">▾</span>
      </button>
      <div id="account" popover @keydown=${this.pressed}>
        <label>
          <input type="checkbox" .checked=${this.sound} @change=${this.chooseSound} />
          ${t.sound}
        </label>
        ${CAN_NOTIFY
          ? html`<label>
              <input type="checkbox" .checked=${live(this.notifications)} @change=${this.chooseNotifications} />
              ${t.notifications}
            </label>`
          : nothing}
        <button type="button" @click=${() => this.pick("closed-wanted")}>${t.closedConversations}</button>
        ${this.isSupervisor
          ? html`<button type="button" @click=${() => this.pick("log-wanted")}>${t.log}</button>
              <button type="button" @click=${() => this.pick("banners-wanted")}>${t.banners.title}</button>`
          : nothing}
        <button type="button" @click=${() => this.pick("finish-wanted")}>${t.finishDay}</button>
        <button type="button" @click=${() => this.pick("password-wanted")}>${t.changePassword}</button>
        <button type="button" @click=${() => this.pick("leave-wanted")}>${t.signOut}</button>
        ${this.shortcuts()}
      </div>
    </header>`;
  }

  override focus(): void {
    this.renderRoot.querySelector("h1")?.focus();
  }

  /** Where a dialog was opened from: the browser gives the focus back by itself only outside a shadow root. */
  focusMenu(): void {
    this.menu.focus();
  }

  private pages(): TemplateResult | typeof nothing {
    const pages = pagesOf(this.agent);
    const { live, people, rooms } = this.t.supervisor;
    const words = REPORT_TEXTS[this.language];
    if (pages.length < 2) return nothing;
    const names: Record<Page, string> = { desk: words.desk, cases: this.t.cases.title, live, people, reports: words.title };
    return html`<nav aria-label=${rooms}>
      ${pages.map(
        (page) =>
          html`<a href="#${page}" aria-current=${page === this.page ? "page" : nothing}
            >${names[page]}${page === "cases" ? this.caseCounts() : nothing}</a
          >`,
      )}
    </nav>`;
  }

  private caseCounts(): TemplateResult {
    const { t, ownCases, lateCases } = this;
    // The header is full: the words are for a screen reader and whoever points at the number.
    const chip = (count: number, words: string, look: string): TemplateResult | typeof nothing =>
      count
        ? html` <span class="count ${look}" title=${words}
              ><span aria-hidden="true">${look ? "!" : ""}${count}</span><span class="visually-hidden">${words}</span></span
            >`
        : nothing;
    return html`${chip(ownCases, t.cases.mine(ownCases), "")}${chip(lateCases, t.cases.late(lateCases), "late")}`;
  }

  private shortcuts(): TemplateResult {
    const { t } = this;
    const digits = [["Alt + 1–9", t.shortcuts.conversation], ["Alt + 0", t.shortcuts.queue]];
    const letters = [["Alt + C", t.cases.shortcuts.cases], ["Alt + L", t.cases.shortcuts.contact]];
    const keys = [...(HAS_SHORTCUTS ? [...digits, ...letters] : []), ["/", t.shortcuts.replies], [t.shortcuts.tab, t.shortcuts.gap]];
    return html`<h2 id="shortcuts">${t.shortcuts.title}</h2>
      <dl aria-labelledby="shortcuts">
        ${keys.map(([key, effect]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${effect}</dd></div>`)}
      </dl>`;
  }

  /** Checked only when the browser has agreed, which it tells later. */
  private chooseNotifications(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.fire("notifications-chosen", input.checked);
    input.checked = this.notifications;
  }

  private chooseSound(event: Event): void {
    this.fire("sound-chosen", (event.target as HTMLInputElement).checked);
  }

  private pick(name: string): void {
    this.panel.hidePopover();
    this.fire(name, null);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    this.panel.hidePopover();
    this.focusMenu();
  }

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
