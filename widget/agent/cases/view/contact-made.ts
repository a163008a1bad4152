import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import type { Language } from "../../../shared/language";
import type { ContactLogged, ServicesAre } from "../../../shared/protocol";
import { day } from "../../texts/format";
import { shared } from "../../view/styles";
import { copyText } from "../copying";
import { serviceName } from "../services";
import { CASE_TEXTS } from "../texts/case";
import type { ContactTexts } from "../texts/contact";

/**
 * What to tell somebody on the telephone of the case that was made for them.
 *
 * Fires `next-wanted` for another contact, `case-wanted` and `close-wanted`.
 */
export class ContactMade extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        margin-top: 0.5rem;
      }

      .code {
        font-size: 1.75rem;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
        letter-spacing: 0.05em;
        overflow-wrap: anywhere;
        user-select: all;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
        margin-top: 1.5rem;
      }
    `,
  ];

  @property({ attribute: false }) words!: ContactTexts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) services: ServicesAre | null = null;
  @property({ attribute: false }) made!: ContactLogged;
  /** Whether the code could be copied; null: nobody has tried. */
  @state() private isCopied: boolean | null = null;

  override render(): TemplateResult {
    const { words, language, isCopied } = this;
    const { code, due_on, service } = this.made;
    return html`<p>${words.tellCode}</p>
      <p class="code">${code}</p>
      <p>${words.promised(day(due_on))}</p>
      <p>${service ? words.goesTo(serviceName(this.services, service, language)) : words.goesToSorter}</p>
      <div class="actions">
        <button type="button" class="button primary" @click=${() => this.fire("next-wanted")}>${words.next}</button>
        <button type="button" class="button" @click=${this.copy}>${isCopied ? words.copied : words.copyCode}</button>
        <button type="button" class="button" @click=${() => this.fire("case-wanted")}>${words.openCase}</button>
        <button type="button" class="button" @click=${() => this.fire("close-wanted")}>${words.close}</button>
      </div>
      <p class=${isCopied === false ? "hint" : "visually-hidden"} role="status">
        ${isCopied === null ? nothing : isCopied ? words.copied : CASE_TEXTS[language].notCopied}
      </p>`;
  }

  private async copy(): Promise<void> {
    this.isCopied = await copyText(this.made.code);
  }

  private fire(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}
