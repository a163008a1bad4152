import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import { ApiRefused, signIn } from "../link/api";
import type { Texts } from "../texts";
import { shared } from "./styles";

type Wording = (t: Texts) => string;

interface Problem {
  readonly wording: Wording;
  /** Whether another name or password would help. */
  readonly isInFields: boolean;
}

/** The sign-in form. Fires `signed-in` with the agent. */
export class SignIn extends LitElement {
  static override styles = [
    shared,
    css`
      main {
        max-width: 26rem;
        margin: clamp(0rem, 8vh, 6rem) auto;
        padding: clamp(1.25rem, 5vw, 2.5rem);
        border-top: 6px solid var(--bus);
        background: var(--paper);
        box-shadow: 0 2px 12px rgb(0 0 0 / 12%);
      }

      h1 {
        font-size: 1.75rem;
        line-height: 1.25;
      }

      form {
        display: grid;
        gap: 1.25rem;
        margin-top: 1.5rem;
      }

      .welcome {
        margin-top: 1.5rem;
        padding: 0.75rem 1rem;
        border-left: 6px solid var(--focus);
        background: var(--bus-light);
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  /** Why the agent is here again, if so. */
  @property({ attribute: false }) welcome: Wording | null = null;
  @state() private problem: Problem | null = null;
  @state() private isBusy = false;
  @query("#username") private username!: HTMLInputElement;
  @query("#password") private password!: HTMLInputElement;

  override firstUpdated(): void {
    // The desk has just gone, and the focus with it: begin with why.
    this.renderRoot.querySelector<HTMLElement>(".welcome")?.focus();
  }

  override render(): TemplateResult {
    const { t, problem, isBusy } = this;
    const invalid = problem?.isInFields ? "true" : "false";
    return html`<main>
      <h1>${t.signIn}</h1>
      <p>${t.signInIntro}</p>
      ${this.welcome && !problem ? html`<p class="welcome" tabindex="-1">${this.welcome(t)}</p>` : nothing}
      <form novalidate @submit=${this.submit}>
        <div role="alert">${problem ? html`<p class="problem">${problem.wording(t)}</p>` : nothing}</div>
        <div class="field">
          <label for="username">${t.username}</label>
          <input
            id="username"
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
            aria-invalid=${invalid}
          />
        </div>
        <div class="field">
          <label for="password">${t.password}</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            required
            aria-invalid=${invalid}
          />
        </div>
        <button class="button primary" aria-disabled=${isBusy ? "true" : "false"}>
          ${isBusy ? t.signingIn : t.signIn}
        </button>
      </form>
    </main>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isBusy) return;
    const [username, password] = [this.username.value.trim(), this.password.value];
    if (!username || !password) {
      this.problem = { wording: (t) => t.fieldsMissing, isInFields: true };
      (username ? this.password : this.username).focus();
      return;
    }
    this.isBusy = true;
    this.problem = null;
    try {
      const agent = await signIn(username, password);
      this.dispatchEvent(new CustomEvent("signed-in", { detail: agent }));
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error;
      this.problem = problemOf(error);
      this.password.select();
    } finally {
      this.isBusy = false;
    }
  }
}

function problemOf({ code, retryAfterS }: ApiRefused): Problem {
  if (code === "unauthenticated" || code === "invalid_payload") {
    return { wording: (t) => t.wrongCredentials, isInFields: true };
  }
  const seconds = Math.max(1, Math.ceil(retryAfterS));
  if (code === "rate_limited") return { wording: (t) => t.tryAgainIn(seconds), isInFields: false };
  return { wording: (t) => (code === "disconnected" ? t.unreachable : t.errors[code]), isInFields: false };
}
