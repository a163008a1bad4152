import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../../shared/language";
import type { CityServiceView, ServicesAre } from "../../../shared/protocol";
import { shared } from "../../view/styles";
import { findServices, unitName } from "../services";
import type { CaseTexts } from "../texts/case";

/** Finds one of the city's services by name. Fires `service-chosen` with its code. */
export class ServicePicker extends LitElement {
  static override styles = [
    shared,
    css`
      ul {
        max-height: 18rem;
        margin-top: 0.5rem;
        overflow-y: auto;
        border: 1px solid var(--line);
        background: var(--paper);
      }

      li + li {
        border-top: 1px solid var(--line);
      }

      li button {
        display: grid;
        width: 100%;
        min-height: 2.75rem;
        padding: 0.375rem 0.75rem;
        border: 0;
        background: none;
        text-align: start;
        cursor: pointer;
      }

      li button:hover {
        background: var(--bus-light);
      }

      li button:focus-visible {
        outline-offset: -3px;
      }

      .name {
        font-weight: 600;
      }

      p {
        margin-top: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) words!: CaseTexts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) services: ServicesAre | null = null;
  /** The service that the case has. */
  @property({ attribute: false }) current = "";
  @state() private text = "";
  @query("input") private field!: HTMLInputElement;

  override focus(): void {
    this.field?.focus();
  }

  override render(): TemplateResult {
    const { words, services, language } = this;
    const found = services ? findServices(services, this.text, language) : [];
    return html`<div class="field">
        <label for="query">${words.findService}</label>
        <input
          id="query"
          type="search"
          autocomplete="off"
          @input=${() => (this.text = this.field.value)}
          @keydown=${(event: KeyboardEvent) => this.pressed(event, found)}
        />
      </div>
      ${found.length
        ? html`<ul aria-label=${words.services}>
            ${found.map((service) => this.option(service))}
          </ul>`
        : nothing}
      <p role="status" class=${found.length ? "visually-hidden" : ""}>${services && !found.length ? words.noService : nothing}</p>`;
  }

  private option({ code, name, unit, description }: CityServiceView): TemplateResult {
    const { words, language, services } = this;
    return html`<li>
      <button type="button" title=${description[language]} ?disabled=${code === this.current} @click=${() => this.choose(code)}>
        <span class="name">${name[language]}</span>
        <span class="hint">
          ${unitName(services, unit, language)}${code === this.current ? ` (${words.currentService})` : nothing}
        </span>
      </button>
    </li>`;
  }

  /** Enter takes the only one that is left, so that a name typed in full is enough. */
  private pressed(event: KeyboardEvent, found: readonly CityServiceView[]): void {
    const [only, ...others] = found;
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (only && others.length === 0 && only.code !== this.current) this.choose(only.code);
  }

  private choose(code: string): void {
    this.dispatchEvent(new CustomEvent("service-chosen", { detail: code }));
  }
}
