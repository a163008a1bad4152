import { html, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import type { QueueTitleView, SetSkills } from "../../shared/protocol";
import { PersonForm } from "./person-form";

const LANGUAGES: readonly Language[] = ["fi", "sv", "en"];
const MAX_SEATS = 20;

/** Queues, languages and seats of a person. */
export class SkillsForm extends PersonForm {
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) queues: readonly QueueTitleView[] = [];
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
      seats: Math.min(MAX_SEATS, Math.max(1, Math.round(Number(data.get("seats"))) || 1)),
    };
    this.settle(await this.supervising.aboutPeople("set_skills", { agent: this.person.id, ...skills }));
  }
}
