import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import type { AgentView } from "../../shared/protocol";
import type { Texts } from "../texts";
import { headerStyles } from "./header-styles";
import { logo } from "./logo";
import { HAS_SHORTCUTS } from "./shortcuts";
import { shared } from "./styles";

const AVAILABILITIES: readonly AgentView["availability"][] = ["available", "busy", "on_break", "away"];

/** What a supervisor can look at; the address says which, so that it is kept, linked and gone back from. */
export type Room = "desk" | "live" | "people";
const ROOMS: readonly Room[] = ["desk", "live", "people"];

/** Return the room of an address. */
export function roomOf(hash: string): Room {
  return ROOMS.find((room) => hash === `#${room}`) ?? "desk";
}

export function isSupervisor({ role }: AgentView): boolean {
  return role === "supervisor" || role === "administrator";
}

/**
 * The top of the desk: who, in which state, language, and the account menu.
 *
 * Fires `availability-chosen`, `finish-wanted`, `sound-chosen`, `password-wanted` and `leave-wanted`.
 */
export class DeskHeader extends LitElement {
  static override styles = [shared, headerStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) agent!: AgentView;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) room: Room = "desk";
  @property({ type: Boolean }) sound = false;
  @query(".menu") private menu!: HTMLElement;
  @query("[popover]") private panel!: HTMLElement;

  override render(): TemplateResult {
    const { t, agent } = this;
    return html`<header>
      ${logo}
      <h1 tabindex="-1">${t.product} <small>${t.console}</small></h1>
      ${isSupervisor(agent) ? this.rooms() : nothing}
      <label class="state">
        <span class="visually-hidden">${t.myState}</span>
        <span class="dot ${agent.availability}" aria-hidden="true"></span>
        <select
          @change=${(event: Event) => this.fire("availability-chosen", (event.target as HTMLSelectElement).value)}
        >
          ${AVAILABILITIES.map(
            (one) => html`<option value=${one} .selected=${one === agent.availability}>${t.states[one]}</option>`,
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
        <button type="button" @click=${() => this.pick("finish-wanted")}>${t.finishDay}</button>
        <button type="button" @click=${() => this.pick("password-wanted")}>${t.changePassword}</button>
        <button type="button" @click=${() => this.pick("leave-wanted")}>${t.signOut}</button>
        ${HAS_SHORTCUTS ? html`<p class="hint">${t.shortcutHint}</p>` : nothing}
      </div>
    </header>`;
  }

  private rooms(): TemplateResult {
    const { t } = this;
    return html`<nav aria-label=${t.supervisor.rooms}>
      ${ROOMS.map(
        (room) =>
          html`<a href="#${room}" aria-current=${room === this.room ? "page" : "false"}>${t.supervisor[room]}</a>`,
      )}
    </nav>`;
  }

  override focus(): void {
    this.renderRoot.querySelector("h1")?.focus();
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
    // The browser gives the focus back by itself only outside a shadow root.
    this.panel.hidePopover();
    this.menu.focus();
  }

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
