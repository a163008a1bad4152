import { html, LitElement, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import type { DeskItemView, TagView } from "../../shared/protocol";
import type { Texts } from "../texts";
import { dialogStyles } from "./dialog";
import { peopleStyles } from "./people-styles";
import { shared } from "./styles";

/** Asks before a conversation is closed, and what it was about. */
export class CloseDialog extends LitElement {
  static override styles = [shared, dialogStyles, peopleStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) tags: readonly TagView[] = [];
  @state() private item: DeskItemView | null = null;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("select") private select!: HTMLSelectElement;
  private answer: ((tag: string | null) => void) | null = null;

  /** Return the tag, empty if none was chosen; null for Escape and Cancel. */
  async ask(item: DeskItemView): Promise<string | null> {
    this.item = item;
    await this.updateComplete;
    // In the youth chat the topic was chosen at the start.
    this.select.value = this.offered.some(({ id }) => id === item.queue) ? item.queue : "";
    this.dialog.returnValue = "";
    this.dialog.showModal();
    return new Promise((resolve) => (this.answer = resolve));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.settle(null);
  }

  override render(): TemplateResult {
    const { t, language } = this;
    return html`<dialog
      aria-labelledby="title"
      aria-describedby="help"
      @close=${() => this.settle(this.dialog.returnValue === "yes" ? this.select.value : null)}
    >
      <h2 id="title">${t.closeQuestion}</h2>
      <p id="help">${t.closeHelp}</p>
      <form method="dialog">
        <div class="field">
          <label for="tag">${t.tag}</label>
          <select id="tag">
            <option value="">${t.noTag}</option>
            ${this.offered.map((tag) => html`<option value=${tag.id}>${tag[language]}</option>`)}
          </select>
        </div>
        <div class="actions">
          <button class="button primary" value="yes">${t.close}</button>
          <button class="button" value="no">${t.cancel}</button>
        </div>
      </form>
    </dialog>`;
  }

  private get offered(): readonly TagView[] {
    const mode = this.item?.mode;
    return mode ? this.tags.filter(({ modes }) => modes.includes(mode)) : [];
  }

  private settle(tag: string | null): void {
    this.answer?.(tag);
    this.answer = null;
  }
}
