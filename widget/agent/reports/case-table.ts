import { html, type TemplateResult } from "lit";

import type { Language } from "../../shared/language";
import { CASE_FIGURES, type CaseFigureName, type CaseFigures, type CaseReport } from "./case-api";
import type { CaseTexts } from "./case-texts";
import { inUnit, type Unit } from "./format";

const UNITS: Partial<Record<CaseFigureName, Unit>> = { in_time_percent: "percent", mean_days: "grade" };

/** The figures of every group; advice, of which no case was made, stands apart in the last column. */
export function caseTable(report: CaseReport, words: CaseTexts, language: Language): TemplateResult {
  const row = (name: string, figures: CaseFigures, advice: number): TemplateResult => html`<tr>
    <th scope="row">${name}</th>
    ${CASE_FIGURES.map((figure) => html`<td>${inUnit(UNITS[figure] ?? "count", figures[figure], language)}</td>`)}
    <td class="apart">${inUnit("count", advice, language)}</td>
  </tr>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label=${words.table}>
    <table>
      <thead>
        <tr>
          <th scope="col">${words.groupings[report.by]}</th>
          ${CASE_FIGURES.map((figure) => html`<th scope="col">${words.figures[figure]}</th>`)}
          <th scope="col" class="apart">${words.advice}</th>
        </tr>
      </thead>
      <tbody>
        ${report.groups.map(({ titles, figures, advice }) => row(titles[language], figures, advice))}
      </tbody>
      <tfoot>
        ${row(words.total, report.total, report.advice)}
      </tfoot>
    </table>
  </div>`;
}
