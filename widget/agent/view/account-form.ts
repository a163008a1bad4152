import { html, type TemplateResult } from "lit";
import { query } from "lit/decorators.js";

import type { PersonView } from "../../shared/protocol";
import type { ConfirmDialog } from "./confirm-dialog";
import { PersonForm } from "./person-form";

export const ROLES: readonly PersonView["role"][] = ["agent", "supervisor", "editor", "administrator"];

/** Role, password and use of somebody else's account, for administrators. Fires `password-made` with the password. */
export class AccountForm extends PersonForm {
  @query("select") private roleField!: HTMLSelectElement;
  @query("confirm-dialog") private confirm!: ConfirmDialog;

  override render(): TemplateResult {
    const { t, person } = this;
    const s = t.supervisor;
    return html`<section aria-labelledby="title">
        <h3 id="title">${s.account}</h3>
        <p class="hint">${s.username}: ${person.username}</p>
        <form novalidate @submit=${this.submit}>
          <div class="row">
            <div class="field">
              <label for="role">${s.role}</label>
              <select id="role" name="role">
                ${ROLES.map((role) => html`<option value=${role} .selected=${role === person.role}>${s.roles[role]}</option>`)}
              </select>
            </div>
            <button class="button">${s.changeRole}</button>
          </div>
          ${this.outcome()}
          <div class="row">
            <button type="button" class="button" @click=${this.resetPassword}>${s.resetPassword}</button>
            <button type="button" class="button" @click=${this.setActive}>
              ${person.is_active ? s.deactivate : s.activate}
            </button>
          </div>
        </form>
      </section>
      <confirm-dialog .t=${t}></confirm-dialog>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const role = this.roleField.value as PersonView["role"];
    if (role === this.person.role) return;
    const s = this.t.supervisor;
    const question = { title: `${s.changeRole}: ${this.person.name}`, help: s.endsSessions, action: s.changeRole };
    if (!(await this.confirm.ask(question))) return;
    this.settle(await this.supervising.aboutPeople("set_role", { agent: this.person.id, role }));
  }

  private async resetPassword(): Promise<void> {
    const { person } = this;
    const s = this.t.supervisor;
    const question = { title: s.resetQuestion(person.name), help: s.endsSessions, action: s.resetPassword };
    if (!(await this.confirm.ask(question))) return;
    const refusal = await this.supervising.aboutPeople("reset_password", { agent: person.id }, [], ({ password }) =>
      this.dispatchEvent(new CustomEvent("password-made", { detail: { name: person.name, password } })),
    );
    this.settle(refusal);
  }

  private async setActive(): Promise<void> {
    const { person } = this;
    const s = this.t.supervisor;
    const question = { title: s.deactivateQuestion(person.name), help: s.deactivateHelp, action: s.deactivate };
    if (person.is_active && !(await this.confirm.ask(question))) return;
    this.settle(await this.supervising.aboutPeople("set_active", { agent: person.id, active: !person.is_active }));
  }
}
