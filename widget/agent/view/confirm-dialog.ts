import { html, LitElement, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Texts } from "../texts";
import { dialogStyles } from "./dialog";
import { shared } from "./styles";

export interface Question {
  readonly title: string;
  readonly help: string;
  readonly action: string;
}

/** Asks before something that cannot be taken back. */
export class ConfirmDialog extends LitElement {
  static override styles = [shared, dialogStyles];

  @property({ attribute: false }) t!: Texts;
  @state() private question: Question | null = null;
  @query("dialog") private dialog!: HTMLDialogElement;
  private answer: ((yes: boolean) => void) | null = null;

  /** Return whether the agent agreed; Escape and Cancel mean no. */
  async ask(question: Question): Promise<boolean> {
    this.question = question;
    await this.updateComplete;
    this.dialog.returnValue = "";
    this.dialog.showModal();
    return new Promise((resolve) => (this.answer = resolve));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.settle(false);
  }

  override render(): TemplateResult {
    const { t, question } = this;
    return html`<dialog
      aria-labelledby="title"
      aria-describedby="help"
      @close=${() => this.settle(this.dialog.returnValue === "yes")}
    >
      <h2 id="title">${question?.title}</h2>
      <p id="help">${question?.help}</p>
      <form method="dialog" class="actions">
        <button class="button primary" value="yes">${question?.action}</button>
        <button class="button" value="no">${t.cancel}</button>
      </form>
    </dialog>`;
  }

  private settle(yes: boolean): void {
    this.answer?.(yes);
    this.answer = null;
  }
}
