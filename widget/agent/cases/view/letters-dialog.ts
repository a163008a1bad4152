import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../../shared/language";
import type { DeadLetterView, LettersAre, WaitingLettersView } from "../../../shared/protocol";
import { RequestRefused } from "../../link/connection";
import type { ErrorCode } from "../../session/thread";
import type { Texts } from "../../texts";
import { moment } from "../../texts/format";
import type { ConfirmDialog } from "../../view/confirm-dialog";
import { dialogStyles } from "../../view/dialog";
import { rendered } from "../../view/rendered";
import { shared } from "../../view/styles";
import type { CaseDesk } from "../case-desk";
import { LETTER_TEXTS, type LetterTexts } from "../texts/letters";

/** Return why a letter was given up, in words: a code's first word says what failed, the rest is the server's number. */
export function reasonOf(error: string, words: LetterTexts): string {
  return words.reasons[error] ?? words.reasons[error.split("_")[0] ?? ""] ?? words.otherReason(error);
}

/** The outgoing messages, for supervisors: what waits, and what was given up. Fires `closed`. */
export class LettersDialog extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    css`
      dialog {
        width: min(48rem, calc(100vw - 2rem));
      }

      h3 {
        margin-top: 1.25rem;
        font-size: 1.125rem;
      }

      dl {
        margin-top: 1rem;
      }

      dl div {
        display: grid;
        grid-template-columns: minmax(7rem, 10rem) minmax(0, 1fr);
        gap: 0.25rem 0.75rem;
        padding: 0.375rem 0;
        border-bottom: 1px solid var(--line);
      }

      dt {
        font-weight: 600;
      }

      li {
        display: grid;
        gap: 0.25rem;
        padding: 0.75rem 0;
        border-bottom: 1px solid var(--line);
        overflow-wrap: anywhere;
      }

      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }

      .outcome {
        margin-top: 0.75rem;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) cases!: CaseDesk;
  @state() private letters: LettersAre | null = null;
  @state() private problem: ErrorCode | null = null;
  @state() private outcome: "retried" | "dropped" | "goneAlready" | null = null;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("confirm-dialog") private confirm!: ConfirmDialog;

  private get words(): LetterTexts {
    return LETTER_TEXTS[this.language];
  }

  async show(): Promise<void> {
    this.letters = null;
    this.outcome = null;
    this.dialog.showModal();
    await this.look(() => this.cases.ask("letters", {}));
  }

  override render(): TemplateResult {
    const { t, words, letters, problem, outcome } = this;
    return html`<dialog aria-labelledby="title" aria-describedby="help" @close=${() => this.dispatchEvent(new CustomEvent("closed"))}>
        <h2 id="title" tabindex="-1">${words.title}</h2>
        <p id="help">${words.help}</p>
        <div role="alert">${problem ? html`<p class="problem">${t.errors[problem]}</p>` : nothing}</div>
        <p class="outcome" role="status">
          ${outcome ? words[outcome] : letters || problem ? nothing : words.loading}
        </p>
        ${letters ? this.told(letters) : nothing}
        <form method="dialog" class="actions"><button class="button primary">${words.close}</button></form>
      </dialog>
      <confirm-dialog .t=${t}></confirm-dialog>`;
  }

  private told({ waiting, dead }: LettersAre): TemplateResult {
    const { words } = this;
    return html`<dl>
        ${waiting.map((each) => html`<div><dt>${words.channels[each.channel]}</dt><dd>${this.waits(each)}</dd></div>`)}
      </dl>
      <h3 id="dead">${words.dead}</h3>
      ${dead.length
        ? html`<ul aria-labelledby="dead">
            ${dead.map((letter) => this.letter(letter))}
          </ul>`
        : html`<p>${words.noneDead}</p>`}`;
  }

  private waits({ is_configured, pending, failing, oldest }: WaitingLettersView): string {
    const { words } = this;
    const waits = pending ? words.pending(pending, failing) : words.nothingPending;
    const since = oldest ? `, ${words.oldest(moment(oldest, Date.now()))}` : "";
    return is_configured ? `${waits}${since}.` : words.notConfigured;
  }

  private letter(letter: DeadLetterView): TemplateResult {
    const { words } = this;
    const { channel, subject, recipient, error, attempts, given_up_at } = letter;
    const title = subject || words.channels[channel];
    return html`<li>
      <b>${title}</b>
      <span>${recipient}</span>
      <span>${reasonOf(error, words)}</span>
      <span class="hint">${words.givenUp(moment(given_up_at, Date.now()), attempts)}</span>
      <span class="acts">
        <button type="button" class="button small" aria-label=${words.retryOne(title)} @click=${() => this.retry(letter)}>
          ${words.retry}
        </button>
        <button type="button" class="button small" aria-label=${words.dropOne(title)} @click=${() => this.drop(letter)}>
          ${words.drop}
        </button>
      </span>
    </li>`;
  }

  private async retry({ id }: DeadLetterView): Promise<void> {
    await this.decide("retried", () => this.cases.ask("retry_letter", { letter: id }));
  }

  private async drop({ id, subject }: DeadLetterView): Promise<void> {
    const { words } = this;
    const question = { title: words.dropQuestion, help: words.dropHelp(subject), action: words.drop };
    if (await this.confirm.ask(question)) await this.decide("dropped", () => this.cases.ask("drop_letter", { letter: id }));
  }

  private async decide(outcome: "retried" | "dropped", ask: () => Promise<LettersAre>): Promise<void> {
    if (await this.look(ask)) this.outcome = outcome;
    else if (this.problem === "not_found") {
      this.outcome = "goneAlready";
      await this.look(() => this.cases.ask("letters", {}));
    }
    await rendered();
    // The button went with its letter.
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  private async look(ask: () => Promise<LettersAre>): Promise<boolean> {
    this.problem = null;
    try {
      this.letters = await ask();
      return true;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      this.problem = error.code;
      return false;
    }
  }
}
