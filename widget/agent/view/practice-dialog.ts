import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import { type Language, LANGUAGES } from "../../shared/language";
import type { ScenarioView } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import { RequestRefused } from "../link/connection";
import type { Texts } from "../texts";
import { dialogStyles } from "./dialog";
import { peopleStyles } from "./people-styles";
import { longDialogStyles } from "./practice-styles";
import { shared } from "./styles";

/** Lets the agent choose with whom to practise. Fires `closed` with whether practice has begun. */
export class PracticeDialog extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    peopleStyles,
    longDialogStyles,
    css`
      .choice .hint {
        display: block;
        text-align: start;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) desk!: Desk;
  @property({ type: Boolean }) isPractising = false;
  @state() private scenarios: readonly ScenarioView[] = [];
  @state() private problem: string | null = null;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("form") private form!: HTMLFormElement;
  private hasBegun = false;

  async show(): Promise<void> {
    this.problem = null;
    this.hasBegun = false;
    this.dialog.showModal();
    try {
      ({ scenarios: this.scenarios } = await this.desk.ask("scenarios", {}));
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      this.problem = this.t.errors[error.code];
    }
  }

  override render(): TemplateResult {
    const { t, scenarios } = this;
    const words = t.practice;
    return html`<dialog
      aria-labelledby="title"
      aria-describedby="help"
      @close=${() => this.dispatchEvent(new CustomEvent("closed", { detail: this.hasBegun }))}
    >
      <h2 id="title">${words.choose}</h2>
      <p id="help">${words.chooseHelp} ${this.isPractising ? html`<strong>${words.replacesOne}</strong>` : nothing}</p>
      <form novalidate @submit=${this.submit}>
        <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
        <div class="field">
          <label for="language">${words.visitorSpeaks}</label>
          <select id="language" name="language">
            ${LANGUAGES.map(
              (one) => html`<option value=${one} .selected=${one === this.language}>${t.languageNames[one]}</option>`,
            )}
          </select>
        </div>
        <fieldset>
          <legend>${words.scenario}</legend>
          ${scenarios.length || this.problem
            ? scenarios.map((scenario) => this.choice(scenario))
            : html`<p class="hint">${words.loading}</p>`}
        </fieldset>
        <div class="actions">
          <button class="button primary">${words.begin}</button>
          <button class="button" type="button" @click=${() => this.dialog.close()}>${t.cancel}</button>
        </div>
      </form>
    </dialog>`;
  }

  private choice({ id, mode, title, trains }: ScenarioView): TemplateResult {
    const { t } = this;
    return html`<label class="choice">
      <input type="radio" name="scenario" value=${id} />
      <span>
        <strong>${title[t.language]}</strong>
        ${mode === "youth" ? html`<span class="chip strong">${t.youth}</span>` : nothing}
        <span class="hint">${trains[t.language]}</span>
      </span>
    </label>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(this.form);
    const scenario = this.scenarios.find(({ id }) => id === data.get("scenario"));
    this.problem = scenario ? null : this.t.practice.chooseOne;
    if (!scenario) return;
    this.hasBegun = await this.desk.practise(scenario, data.get("language") as Language);
    if (this.hasBegun) this.dialog.close();
  }
}
