import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import type { AgentView, BannerView, CallbackItemView } from "../../shared/protocol";
import type { Link, Wording } from "../desk/host";
import type { Texts } from "../texts";
import { callbacksDue } from "./callback-due";
import { Clock } from "./clock";
import { shared } from "./styles";

export interface Notice {
  readonly level: "info" | "error";
  readonly wording: Wording;
}

/** What the agent must know whatever is open. Fires `duty-wanted`, `callbacks-wanted` and `notice-dismissed`. */
export class DeskBanners extends LitElement {
  static override styles = [
    shared,
    css`
      .banner {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.25rem 1rem;
        padding: 0.5rem 1rem;
        border-left: 6px solid var(--focus);
        background: var(--bus-light);
      }

      .banner p {
        flex: 1 1 12rem;
      }

      .banner button[aria-label] {
        text-decoration: none;
      }

      .outage,
      .away {
        border-left-color: var(--alert);
        background: var(--alert-light);
      }

      /* Floats over the lists, so that nothing under the pointer moves when it comes and goes. */
      @media (min-width: 48.0625rem) {
        .info {
          position: fixed;
          z-index: 1;
          bottom: 1rem;
          left: 1rem;
          width: 21rem;
          box-shadow: 0 4px 16px rgb(0 0 0 / 25%);
        }
      }

      .error,
      .lost {
        border-left-color: var(--error);
        background: var(--error-light);
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) link!: Link;
  @property({ attribute: false }) notice: Notice | null = null;
  @property({ attribute: false }) agent!: AgentView;
  @property({ attribute: false }) language!: Language;
  /** What the citizens are told. */
  @property({ attribute: false }) banners: readonly BannerView[] = [];

  @property({ attribute: false }) callbacks: readonly CallbackItemView[] = [];
  private readonly clock = new Clock(this);

  override render(): TemplateResult {
    const { t, link, notice } = this;
    const { availability, is_absent } = this.agent;
    return html`
      <div role="alert">
        ${link === "lost" ? html`<p class="banner lost">${t.connectionLost}</p>` : nothing}
        ${notice?.level === "error" ? this.noticed(notice) : nothing}
      </div>
      <div role="status">${notice?.level === "info" ? this.noticed(notice) : nothing}</div>
      <div role="status">${this.banners.map((banner) => this.told(banner))}</div>
      <div role="status">${this.due()}</div>
      ${is_absent
        ? html`<section class="banner away" aria-label=${t.absentToday}>
            <p><strong>${t.absentToday}.</strong> ${t.absentTodayHelp}</p>
          </section>`
        : nothing}
      ${availability !== "available" && !is_absent
        ? html`<section class="banner away" aria-label=${t.states[availability]}>
            <p><strong>${t.states[availability]}.</strong> ${t.stateBannerHelp[availability]}</p>
            <button type="button" class="button small primary" @click=${() => this.fire("duty-wanted")}>
              ${t.goOnDuty}
            </button>
          </section>`
        : nothing}
    `;
  }

  /** Calls that were promised, and that nobody has tried to make. */
  private due(): TemplateResult | typeof nothing {
    const { callbacks: words } = this.t;
    const { soon, late } = callbacksDue(this.callbacks, this.clock.nowMs);
    if (!soon && !late) return nothing;
    return html`<div class="banner ${late ? "error" : "away"}">
      <p><strong>${words.due}:</strong> ${[late && words.dueLate(late), soon && words.dueSoon(soon)].filter(Boolean).join(", ")}.</p>
      <button type="button" class="button small" @click=${() => this.fire("callbacks-wanted")}>${words.showDue}</button>
    </div>`;
  }

  private told(banner: BannerView): TemplateResult {
    const words = this.t.banners;
    return html`<p class="banner ${banner.kind}">
      <span>
        <strong>${words.kinds[banner.kind]}:</strong> ${banner[this.language]}
        <span class="hint">${banner.modes.map((mode) => words.modes[mode]).join(", ")}</span>
      </span>
    </p>`;
  }

  private noticed({ level, wording }: Notice): TemplateResult {
    const { t } = this;
    return html`<div class="banner ${level}">
      <p>${wording(t)}</p>
      <button
        type="button"
        class="button small quiet"
        aria-label=${t.dismiss}
        @click=${() => this.fire("notice-dismissed")}
      >
        <span aria-hidden="true">✕</span>
      </button>
    </div>`;
  }

  private fire(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }
}
