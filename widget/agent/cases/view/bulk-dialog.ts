import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../../shared/language";
import type { AnsweredView } from "../../../shared/protocol";
import { gapsIn } from "../../replies/places";
import type { ErrorCode } from "../../session/thread";
import type { Texts } from "../../texts";
import { dialogStyles } from "../../view/dialog";
import type { ReplyContext } from "../../view/reply-picker";
import { rendered } from "../../view/rendered";
import { shared } from "../../view/styles";
import type { CaseDesk } from "../case-desk";
import { ALL_CHOSEN } from "../drafts";
import { CASE_TEXTS } from "../texts/case";
import { LIST_TEXTS } from "../texts/list";
import { type AnswerBox, faultOf } from "./answer-box";

/** Answers all selected cases alike, and tells what became of each. Fires `closed`. */
export class BulkDialog extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    css`
      dialog {
        width: min(44rem, calc(100vw - 2rem));
      }

      answer-box,
      ul {
        margin-top: 1rem;
      }

      li {
        padding: 0.375rem 0;
        border-bottom: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) cases!: CaseDesk;
  @property({ attribute: false }) replies!: ReplyContext;
  @state() private fault = "";
  @state() private problem: ErrorCode | null = null;
  @state() private isBusy = false;
  @state() private isOpen = false;
  @state() private outcomes: readonly (AnsweredView & { title: string })[] | null = null;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("answer-box") private box!: AnswerBox;

  /** The answer as it is written so far: it outlives the dialog and the page. */
  private get draft(): string {
    return this.cases.drafts.get(ALL_CHOSEN, "answer");
  }

  private set draft(text: string) {
    this.cases.drafts.set(ALL_CHOSEN, "answer", text);
    this.requestUpdate();
  }

  async show(): Promise<void> {
    this.outcomes = null;
    this.fault = "";
    this.problem = null;
    this.isOpen = true;
    await this.updateComplete;
    this.dialog.showModal();
    await rendered();
    this.box.focus();
  }

  override render(): TemplateResult {
    const words = LIST_TEXTS[this.language];
    const count = this.outcomes?.length ?? this.cases.chosen.size;
    return html`<dialog aria-labelledby="title" @close=${this.closed}>
      <h2 id="title" tabindex="-1">${words.bulkTitle(count)}</h2>
      ${this.isOpen ? (this.outcomes ? this.told(this.outcomes) : this.asked()) : nothing}
    </dialog>`;
  }

  private asked(): TemplateResult {
    const words = LIST_TEXTS[this.language];
    const { t, problem } = this;
    return html`<p>${words.bulkHelp}</p>
      <div role="alert">${problem ? html`<p class="problem">${t.errors[problem]} ${words.bulkUnsure}</p>` : nothing}</div>
      <answer-box
        .t=${t}
        .label=${CASE_TEXTS[this.language].boxes.answer}
        .fault=${this.fault}
        .draft=${this.draft}
        .language=${this.language}
        .replies=${this.replies}
        @draft-changed=${(event: CustomEvent<string>) => (this.draft = event.detail)}
      ></answer-box>
      <div class="actions">
        <button type="button" class="button primary" aria-disabled=${this.isBusy ? "true" : "false"} @click=${this.send}>
          ${words.bulkSend}
        </button>
        <button type="button" class="button" @click=${() => this.dialog.close()}>${t.cancel}</button>
      </div>`;
  }

  private told(outcomes: readonly (AnsweredView & { title: string })[]): TemplateResult {
    const words = LIST_TEXTS[this.language];
    const answered = outcomes.filter(({ error }) => !error).length;
    const reason = (error: string): string =>
      words.bulkRefused[error] ?? this.t.errors[error as keyof Texts["errors"]] ?? error;
    return html`<p role="status">${words.bulkDone(answered, outcomes.length)}</p>
      <ul>
        ${outcomes.map(
          ({ code, title, error }) => html`<li>
            <b>${title}</b> <span class="hint">${code}</span>
            ${error ? html`<p class="problem">${reason(error)}</p>` : html`<p>✓ ${words.bulkAnswered}</p>`}
          </li>`,
        )}
      </ul>
      <div class="actions">
        <button type="button" class="button primary" @click=${() => this.dialog.close()}>${words.close}</button>
      </div>`;
  }

  private closed(): void {
    this.isOpen = false;
    this.dispatchEvent(new CustomEvent("closed"));
  }

  private async send(): Promise<void> {
    if (this.isBusy) return;
    const words = CASE_TEXTS[this.language];
    const fault = faultOf(this.draft);
    const names = gapsIn(this.draft).map(({ name }) => name).join(", ");
    this.fault = fault === null ? "" : fault === "gaps" ? this.t.gapsLeft(names) : words[fault];
    if (fault) {
      this.box.focus();
      return;
    }
    const titles = new Map(this.cases.rows.map(({ code, title }) => [code, title]));
    this.isBusy = true;
    this.problem = null;
    const { outcomes, problem } = await this.cases.answerChosen(this.draft.trim());
    this.isBusy = false;
    // Nobody knows what was answered: the words stay for another try with those that are still selected.
    this.problem = problem;
    if (problem) return;
    this.outcomes = outcomes.map((outcome) => ({ ...outcome, title: titles.get(outcome.code) ?? "" }));
    await rendered();
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }
}

