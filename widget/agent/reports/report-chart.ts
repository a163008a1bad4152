import { html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import { shared } from "../view/styles";
import type { Report } from "./api";
import type { Chart, Series } from "./charts";
import { chartStyles } from "./chart-styles";
import { FILLS, legend, STRIPES } from "./fills";
import { figure, groupName, inUnit } from "./format";
import { axisEnd, layOut, named, type Bar } from "./layout";
import type { ReportTexts } from "./texts";

// Pixels. Lengths along the axis are shares of whatever room there is, so that words keep their size.
const PLOT = 180;
const NAMES = 28;
const TICKS_WIDTH = 64;
const ROW = 56;
const ROW_NAME = 18;
const LANES = 30;
/** As many dates as fit beside each other; on a telephone every third one is shown. */
const MOST_NAMES = 8;
/** Per cent of the breadth. */
const EDGE = 6;
const TICKS = [0, 0.5, 1];
const ANCHORS = ["start", "middle", "end"];

/** One chart of a report, with the same figures as a table. */
export class ReportChart extends LitElement {
  static override styles = [shared, chartStyles];

  @property({ attribute: false }) t!: ReportTexts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) report!: Report;
  @property({ attribute: false }) chart!: Chart;

  override render(): TemplateResult {
    const { t, chart, report } = this;
    const series = chart.series(t);
    const title = t.charts[chart.name];
    return html`<figure>
      <figcaption>
        <h3>${title}</h3>
        ${t.notes[chart.name] ? html`<p class="hint">${t.notes[chart.name]}</p>` : nothing}
      </figcaption>
      ${series.length > 1 ? legend(series.map(({ name }) => name)) : nothing}
      <div class="picture" role="img" aria-label=${t.chartOf(title)}>${this.picture(series)}</div>
      <details>
        <summary>${t.asTable}</summary>
        <div class="scroll" role="region" tabindex="0" aria-label=${title}>${this.table(report)}</div>
      </details>
    </figure>`;
  }

  private picture(series: readonly Series[]): TemplateResult {
    const { isStacked, unit } = this.chart;
    const { groups, by } = this.report;
    const values = series.map(({ of }) => groups.map(({ figures }) => of(figures)));
    const end = axisEnd(values, isStacked, unit);
    const bars = layOut(values, isStacked, end);
    const ticks = TICKS.map((share) => inUnit(unit, share * end, this.language));
    return by === "day" ? this.columns(bars, ticks) : this.rows(bars, ticks);
  }

  /** Time goes to the right. */
  private columns(bars: readonly Bar[], ticks: readonly string[]): TemplateResult {
    const { groups, by } = this.report;
    const across = 100 / groups.length;
    const height = PLOT + NAMES;
    return html`<svg class="ticks" width=${TICKS_WIDTH} height=${height + 8}>
        ${ticks.map((tick, n) => svg`<text x=${TICKS_WIDTH - 8} y=${PLOT * (1 - TICKS[n]!) + 12} text-anchor="end">${tick}</text>`)}
      </svg>
      <svg class="plot" width="100%" height=${height + 8}>
        ${STRIPES}
        <svg y="8" width="100%" height=${height} overflow="visible">
          ${TICKS.map((share) => svg`<line x1="0" x2="100%" y1=${PLOT * (1 - share)} y2=${PLOT * (1 - share)}></line>`)}
          ${bars.map(
            ({ group, series, start, size, at, breadth }) =>
              svg`<rect x="${(group + at) * across}%" width="${breadth * across}%" y=${PLOT * (1 - start - size)} height=${PLOT * size} fill=${FILLS[series]}></rect>`,
          )}
          ${named(groups.length, MOST_NAMES).map((group, n) => {
            const middle = (group + 0.5) * across;
            // At an edge half of a name would be cut off: the first stands at the beginning, the last is left out.
            if (middle > 100 - EDGE) return nothing;
            const [x, anchor] = middle < EDGE ? [0, "start"] : [middle, "middle"];
            const name = groupName(groups[group]!, by, this.language, true);
            return svg`<text class=${n % 3 ? "extra" : ""} x="${x}%" y=${PLOT + 20} text-anchor=${anchor}>${name}</text>`;
          })}
        </svg>
      </svg>`;
  }

  /** Names need their room: each stands above its bars. */
  private rows(bars: readonly Bar[], ticks: readonly string[]): TemplateResult {
    const { groups, by } = this.report;
    const height = groups.length * ROW;
    const top = (group: number) => group * ROW + ROW_NAME;
    return html`<svg width="100%" height=${height + NAMES}>
      ${STRIPES}
      ${TICKS.map((share) => svg`<line x1="${share * 100}%" x2="${share * 100}%" y1="0" y2=${height}></line>`)}
      ${groups.map((group, n) => svg`<text class="name" x="4" y=${top(n)}>${groupName(group, by, this.language)}</text>`)}
      ${bars.map(
        ({ group, series, start, size, at, breadth }) =>
          svg`<rect x="${start * 100}%" width="${size * 100}%" y=${top(group) + at * LANES} height=${breadth * LANES} fill=${FILLS[series]}></rect>`,
      )}
      ${ticks.map((tick, n) => svg`<text x="${TICKS[n]! * 100}%" y=${height + 18} text-anchor=${ANCHORS[n]}>${tick}</text>`)}
    </svg>`;
  }

  private table({ groups, total, by }: Report): TemplateResult {
    const { t, language } = this;
    const { columns } = this.chart;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${t.groupings[by]}</th>
          ${columns.map((name) => html`<th scope="col">${t.figures[name]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${groups.map((group) => row(groupName(group, by, language), group.figures))}
      </tbody>
      <tfoot>
        ${row(t.total, total)}
      </tfoot>
    </table>`;

    function row(name: string, figures: Report["total"]): TemplateResult {
      return html`<tr>
        <th scope="row">${name}</th>
        ${columns.map((column) => html`<td>${figure(column, figures[column], language)}</td>`)}
      </tr>`;
    }
  }
}
