import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import type { DebriefIs } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import { RequestRefused } from "../link/connection";
import type { Texts } from "../texts";
import { dialogStyles } from "./dialog";
import { peopleStyles } from "./people-styles";
import { longDialogStyles, practiceStyles } from "./practice-styles";
import { shared } from "./styles";

/** What came of a practice, for the agent to look back at. Fires `closed` with whether another one is wanted. */
export class DebriefDialog extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    peopleStyles,
    practiceStyles,
    longDialogStyles,
    css`
      fieldset {
        margin-top: 1rem;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) desk!: Desk;
  @state() private content: DebriefIs | null = null;
  @query("dialog") private dialog!: HTMLDialogElement;

  /** Show what came of a practice that is over; nothing, if that is not known any more. */
  async show(conversation: string): Promise<void> {
    try {
      this.content = await this.desk.ask("debrief", { conversation });
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      return;
    }
    await this.updateComplete;
    for (const box of this.renderRoot.querySelectorAll("input")) box.checked = false;
    this.dialog.returnValue = "";
    this.dialog.showModal();
  }

  override render(): TemplateResult {
    const { t, content } = this;
    const words = t.practice;
    return html`<dialog
      aria-labelledby="title"
      @close=${() => this.dispatchEvent(new CustomEvent("closed", { detail: this.dialog.returnValue === "again" }))}
    >
      <h2 id="title">${words.debrief}</h2>
      ${content ? this.told(content) : nothing}
      <form method="dialog" class="actions">
        <button class="button primary" value="close">${words.close}</button>
        <button class="button" value="again">${words.again}</button>
      </form>
    </dialog>`;
  }

  private told({ title, first_answer_s, answers, points }: DebriefIs): TemplateResult {
    const { t } = this;
    const words = t.practice;
    const took = first_answer_s === null ? "" : t.minutes(Math.floor(first_answer_s / 60), first_answer_s % 60);
    return html`<p><span class="chip practice">${words.mark}</span> <strong>${title[t.language]}</strong></p>
      <p>${took ? `${words.firstAnswer(took)} ${words.answers(answers)}` : words.noAnswer}</p>
      <fieldset aria-describedby="points-help">
        <legend>${words.points}</legend>
        <p class="hint" id="points-help">${words.pointsHelp}</p>
        ${repeat(
          points,
          (point) => point.fi,
          (point) => html`<label class="choice"><input type="checkbox" /> ${point[t.language]}</label>`,
        )}
      </fieldset>`;
  }
}
