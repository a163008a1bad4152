import { css, html, nothing, type TemplateResult } from "lit";

import type { DeskItemView } from "../../shared/protocol";
import type { Texts } from "../texts";

export type Verdict = "confirmed" | "cleared";

export const crisisStyles = css`
  .crisis {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    padding: 0.625rem 1rem;
    border-bottom: 1px solid var(--error);
    border-left: 6px solid var(--error);
    background: var(--error-light);
  }

  .crisis h3 {
    font-size: 1rem;
  }

  .crisis div {
    flex: 1 1 18rem;
  }
`;

/** Whether somebody may be in danger, as one word beside the conversation's name. */
export function crisisChip(crisis: DeskItemView["crisis"], t: Texts): TemplateResult | typeof nothing {
  if (crisis === "") return nothing;
  return html`<span class="chip ${crisis === "cleared" ? "" : "danger"}">${t.crisis[crisis]}</span>`;
}

/** Asks the agent whether what the assistant suspects is so. */
export function crisisQuestion(t: Texts, judge: (verdict: Verdict) => void): TemplateResult {
  return html`<section class="crisis" aria-labelledby="crisis-question">
    <div>
      <h3 id="crisis-question">${t.crisisQuestion}</h3>
      <p>${t.crisisHelp}</p>
    </div>
    <button type="button" class="button small" @click=${() => judge("confirmed")}>${t.crisisConfirm}</button>
    <button type="button" class="button small" @click=${() => judge("cleared")}>${t.crisisClear}</button>
  </section>`;
}

/** Lets the agent say by themselves that somebody is in danger, or take it back. */
export function crisisAction(
  crisis: Exclude<DeskItemView["crisis"], "suspected">,
  t: Texts,
  judge: (verdict: Verdict) => void,
): TemplateResult {
  const verdict = crisis === "confirmed" ? "cleared" : "confirmed";
  const words = verdict === "confirmed" ? t.crisisConfirm : t.crisisClear;
  return html`<button type="button" class="button small" @click=${() => judge(verdict)}>${words}</button>`;
}
