import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import type { QueueTitleView } from "../../shared/protocol";
import { wellFormed } from "../../shared/text";
import type { Supervising } from "../desk/supervising";
import type { Texts } from "../texts";
import { dialogStyles } from "./dialog";
import { peopleStyles } from "./people-styles";
import { shared } from "./styles";

const LANGUAGES: readonly Language[] = ["fi", "sv", "en"];

/** Writes one message, in all three languages, to everybody who waits in the chosen queues. */
export class BroadcastDialog extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    peopleStyles,
    css`
      .queues {
        max-height: 12rem;
        overflow-y: auto;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) supervising!: Supervising;
  @property({ attribute: false }) queues: readonly QueueTitleView[] = [];
  @state() private isMissing = false;
  @state() private isBusy = false;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("form") private form!: HTMLFormElement;
  /** One for each wording: what is sent again after an answer was lost reaches nobody twice. */
  private messageId = "";

  show(): void {
    this.messageId = crypto.randomUUID();
    this.isMissing = false;
    this.form.reset();
    this.dialog.showModal();
  }

  override render(): TemplateResult {
    const { t } = this;
    const s = t.supervisor;
    return html`<dialog aria-labelledby="title" aria-describedby="help">
      <h2 id="title">${s.broadcast}</h2>
      <p id="help">${s.broadcastHelp}</p>
      <form novalidate @submit=${this.submit} @input=${() => (this.messageId = crypto.randomUUID())}>
        <div role="alert">${this.isMissing ? html`<p class="problem">${s.broadcastMissing}</p>` : nothing}</div>
        <fieldset>
          <legend>${s.broadcastQueues}</legend>
          <div class="queues">
            ${this.queues.map(
              (queue) => html`<label class="choice">
                <input type="checkbox" name="queue" value=${queue.id} /> ${queue[this.language]}
              </label>`,
            )}
          </div>
        </fieldset>
        ${LANGUAGES.map(
          (one) => html`<div class="field">
            <label for=${one}>${s.broadcastTexts[one]}</label>
            <textarea id=${one} name=${one} lang=${one} rows="2" maxlength="4000"></textarea>
          </div>`,
        )}
        <div class="actions">
          <button class="button primary" aria-disabled=${this.isBusy ? "true" : "false"}>${s.broadcastSend}</button>
          <button class="button" type="button" @click=${() => this.dialog.close()}>${t.cancel}</button>
        </div>
      </form>
    </dialog>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isBusy) return;
    const data = new FormData(this.form);
    const [first, ...others] = data.getAll("queue").map(String);
    const [fi = "", sv = "", en = ""] = LANGUAGES.map((one) => wellFormed(String(data.get(one) ?? "")).trim());
    this.isMissing = first === undefined || !fi || !sv || !en;
    if (first === undefined || this.isMissing) return;
    this.isBusy = true;
    const isDone = await this.supervising.broadcast(this.messageId, { queues: [first, ...others], fi, sv, en });
    this.isBusy = false;
    if (isDone) this.dialog.close();
  }
}
