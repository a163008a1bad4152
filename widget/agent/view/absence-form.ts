import { html, type TemplateResult } from "lit";
import { query } from "lit/decorators.js";

import type { AbsenceView } from "../../shared/protocol";
import { day } from "../texts/format";
import { PersonForm } from "./person-form";

const KINDS: readonly AbsenceView["kind"][] = ["sick", "holiday", "other"];

/** A person's absences that are not over, and a new one. */
export class AbsenceForm extends PersonForm {
  @query("form") private form!: HTMLFormElement;
  @query("h3") private heading!: HTMLElement;
  /** Sent again after a lost answer, it is the same absence. */
  private absenceId = crypto.randomUUID() as string;

  override render(): TemplateResult {
    const { t, person } = this;
    const s = t.supervisor;
    return html`<section aria-labelledby="title">
      <h3 id="title" tabindex="-1">${s.absences}</h3>
      <p class="hint">${s.absencesHelp}</p>
      ${person.absences.length
        ? html`<ul>
            ${person.absences.map((absence) => this.row(absence))}
          </ul>`
        : html`<p>${s.noAbsences}</p>`}
      <form novalidate @submit=${this.submit} @input=${() => (this.absenceId = crypto.randomUUID())}>
        <div class="row">
          ${this.date("first", s.first)} ${this.date("last", s.last)}
          <div class="field">
            <label for="kind">${s.reason}</label>
            <select id="kind" name="kind">
              ${KINDS.map((kind) => html`<option value=${kind}>${s.kinds[kind]}</option>`)}
            </select>
          </div>
        </div>
        ${this.outcome()}
        <div><button class="button primary">${s.addAbsence}</button></div>
      </form>
    </section>`;
  }

  private row({ id, first, last, kind }: AbsenceView): TemplateResult {
    const s = this.t.supervisor;
    const [from, until] = [day(first), day(last)];
    return html`<li class="row">
      <span>${from}–${until}, ${s.kinds[kind]}</span>
      <button type="button" class="button small" aria-label=${s.removeAbsence(from, until)} @click=${() => this.drop(id)}>
        ${s.remove}
      </button>
    </li>`;
  }

  private date(name: "first" | "last", words: string): TemplateResult {
    return html`<div class="field">
      <label for=${name}>${words}</label>
      <input id=${name} name=${name} type="date" />
    </div>`;
  }

  private async drop(id: string): Promise<void> {
    this.settle(await this.supervising.aboutPeople("remove_absence", { agent: this.person.id, id }));
    this.heading.focus();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(this.form);
    const [first, last] = [String(data.get("first")), String(data.get("last"))];
    if (!first || !last || last < first) {
      this.settle("invalid_payload", this.t.supervisor.datesWrong);
      return;
    }
    const absence = { agent: this.person.id, id: this.absenceId, first, last, kind: data.get("kind") as AbsenceView["kind"] };
    const refusal = await this.supervising.aboutPeople("add_absence", absence);
    this.settle(refusal);
    if (refusal !== null) return;
    this.form.reset();
    this.absenceId = crypto.randomUUID();
  }
}
