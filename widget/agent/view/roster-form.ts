import { html, type PropertyValues, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";

import type { ShiftView } from "../../shared/protocol";
import { PersonForm } from "./person-form";
import { rendered } from "./rendered";

const NEW_SHIFT: ShiftView = { day: 0, begins: "09:00", ends: "17:00" };

/** A person's shifts of the week. What is changed here is kept when it is saved as a whole. */
export class RosterForm extends PersonForm {
  @state() private shifts: readonly ShiftView[] = [];

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("person")) return;
    // What is saved in another form about the same person must not undo what is being written in this one.
    const [before, now] = [changed.get("person"), this.person];
    if (JSON.stringify(before?.shifts) !== JSON.stringify(now.shifts)) this.shifts = now.shifts;
  }

  override render(): TemplateResult {
    const { t, shifts } = this;
    const s = t.supervisor;
    return html`<section aria-labelledby="title">
      <h3 id="title">${s.roster}</h3>
      <p class="hint">${s.rosterHelp}</p>
      <form novalidate @submit=${this.submit}>
        ${shifts.length
          ? html`<ul>
              ${shifts.map((shift, index) => html`<li class="row">${this.row(shift, index)}</li>`)}
            </ul>`
          : html`<p>${s.noShifts}</p>`}
        ${this.outcome()}
        <div class="row">
          <button type="button" class="button" @click=${this.add}>${s.addShift}</button>
          <button class="button primary">${t.save}</button>
        </div>
      </form>
    </section>`;
  }

  private row(shift: ShiftView, index: number): TemplateResult {
    const s = this.t.supervisor;
    const { day, begins, ends } = shift;
    const words = s.days[day] ?? "";
    return html`<div class="row">
        <div class="field">
          <label for="day${index}">${s.day}</label>
          <select
            id="day${index}"
            name="day"
            @change=${(event: Event) => this.change(index, { day: Number((event.target as HTMLSelectElement).value) })}
          >
            ${s.days.map((one, number) => html`<option value=${number} .selected=${number === day}>${one}</option>`)}
          </select>
        </div>
        ${this.time(index, "begins", begins)} ${this.time(index, "ends", ends)}
      </div>
      <button
        type="button"
        class="button small"
        aria-label=${s.removeShift(words, begins, ends)}
        @click=${() => this.drop(index)}
      >
        ${s.remove}
      </button>`;
  }

  private time(index: number, name: "begins" | "ends", value: string): TemplateResult {
    return html`<div class="field">
      <label for="${name}${index}">${this.t.supervisor[name]}</label>
      <input
        id="${name}${index}"
        type="time"
        .value=${value}
        @change=${(event: Event) => this.change(index, { [name]: (event.target as HTMLInputElement).value })}
      />
    </div>`;
  }

  private change(index: number, part: Partial<ShiftView>): void {
    this.isSaved = false;
    this.shifts = this.shifts.map((shift, at) => (at === index ? { ...shift, ...part } : shift));
  }

  private async add(): Promise<void> {
    const last = this.shifts.at(-1);
    // The next day with the same times, as most weeks are written.
    const next = last ? { ...last, day: (last.day + 1) % 7 } : NEW_SHIFT;
    this.isSaved = false;
    this.shifts = [...this.shifts, next];
    await rendered();
    this.renderRoot.querySelector<HTMLElement>(`#day${this.shifts.length - 1}`)?.focus();
  }

  private async drop(index: number): Promise<void> {
    this.isSaved = false;
    this.shifts = this.shifts.filter((_, at) => at !== index);
    await rendered();
    this.renderRoot.querySelector<HTMLElement>('button[type="button"].button:not(.small)')?.focus();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const shifts = [...this.shifts];
    const refusal = await this.supervising.aboutPeople("set_roster", { agent: this.person.id, shifts }, [
      "invalid_payload",
    ]);
    this.settle(refusal, refusal === "invalid_payload" ? this.t.supervisor.shiftsOverlap : "");
  }
}
