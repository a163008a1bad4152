import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { PersonView } from "../../shared/protocol";
import type { Supervising } from "../desk/supervising";
import type { Texts } from "../texts";
import { ROLES } from "./account-form";
import { dialogStyles } from "./dialog";
import { peopleStyles } from "./people-styles";
import { shared } from "./styles";

/** Adds an account. Fires `password-made` with its name and password. */
export class AddPersonDialog extends LitElement {
  static override styles = [shared, dialogStyles, peopleStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) supervising!: Supervising;
  @state() private problem = "";
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("form") private form!: HTMLFormElement;

  show(): void {
    this.problem = "";
    this.form.reset();
    this.dialog.showModal();
  }

  override render(): TemplateResult {
    const { t } = this;
    const s = t.supervisor;
    return html`<dialog aria-labelledby="title">
      <h2 id="title">${s.addPerson}</h2>
      <form novalidate @submit=${this.submit}>
        <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
        <div class="field">
          <label for="username">${s.username}</label>
          <input id="username" name="username" maxlength="80" autocomplete="off" autocapitalize="none" />
        </div>
        <div class="field">
          <label for="name">${s.name}</label>
          <input id="name" name="name" maxlength="120" autocomplete="off" aria-describedby="name-help" />
          <p class="hint" id="name-help">${s.nameHelp}</p>
        </div>
        <div class="field">
          <label for="role">${s.role}</label>
          <select id="role" name="role">
            ${ROLES.map((role) => html`<option value=${role}>${s.roles[role]}</option>`)}
          </select>
        </div>
        <div class="actions">
          <button class="button primary">${s.add}</button>
          <button class="button" type="button" @click=${() => this.dialog.close()}>${t.cancel}</button>
        </div>
      </form>
    </dialog>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const s = this.t.supervisor;
    const data = new FormData(this.form);
    const [username, name] = [String(data.get("username")), String(data.get("name")).trim()];
    const role = data.get("role") as PersonView["role"];
    this.problem = /^\S+$/.test(username) && name ? "" : s.fieldsMissing;
    if (this.problem) return;
    const account = { username, name, role };
    const refusal = await this.supervising.aboutPeople("create_account", account, ["conflict"], ({ password }) => {
      this.dialog.close();
      this.dispatchEvent(new CustomEvent("password-made", { detail: { name, password } }));
    });
    if (refusal === "conflict") this.problem = s.usernameTaken;
  }
}
