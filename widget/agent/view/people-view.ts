import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";

import type { Language } from "../../shared/language";
import type { DeskView, PersonView } from "../../shared/protocol";
import type { Supervising } from "../desk/supervising";
import type { Texts } from "../texts";
import type { AddPersonDialog } from "./add-person-dialog";
import { listStyles } from "./list-styles";
import { rendered } from "./rendered";
import { shared } from "./styles";
import { tableStyles } from "./table-styles";

interface Made {
  readonly name: string;
  readonly password: string;
}

/** Everybody who has an account, and all that can be changed about the one who is chosen. */
export class PeopleView extends LitElement {
  static override styles = [
    shared,
    tableStyles,
    listStyles,
    css`
      h2 {
        padding: 0;
        font-size: 1.375rem;
      }

      .columns {
        display: grid;
        grid-template-columns: minmax(14rem, 20rem) minmax(0, 1fr);
        gap: 1.5rem;
        align-items: start;
      }

      .person {
        display: grid;
        gap: 1rem;
      }

      li button {
        display: grid;
        gap: 0.125rem;
        width: 100%;
        min-height: 2.75rem;
        padding: 0.5rem 1rem;
        border: 0;
        background: none;
        text-align: start;
        cursor: pointer;
      }

      li button:hover {
        background: var(--ground);
      }

      li button[aria-current="true"] {
        padding-left: calc(1rem - 6px);
        border-left: 6px solid var(--bus);
        background: var(--bus-light);
      }

      li button:focus-visible {
        outline-offset: -3px;
      }

      .name {
        font-weight: 600;
      }

      .made {
        padding: 0.75rem 1rem;
        border-left: 6px solid var(--success);
        background: var(--success-light);
      }

      code {
        font-size: 1.25rem;
        overflow-wrap: anywhere;
      }

      @media (max-width: 48rem) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) supervising!: Supervising;
  @property({ attribute: false }) people: readonly PersonView[] = [];
  @property({ attribute: false }) desk!: DeskView;
  @state() private chosen = "";
  @state() private made: Made | null = null;
  @query("h2") private heading!: HTMLElement;
  @query("add-person-dialog") private adding!: AddPersonDialog;
  @query(".person h3") private personHeading!: HTMLElement | null;
  @query(".made") private madeNotice!: HTMLElement | null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.supervising.aboutPeople("people", {});
    void this.supervising.loadUnits().then(() => this.requestUpdate());
  }

  override render(): TemplateResult {
    const { t, made } = this;
    const s = t.supervisor;
    const person = this.people.find(({ id }) => id === this.chosen);
    return html`<main class="page">
        <div class="top">
          <div>
            <h2 tabindex="-1">${s.people}</h2>
            <p class="hint">${s.peopleHelp}</p>
          </div>
          ${this.isAdministrator
            ? html`<button type="button" class="button" @click=${() => this.adding.show()}>${s.addPerson}</button>`
            : nothing}
        </div>
        ${made
          ? html`<div class="made" tabindex="-1">
              <p>${s.newPassword(made.name)} <code>${made.password}</code></p>
              <p class="hint">${s.newPasswordHelp}</p>
              <button type="button" class="button small" @click=${this.forget}>${t.dismiss}</button>
            </div>`
          : nothing}
        <div class="columns">
          <ul>
            ${this.people.map((one) => this.row(one))}
          </ul>
          <div class="person">
            ${person ? keyed(person.id, this.forms(person)) : html`<p class="hint">${s.nobodyChosen}</p>`}
          </div>
        </div>
      </main>
      <add-person-dialog .t=${t} .supervising=${this.supervising} @password-made=${this.show}></add-person-dialog>`;
  }

  override focus(): void {
    this.heading.focus();
  }

  private get isAdministrator(): boolean {
    return this.desk.agent.role === "administrator";
  }

  private row(person: PersonView): TemplateResult {
    const s = this.t.supervisor;
    return html`<li>
      <button
        type="button"
        aria-current=${person.id === this.chosen ? "true" : "false"}
        @click=${() => this.choose(person.id)}
      >
        <span class="name">${person.name}</span>
        <span class="hint">${s.roles[person.role]}</span>
        ${this.marks(person)}
      </button>
    </li>`;
  }

  private marks({ is_active, is_missing, is_absent }: PersonView): TemplateResult {
    const s = this.t.supervisor;
    if (!is_active) return html`<span><span class="chip">${s.inactive}</span></span>`;
    if (is_missing) return html`<span><span class="chip danger">${s.missing}</span></span>`;
    return is_absent ? html`<span><span class="chip">${s.absent}</span></span>` : html``;
  }

  private forms(person: PersonView): TemplateResult {
    const { t, language, supervising, desk } = this;
    return html`<h3 tabindex="-1">${person.name}</h3>
      <skills-form
        .t=${t}
        .language=${language}
        .supervising=${supervising}
        .person=${person}
        .queues=${desk.queues}
        .units=${supervising.units}
      ></skills-form>
      <roster-form .t=${t} .supervising=${supervising} .person=${person}></roster-form>
      <absence-form .t=${t} .supervising=${supervising} .person=${person}></absence-form>
      ${this.isAdministrator ? this.account(person) : nothing}`;
  }

  private account(person: PersonView): TemplateResult {
    const { t, supervising } = this;
    if (person.id === this.desk.agent.id) return html`<p class="hint">${t.supervisor.ownAccount}</p>`;
    return html`<account-form
      .t=${t}
      .supervising=${supervising}
      .person=${person}
      @password-made=${this.show}
    ></account-form>`;
  }

  private async choose(id: string): Promise<void> {
    this.chosen = id;
    await rendered();
    this.personHeading?.focus();
  }

  private async show(event: CustomEvent<Made>): Promise<void> {
    this.made = event.detail;
    await rendered();
    this.madeNotice?.focus();
  }

  private forget(): void {
    this.made = null;
    this.focus();
  }
}
