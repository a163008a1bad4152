import { html, nothing, type TemplateResult } from "lit";

import type { CaseRowView } from "../../../shared/protocol";
import { day } from "../../texts/format";
import { dueOf } from "../due";
import type { ListTexts } from "../texts/list";

/** When an answer is promised: in words, with a chip where somebody should hurry. */
export function dueMark(row: CaseRowView, words: ListTexts, nowMs: number): TemplateResult | typeof nothing {
  const due = dueOf(row, nowMs);
  if (due === "late") return html`<span class="chip danger">${words.late(day(row.due_on))}</span>`;
  if (due === "today") return html`<span class="chip strong"><b>${words.today}</b></span>`;
  return due === "open" ? html`<span>${words.due(day(row.due_on))}</span>` : nothing;
}

/** In which state a case is, where that says more than that it is open. */
export function stateMarks(row: CaseRowView, words: ListTexts): TemplateResult {
  return html`${row.status === "received" || row.status === "in_process"
    ? nothing
    : html`<span class="chip">${words.statuses[row.status]}</span>`}
  ${row.is_escalated ? html`<span class="chip danger">${words.escalated}</span>` : nothing}
  ${row.is_published ? html`<span class="chip strong">${words.published}</span>` : nothing}`;
}
