import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import type { AgentView } from "../../shared/protocol";
import type { Texts } from "../texts";
import { headerStyles } from "./header-styles";
import { logo } from "./logo";
import { HAS_SHORTCUTS } from "./shortcuts";
import { shared } from "./styles";

const SUPERVISORS: ReadonlySet<AgentView["role"]> = new Set(["supervisor", "administrator"]);

/**
 * The top of the desk: who, on duty or away, language, and the account menu.
 *
 * Fires `availability-chosen`, `sound-chosen`, `closed-wanted`, `log-wanted`, `password-wanted` and `leave-wanted`.
 */
export class DeskHeader extends LitElement {
  static override styles = [shared, headerStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) agent!: AgentView;
  @property({ attribute: false }) language!: Language;
  @property({ type: Boolean }) sound = false;
  @query(".menu") private menu!: HTMLElement;
  @query("[popover]") private panel!: HTMLElement;

  override render(): TemplateResult {
    const { t, agent } = this;
    const isOnDuty = agent.availability === "available";
    return html`<header>
      ${logo}
      <h1 tabindex="-1">${t.product} <small>${t.console}</small></h1>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked=${isOnDuty ? "true" : "false"}
        @click=${() => this.fire("availability-chosen", isOnDuty ? "away" : "available")}
      >
        <span class="track" aria-hidden="true"><span class="knob"></span></span>${t.onDuty}
      </button>
      <language-picker .t=${t} .language=${this.language}></language-picker>
      <button type="button" class="menu" popovertarget="account" aria-label=${t.accountMenu(agent.name)}>
        ${agent.name} <span aria-hidden="true">▾</span>
      </button>
      <div id="account" popover @keydown=${this.pressed}>
        <label>
          <input type="checkbox" .checked=${this.sound} @change=${this.chooseSound} />
          ${t.sound}
        </label>
        <button type="button" @click=${() => this.pick("closed-wanted")}>${t.closedConversations}</button>
        ${SUPERVISORS.has(agent.role)
          ? html`<button type="button" @click=${() => this.pick("log-wanted")}>${t.log}</button>`
          : nothing}
        <button type="button" @click=${() => this.pick("password-wanted")}>${t.changePassword}</button>
        <button type="button" @click=${() => this.pick("leave-wanted")}>${t.signOut}</button>
        ${HAS_SHORTCUTS ? html`<p class="hint">${t.shortcutHint}</p>` : nothing}
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
