import { css, html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";

import { type Language, LANGUAGES } from "../../shared/language";
import type { Texts } from "../texts";
import { shared } from "./styles";

// Each language by its own name: who needs it may not read the language around it.
const OWN_NAMES: Record<Language, string> = { fi: "Suomi", sv: "Svenska", en: "English" };

/** FI, SV, EN as buttons. Fires `language-chosen` with the language. */
export class LanguagePicker extends LitElement {
  static override styles = [
    shared,
    css`
      div {
        display: flex;
      }

      button {
        min-width: 2.75rem;
        min-height: 2.75rem;
        border: 0;
        border-radius: var(--radius);
        background: none;
        font-weight: 600;
        cursor: pointer;
      }

      button:hover {
        text-decoration: underline;
      }

      /* An underline rather than a shadow: it outlives a high-contrast theme. */
      button[aria-pressed="true"] {
        text-decoration: underline 3px;
        text-underline-offset: 0.5em;
      }

      :focus-visible {
        outline-color: currentcolor;
        outline-offset: -3px;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;

  override render(): TemplateResult {
    return html`<div role="group" aria-label=${this.t.interfaceLanguage}>
      ${LANGUAGES.map(
        (language) =>
          html`<button
            type="button"
            lang=${language}
            aria-label="${language.toUpperCase()}, ${OWN_NAMES[language]}"
            aria-pressed=${language === this.language ? "true" : "false"}
            @click=${() => this.choose(language)}
          >
            ${language.toUpperCase()}
          </button>`,
      )}
    </div>`;
  }

  private choose(language: Language): void {
    this.dispatchEvent(new CustomEvent("language-chosen", { detail: language, bubbles: true, composed: true }));
  }
}
