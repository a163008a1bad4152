import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import { ApiRefused } from "../link/api";
import type { Texts } from "../texts";
import { shared } from "../view/styles";
import {
  CASE_GROUPINGS,
  type CaseGrouping,
  type CaseReport,
  type CaseWish,
  caseTableAddress,
  fetchCaseReport,
  type Named,
} from "./case-api";
import { caseChart } from "./case-chart";
import { caseStyles } from "./case-styles";
import { caseTable } from "./case-table";
import { CASE_TEXTS, type CaseTexts } from "./case-texts";
import { chartStyles } from "./chart-styles";
import { inUnit } from "./format";
import type { Period } from "./period";

// No unit or service is called so.
const ALL = "*";

/** What the cases of the report's period came to, by unit and service, as a chart, a table and a file. */
export class CaseFiguresView extends LitElement {
  static override styles = [shared, chartStyles, caseStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) period!: Period;
  @state() private by: CaseGrouping = "month";
  @state() private unit: string | null = null;
  @state() private service: string | null = null;
  @state() private report: CaseReport | null = null;
  @state() private isLoading = false;
  @state() private problem: ApiRefused["code"] | null = null;
  /** The newest that was asked for. */
  private wish: CaseWish | null = null;

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("period")) void this.load();
  }

  override render(): TemplateResult {
    const { t, report, problem, isLoading } = this;
    const words = CASE_TEXTS[this.language];
    const count = (number: number | null) => inUnit("count", number, this.language);
    return html`<section aria-labelledby="title">
      <h3 id="title">${words.title}</h3>
      <p>${words.intro}</p>
      <p class="hint">${words.adviceIntro}</p>
      ${report ? this.chooser(report, words) : nothing}
      <p role="status">
        ${isLoading ? words.loading : report && words.counted(count(report.total.received), count(report.advice))}
      </p>
      <div role="alert">${problem ? html`<p class="problem">${t.errors[problem]}</p>` : nothing}</div>
      ${report && this.wish
        ? html`${caseChart(report, words, this.language)} ${caseTable(report, words, this.language)}
            <a class="button" href=${caseTableAddress(this.wish, this.language)} download>${words.download}</a>`
        : nothing}
    </section>`;
  }

  private chooser(report: CaseReport, words: CaseTexts): TemplateResult {
    return html`<div class="choices">
      <div class="field">
        <label for="split">${words.split}</label>
        <select id="split" @change=${this.chooseGrouping}>
          ${CASE_GROUPINGS.map((by) => html`<option value=${by} ?selected=${by === this.by}>${words.groupings[by]}</option>`)}
        </select>
      </div>
      ${this.filter("unit", words.unit, words.all, report.units)}
      ${this.filter("service", words.service, words.all, report.services)}
    </div>`;
  }

  private filter(name: "unit" | "service", label: string, all: string, named: readonly Named[]): TemplateResult {
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} @change=${(event: Event) => this.narrow(name, event)}>
        <option value=${ALL}>${all}</option>
        ${named.map(({ key, titles }) => html`<option value=${key}>${titles[this.language]}</option>`)}
      </select>
    </div>`;
  }

  private chooseGrouping(event: Event): void {
    this.by = (event.target as HTMLSelectElement).value as CaseGrouping;
    void this.load();
  }

  private narrow(name: "unit" | "service", event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this[name] = value === ALL ? null : value;
    void this.load();
  }

  private async load(): Promise<void> {
    const { period, by, unit, service } = this;
    const wish: CaseWish = { period, by, unit, service };
    this.wish = wish;
    this.isLoading = true;
    try {
      const report = await fetchCaseReport(wish);
      // Something else has been chosen meanwhile.
      if (this.wish !== wish) return;
      this.report = report;
      this.problem = null;
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error;
      if (this.wish === wish) this.problem = error.code;
    } finally {
      if (this.wish === wish) this.isLoading = false;
    }
  }
}
