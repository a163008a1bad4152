import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";

import type { InvitationView } from "../../shared/protocol";
import type { Texts } from "../texts";
import { visitorName } from "../texts/format";
import { listStyles } from "./list-styles";
import { shared } from "./styles";

/** Conversations that colleagues ask the agent into. Fires `invitation-answered` with the id and the answer. */
export class InvitationList extends LitElement {
  static override styles = [
    shared,
    listStyles,
    css`
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.75rem;
        padding: 0.625rem 1rem;
        border-left: 6px solid var(--bus);
        background: var(--bus-light);
      }

      li p {
        flex: 1 1 12rem;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) invitations: readonly InvitationView[] = [];

  override render(): TemplateResult {
    const { t, invitations } = this;
    return html`<div role="status">
      ${invitations.length
        ? html`<section aria-labelledby="title">
            <h2 id="title">${t.invitations}</h2>
            <ul>
              ${invitations.map((invitation) => this.row(invitation))}
            </ul>
          </section>`
        : nothing}
    </div>`;
  }

  private row(invitation: InvitationView): TemplateResult {
    const { t } = this;
    const { conversation, by, language } = invitation;
    return html`<li>
      <p>
        ${t.invitedBy(by)}: <strong>${visitorName(invitation, t)}</strong>
        <span class="chip">${t.languageNames[language]}</span>
      </p>
      <button type="button" class="button small primary" @click=${() => this.answer(conversation, true)}>${t.join}</button>
      <button type="button" class="button small" @click=${() => this.answer(conversation, false)}>${t.declineInvitation}</button>
    </li>`;
  }

  private answer(conversation: string, accept: boolean): void {
    this.dispatchEvent(new CustomEvent("invitation-answered", { detail: { conversation, accept } }));
  }
}
