import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language, Mode } from "../../shared/language";
import { ApiRefused } from "../link/api";
import type { Texts } from "../texts";
import { day } from "../texts/format";
import { shared } from "../view/styles";
import { fetchReport, GROUPINGS, type Grouping, type Report, tableAddress, type Wish } from "./api";
import { CHARTS, SUMMARY } from "./charts";
import { figure } from "./format";
import { isPeriod, MAX_DAYS, type Period, periodOf, type Span, SPANS, today } from "./period";
import { reportsStyles } from "./reports-styles";
import { REPORT_TEXTS, type ReportTexts } from "./texts";

const MODES: readonly (Mode | "")[] = ["", "city", "youth"];
const LANGUAGES: readonly (Language | "")[] = ["", "fi", "sv", "en"];

/** What the contacts of a period came to, for supervisors. */
export class ReportsView extends LitElement {
  static override styles = [shared, reportsStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @state() private span: Span = "week";
  @state() private problem: ((t: Texts, words: ReportTexts) => string) | null = null;
  @state() private report: Report | null = null;
  @state() private isLoading = false;
  @query("form") private form!: HTMLFormElement;
  /** The newest that was asked for. */
  private wish: Wish = { period: periodOf("week", today(Date.now())), by: "day", mode: "", language: "" };

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load(this.wish);
  }

  override focus(): void {
    this.renderRoot.querySelector("h2")?.focus();
  }

  private get words(): ReportTexts {
    return REPORT_TEXTS[this.language];
  }

  override render(): TemplateResult {
    const { words, report } = this;
    return html`<div class="page">
      <h2 tabindex="-1">${words.title}</h2>
      ${this.chooser()}
      <div class="about">
        <p role="status">${this.isLoading ? words.loading : report && this.about(report)}</p>
        ${report
          ? html`<a class="button" href=${tableAddress({ ...report, period: report }, this.language)} download>${words.download}</a>`
          : nothing}
      </div>
      ${report && report.total.contacts ? this.figures(report) : nothing}
      ${report
        ? html`<report-comments .t=${this.t} .words=${words} .language=${this.language} .report=${report}></report-comments>`
        : nothing}
      ${report ? html`<case-figures .t=${this.t} .language=${this.language} .period=${this.wish.period}></case-figures>` : nothing}
    </div>`;
  }

  private chooser(): TemplateResult {
    const { words, problem } = this;
    return html`<form novalidate @submit=${this.show}>
      <div class="field">
        <label for="span">${words.period}</label>
        <select id="span" name="span" @change=${this.chooseSpan}>
          ${SPANS.map((span) => html`<option value=${span} ?selected=${span === this.span}>${words.spans[span]}</option>`)}
        </select>
      </div>
      ${this.span === "own" ? this.dates() : nothing}
      <div class="field">
        <label for="by">${words.by}</label>
        <select id="by" name="by">
          ${GROUPINGS.map((by) => html`<option value=${by}>${words.groupings[by]}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="mode">${words.mode}</label>
        <select id="mode" name="mode">
          ${MODES.map((mode) => html`<option value=${mode}>${words.modes[mode]}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="language">${words.contactLanguage}</label>
        <select id="language" name="language">
          ${LANGUAGES.map((one) => html`<option value=${one}>${words.languages[one]}</option>`)}
        </select>
      </div>
      <button class="button primary">${words.show}</button>
      <div role="alert" class=${problem ? "problem" : ""}>${problem?.(this.t, words) ?? nothing}</div>
    </form>`;
  }

  private dates(): TemplateResult {
    const { words, wish } = this;
    return html`<div class="field">
        <label for="from">${words.from}</label>
        <input id="from" name="from" type="date" .defaultValue=${wish.period.from} />
      </div>
      <div class="field">
        <label for="to">${words.to}</label>
        <input id="to" name="to" type="date" .defaultValue=${wish.period.to} />
      </div>`;
  }

  private about({ from, to, total }: Report): string {
    const contacts = figure("contacts", total.contacts, this.language);
    return total.contacts ? this.words.shown(day(from), day(to), contacts) : this.words.nothing;
  }

  private figures(report: Report): TemplateResult {
    const { words, language } = this;
    return html`<section aria-label=${words.summary}>
        <dl>
          ${SUMMARY.map(
            (name) =>
              html`<div>
                <dt>${words.summaryFigures[name] ?? words.figures[name]}</dt>
                <dd>${figure(name, report.total[name], language)}</dd>
              </div>`,
          )}
        </dl>
      </section>
      <div class="charts">
        ${CHARTS.map(
          (chart) =>
            html`<report-chart .t=${words} .language=${language} .report=${report} .chart=${chart}></report-chart>`,
        )}
      </div>`;
  }

  private chooseSpan(event: Event): void {
    this.span = (event.target as HTMLSelectElement).value as Span;
  }

  private show(event: Event): void {
    event.preventDefault();
    const given = new FormData(this.form);
    const period = this.period(given);
    if (!isPeriod(period)) {
      this.problem = (_t, words) => words.wrongPeriod(MAX_DAYS);
      return;
    }
    void this.load({
      period,
      by: given.get("by") as Grouping,
      mode: given.get("mode") as Mode | "",
      language: given.get("language") as Language | "",
    });
  }

  private period(given: FormData): Period {
    if (this.span !== "own") return periodOf(this.span, today(Date.now()));
    return { from: String(given.get("from")), to: String(given.get("to")) };
  }

  private async load(wish: Wish): Promise<void> {
    this.wish = wish;
    this.problem = null;
    this.isLoading = true;
    try {
      const report = await fetchReport(wish);
      // Somebody in a hurry has asked for another one meanwhile.
      if (this.wish === wish) this.report = report;
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error;
      if (this.wish !== wish) return;
      this.report = null;
      this.problem = (t) => t.errors[error.code];
    } finally {
      if (this.wish === wish) this.isLoading = false;
    }
  }
}
