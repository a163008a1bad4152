import { html, nothing, svg, type TemplateResult } from "lit";

import type { Language } from "../../shared/language";
import type { CaseGroup, CaseReport } from "./case-api";
import type { CaseTexts } from "./case-texts";
import { FILLS, legend, STRIPES } from "./fills";
import { inUnit } from "./format";

// Pixels: a name above its bars.
const NAME = 21;
const BAR = 14;
const GAP = 9;
/** Per cent of the width: the longest bar leaves room for its number. */
const LONGEST = 80;

/** How many cases were received, and below them how often advice was given, if it was at all. */
export function caseChart(report: CaseReport, words: CaseTexts, language: Language): TemplateResult | typeof nothing {
  const { groups, total, advice } = report;
  if (!total.received && !advice) return nothing;
  const series: ((group: CaseGroup) => number)[] = [({ figures }) => figures.received ?? 0];
  if (advice) series.push((group) => group.advice);
  const most = Math.max(1, ...groups.flatMap((group) => series.map((of) => of(group))));
  const height = NAME + series.length * BAR + GAP;
  return html`${advice ? legend([words.figures.received, words.advice]) : nothing}
    <svg role="img" aria-label=${words.chart} width="100%" height=${groups.length * height}>
      ${STRIPES}
      ${groups.map((group, n) => {
        const top = n * height;
        return svg`<text class="name" x="0" y=${top + 15}>${group.titles[language]}</text>
          ${series.map((of, index) => {
            const width = `${(LONGEST * of(group)) / most}%`;
            const y = top + NAME + index * BAR;
            return svg`<rect fill=${FILLS[index]} x="0" y=${y} width=${width} height=${BAR}></rect>
              <text x=${width} dx="6" y=${y + BAR - 3}>${inUnit("count", of(group), language)}</text>`;
          })}`;
      })}
    </svg>`;
}
