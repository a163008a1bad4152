import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { CaseView } from "../../../shared/protocol";
import { wellFormed } from "../../../shared/text";
import type { Texts } from "../../texts";
import { fieldStyles } from "../../view/field-styles";
import { shared } from "../../view/styles";
import type { CaseDesk } from "../case-desk";
import type { Box } from "../drafts";
import { originalOf, proposePublicWords, type PublicWords } from "../publishing";
import { BOXES } from "../steps";
import type { CaseTexts } from "../texts/case";

const PARTS: readonly (keyof PublicWords)[] = ["title", "text", "answer"];
const MAX_CHARS: Record<keyof PublicWords, number> = { title: 120, text: 4_000, answer: 4_000 };

/**
 * The original and the published words side by side, and the images one by one.
 *
 * Fires `published`, and `closed` when nothing is to be published now: what was written stays.
 */
export class PublishForm extends LitElement {
  static override styles = [
    shared,
    fieldStyles,
    css`
      form {
        display: grid;
        gap: 1rem;
        padding: 1rem;
        border: 2px solid var(--bus);
        background: var(--paper);
      }

      h3 {
        font-size: 1.125rem;
      }

      .warning {
        padding: 0.75rem 1rem;
        border-left: 6px solid var(--alert);
        background: var(--alert-light);
      }

      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
        gap: 0.5rem 1rem;
      }

      .pair .field {
        align-content: start;
      }

      h4 {
        margin: 0 0 0.25rem;
        font-size: 1rem;
      }

      .original {
        padding: 0.5rem 0.75rem;
        border: 2px solid var(--line);
        background: var(--ground);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }

      textarea {
        field-sizing: content;
        max-height: 50dvh;
      }

      .images {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
        margin-top: 0.5rem;
      }

      .images img {
        display: block;
        width: 8rem;
        height: 6rem;
        object-fit: cover;
      }

      label.tick {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        min-height: 2.75rem;
        cursor: pointer;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) words!: CaseTexts;
  @property({ attribute: false }) desk!: CaseDesk;
  @property({ attribute: false }) case!: CaseView;
  @property({ attribute: false }) change = 0;
  @state() private faults: Partial<Record<keyof PublicWords | "checked", string>> = {};
  @state() private proposed: PublicWords | null = null;
  @query("form") private form!: HTMLFormElement;

  override connectedCallback(): void {
    super.connectedCallback();
    this.proposed = proposePublicWords(this.case);
  }

  override focus(): void {
    this.renderRoot.querySelector("h3")?.focus();
  }

  override render(): TemplateResult {
    const { words, desk, faults } = this;
    const original = originalOf(this.case);
    return html`<form novalidate @submit=${this.submit}>
      <h3 tabindex="-1">${words.panels.publish}</h3>
      <p class="warning">${words.publishHelp}</p>
      ${PARTS.map((part) => this.pair(part, original[part]))}
      ${this.case.images.length ? this.images() : nothing}
      <div>
        <label class="tick">
          <input type="checkbox" name="checked" aria-describedby="checked-fault" /> ${words.publicChecked}
        </label>
        <p class="fault" id="checked-fault" role="alert">${faults.checked ?? nothing}</p>
      </div>
      <div class="actions">
        <button class="button primary" aria-disabled=${desk.isBusy ? "true" : "false"}>${words.send.publish}</button>
        <button type="button" class="button" @click=${() => this.fire("closed")}>${words.cancel}</button>
      </div>
    </form>`;
  }

  private pair(part: keyof PublicWords, original: string): TemplateResult {
    const { words, faults } = this;
    const name = { title: words.publicTitle, text: words.publicText, answer: words.publicAnswer }[part];
    const { language } = this.case.row;
    return html`<div class="pair">
      <div>
        <h4>${name}: ${words.original.toLocaleLowerCase()}</h4>
        <p class="original" lang=${language}>${original}</p>
      </div>
      <div class="field">
        <label for=${part}>${name}: ${words.published.toLocaleLowerCase()}</label>
        <textarea
          id=${part}
          lang=${language}
          rows=${part === "title" ? 2 : 5}
          maxlength=${MAX_CHARS[part]}
          aria-invalid=${faults[part] ? "true" : "false"}
          aria-describedby="${part}-fault"
          .value=${this.written(part)}
          @input=${(event: Event) => this.desk.write(boxOf(part), (event.target as HTMLTextAreaElement).value)}
        ></textarea>
        <p class="fault" id="${part}-fault" role="alert">${faults[part] ?? nothing}</p>
      </div>
    </div>`;
  }

  private images(): TemplateResult {
    const { words } = this;
    return html`<fieldset>
      <legend>${words.publicImages}</legend>
      <p class="hint">${words.publicImagesHelp}</p>
      <div class="images">
        ${this.case.images.map(
          ({ id, path, is_public }, number) => html`<label>
            <img src="${path}?size=thumbnail" alt="" />
            <span class="tick">
              <input type="checkbox" name="image" value=${id} .defaultChecked=${is_public} /> ${words.image(number + 1, false)}
            </span>
          </label>`,
        )}
      </div>
    </fieldset>`;
  }

  /** What was written here before, else what is proposed. */
  private written(part: keyof PublicWords): string {
    const { code } = this.case.row;
    const { drafts } = this.desk;
    return drafts.has(code, boxOf(part)) ? drafts.get(code, boxOf(part)) : (this.proposed?.[part] ?? "");
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const { words, desk } = this;
    const given = new FormData(this.form);
    const [title = "", text = "", answer = ""] = PARTS.map((part) => wellFormed(this.written(part)).trim());
    this.faults = {
      ...(!title && { title: words.missing }),
      ...(!text && { text: words.missing }),
      ...(!answer && { answer: words.missing }),
      ...(!given.get("checked") && { checked: words.publicUnchecked }),
    };
    const [first] = Object.keys(this.faults);
    if (first) {
      this.renderRoot.querySelector<HTMLElement>(first === "checked" ? "[name=checked]" : `#${first}`)?.focus();
      return;
    }
    const images = given.getAll("image").map(String);
    if (await desk.publish({ title, text, answer, images }, BOXES.publish)) this.fire("published");
  }

  private fire(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}

function boxOf(part: keyof PublicWords): Box {
  return `public_${part}`;
}
