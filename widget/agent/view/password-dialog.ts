import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import { ApiRefused, changePassword } from "../link/api";
import type { Texts } from "../texts";
import { dialogStyles } from "./dialog";
import { shared } from "./styles";

type Field = "current" | "next" | "again";
interface Problem {
  readonly field: Field | null;
  readonly wording: (t: Texts) => string;
}

/** The dialog for changing one's own password. Fires `password-changed`. */
export class PasswordDialog extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    css`
      form {
        display: grid;
        gap: 1rem;
        margin-top: 1rem;
      }

      .actions {
        margin-top: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @state() private problem: Problem | null = null;
  @state() private isBusy = false;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("form") private form!: HTMLFormElement;

  show(): void {
    this.form.reset();
    this.problem = null;
    this.dialog.showModal();
  }

  override render(): TemplateResult {
    const { t, problem, isBusy } = this;
    return html`<dialog aria-labelledby="title">
      <h2 id="title">${t.changePassword}</h2>
      <form novalidate @submit=${this.submit}>
        <div role="alert">${problem ? html`<p class="problem">${problem.wording(t)}</p>` : nothing}</div>
        ${this.field("current", t.currentPassword, "current-password")}
        ${this.field("next", t.newPassword, "new-password", t.passwordRule)}
        ${this.field("again", t.repeatPassword, "new-password")}
        <div class="actions">
          <button class="button primary" aria-disabled=${isBusy ? "true" : "false"}>${t.save}</button>
          <button class="button" type="button" @click=${() => this.dialog.close()}>${t.cancel}</button>
        </div>
      </form>
    </dialog>`;
  }

  private field(field: Field, label: string, autocomplete: "current-password" | "new-password", hint = ""): TemplateResult {
    return html`<div class="field">
      <label for=${field}>${label}</label>
      <input
        id=${field}
        type="password"
        autocomplete=${autocomplete}
        required
        aria-invalid=${this.problem?.field === field ? "true" : "false"}
        aria-describedby=${hint ? `${field}-hint` : nothing}
      />
      ${hint ? html`<p class="hint" id="${field}-hint">${hint}</p>` : nothing}
    </div>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isBusy) return;
    const [current, next, again] = [this.value("current"), this.value("next"), this.value("again")];
    if (next !== again) return this.fail("again", (t) => t.passwordsDiffer);
    this.isBusy = true;
    this.problem = null;
    try {
      await changePassword(current, next);
      this.dialog.close();
      this.dispatchEvent(new CustomEvent("password-changed", { bubbles: true, composed: true }));
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error;
      const { code, retryAfterS } = error;
      if (code === "unauthenticated") this.fail("current", (t) => t.currentPasswordWrong);
      else if (code === "invalid_payload") this.fail("next", (t) => t.newPasswordRefused);
      else if (code === "rate_limited") this.fail(null, (t) => t.tryAgainIn(Math.max(1, Math.ceil(retryAfterS))));
      else this.fail(null, (t) => t.errors[code]);
    } finally {
      this.isBusy = false;
    }
  }

  private fail(field: Field | null, wording: Problem["wording"]): void {
    this.problem = { field, wording };
    if (field) this.input(field).focus();
  }

  private value(field: Field): string {
    return this.input(field).value;
  }

  private input(field: Field): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${field}`)!;
  }
}
