import { html, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import type { QueueTitleView, SetSkills, UnitView } from "../../shared/protocol";
import { PersonForm } from "./person-form";

const LANGUAGES: readonly Language[] = ["fi", "sv", "en"];
const MAX_SEATS = 20;

/** Queues, languages, units and seats of a person. */
export class SkillsForm extends PersonForm {
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) queues: readonly QueueTitleView[] = [];
  @property({ attribute: false }) units: readonly UnitView[] = [];
  @query("form") private form!: HTMLFormElement;

  override render(): TemplateResult {
    const { t, person, queues } = this;
    const s = t.supervisor;
    return html`<section aria-labelledby="title">
      <h3 id="title">${s.skills}</h3>
      <p class="hint">${s.skillsHelp}</p>
      <form novalidate @submit=${this.submit}>
        ${this.choices("queue", s.broadcastQueues, queues.map((queue) => [queue.id, queue[this.language]]), person.queues)}
        ${this.choices(
          "language",
          s.languages,
          LANGUAGES.map((one) => [one, t.languageNames[one]]),
          person.languages,
        )}
        ${this.choices("unit", t.cases.units, this.units.map(({ id, name }) => [id, name[this.language]]), person.units)}
        <p class="hint">${t.cases.unitsHelp}</p>
        <div class="field short">
          <label for="seats">${s.seats}</label>
          <input id="seats" name="seats" type="number" min="1" max=${MAX_SEATS} .value=${String(person.seats)} />
        </div>
        ${this.outcome()}
        <div><button class="button primary">${t.save}</button></div>
      </form>
    </section>`;
  }

  private choices(
    name: string,
    legend: string,
    options: readonly (readonly [string, string])[],
    chosen: readonly string[],
  ): TemplateResult {
    return html`<fieldset>
      <legend>${legend}</legend>
      <div class="choices">
        ${options.map(
          ([value, words]) => html`<label>
            <input type="checkbox" name=${name} value=${value} .checked=${chosen.includes(value)} /> ${words}
          </label>`,
        )}
      </div>
    </fieldset>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(this.form);
    const skills = {
      queues: data.getAll("queue").map(String),
      languages: data.getAll("language") as SetSkills["languages"],
      // Unseen units stay as they are.
      units: this.units.length ? data.getAll("unit").map(String) : this.person.units,
      seats: Math.min(MAX_SEATS, Math.max(1, Math.round(Number(data.get("seats"))) || 1)),
    };
    this.settle(await this.supervising.aboutPeople("set_skills", { agent: this.person.id, ...skills }));
  }
}
