import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";

import { type Language, LANGUAGES } from "../../../shared/language";
import type { CaseRowView, ServicesAre } from "../../../shared/protocol";
import type { Texts } from "../../texts";
import { caseAddress } from "../../view/pages";
import { shared } from "../../view/styles";
import { NARROWED_BY_NOTHING, type Wish } from "../case-desk";
import { serviceName } from "../services";
import { LIST_TEXTS, type ListTexts } from "../texts/list";
import { caseListStyles } from "./case-list-styles";
import { dueMark, stateMarks } from "./marks";

/**
 * A list of cases with its search and filters.
 *
 * Fires `wish-changed` with what is looked for, `choice-changed` with the codes that are selected, `more-wanted` and
 * `bulk-wanted`. Its rows are links: a case has an address.
 */
export class CaseList extends LitElement {
  static override styles = [shared, caseListStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) wish!: Wish;
  @property({ attribute: false }) rows: readonly CaseRowView[] = [];
  @property({ attribute: false }) chosen: ReadonlySet<string> = new Set();
  @property({ attribute: false }) written: ReadonlySet<string> = new Set();
  @property({ attribute: false }) services: ServicesAre | null = null;
  @property({ attribute: false }) problem = "";
  @property({ attribute: false }) agent = "";
  /** The code of the case that is open. */
  @property({ attribute: false }) open = "";
  @property({ type: Boolean }) hasMore = false;
  @property({ type: Boolean }) isLoading = false;
  @query("form") private form!: HTMLFormElement;
  @query("h3") private heading!: HTMLElement;

  private get words(): ListTexts {
    return LIST_TEXTS[this.language];
  }

  override focus(): void {
    this.heading?.focus();
  }

  /** Put the focus on a case's row, or where it is gone on the list's title. */
  focusRow(code: string): void {
    const row = this.renderRoot.querySelector<HTMLElement>(`a[href="${caseAddress(code)}"]`);
    if (row) row.focus();
    else this.focus();
  }

  override render(): TemplateResult {
    const { words, wish, rows } = this;
    const by = [wish.service, wish.kind, wish.language].filter(Boolean).length;
    return html`<h3 tabindex="-1">${words.names[wish.name]}</h3>
      ${this.search(by)}
      <p class="about" role="status">
        ${this.isLoading ? words.loading : this.problem ? nothing : this.found(by)}
      </p>
      <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
      ${rows.length ? this.selection() : nothing}
      <ul>
        ${repeat(rows, ({ code }) => code, (row) => this.row(row))}
      </ul>
      ${this.hasMore
        ? html`<div class="more">
            <button type="button" class="button" @click=${() => this.fire("more-wanted", null)}>${words.more}</button>
          </div>`
        : nothing}`;
  }

  private found(by: number): string {
    const { words, rows, wish } = this;
    if (rows.length) return words.found(rows.length, this.hasMore);
    return by || wish.words ? words.noneFound : words.none;
  }

  private search(by: number): TemplateResult {
    const { words, wish } = this;
    return html`<form role="search" novalidate @submit=${this.find}>
      <div class="field">
        <label for="words">${words.words}</label>
        <div class="line">
          <input id="words" name="words" type="search" autocomplete="off" maxlength="200" placeholder=${words.wordsHelp} .value=${live(wish.words)} />
          <button class="button">${words.find}</button>
        </div>
      </div>
      <details ?open=${by > 0}>
        <summary>${words.narrow}${by ? html` <span class="chip strong">${words.narrowed(by)}</span>` : nothing}</summary>
        <div class="filters">
          ${this.filter("service", words.service, words.anyService, this.serviceChoices())}
          ${this.filter("kind", words.kind, words.anyKind, Object.entries(words.kinds))}
          ${this.filter(
            "language",
            words.language,
            words.anyLanguage,
            LANGUAGES.map((one) => [one, this.t.languageNames[one]]),
          )}
        </div>
      </details>
      ${by || wish.words
        ? html`<button type="button" class="button small quiet" @click=${this.clear}>${words.findAll}</button>`
        : nothing}
    </form>`;
  }

  private serviceChoices(): (readonly [string, string])[] {
    const { language } = this;
    const named = (this.services?.services ?? []).map(({ code, name }) => [code, name[language]] as const);
    return named.sort(([, one], [, other]) => one.localeCompare(other, language));
  }

  private filter(
    name: "service" | "kind" | "language",
    label: string,
    any: string,
    choices: readonly (readonly [string, string])[],
  ): TemplateResult {
    const chosen = this.wish[name];
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} name=${name} @change=${this.find}>
        <option value="" .selected=${live(chosen === "")}>${any}</option>
        ${choices.map(([value, title]) => html`<option value=${value} .selected=${live(chosen === value)}>${title}</option>`)}
      </select>
    </div>`;
  }

  private selection(): TemplateResult {
    const { words, rows, chosen } = this;
    const isAll = rows.every(({ code }) => chosen.has(code));
    return html`<div class="selection">
      <label class="all">
        <input
          type="checkbox"
          .checked=${live(isAll)}
          .indeterminate=${!isAll && chosen.size > 0}
          @change=${() => this.fire("choice-changed", isAll ? [] : rows.map(({ code }) => code))}
        />
        ${words.selectAll}
      </label>
      <span role="status">${chosen.size ? words.selected(chosen.size) : nothing}</span>
      ${chosen.size
        ? html`<button type="button" class="button small primary" @click=${() => this.fire("bulk-wanted", null)}>
            ${words.answerSelected}
          </button>`
        : nothing}
    </div>`;
  }

  private row(row: CaseRowView): TemplateResult {
    const { words, language, chosen } = this;
    const { code, title, service, assignee } = row;
    return html`<li class=${row.is_late ? "late" : ""}>
      <label class="pick">
        <input type="checkbox" .checked=${live(chosen.has(code))} @change=${() => this.toggle(code)} />
        <span class="visually-hidden">${words.select(code)}</span>
      </label>
      <div class="case">
        <a href=${caseAddress(code)} aria-current=${code === this.open ? "true" : nothing} lang=${row.language}>${title}</a>
        <p class="due">
          ${dueMark(row, words, Date.now())} ${stateMarks(row, words)}
          ${this.written.has(code) ? html`<span class="chip">${words.writing}</span>` : nothing}
        </p>
        <p class="hint">
          ${service
            ? serviceName(this.services, service, language)
            : html`<span class="chip strong">${words.unsorted}</span>`}
          <span aria-hidden="true">·</span> ${words.kinds[row.kind]} <span aria-hidden="true">·</span>
          ${this.t.languageNames[row.language]} <span aria-hidden="true">·</span>
          ${assignee ? (assignee.id === this.agent ? words.mine : assignee.name) : words.nobody}
        </p>
        <p class="hint code">${code}</p>
      </div>
    </li>`;
  }

  private toggle(code: string): void {
    const next = new Set(this.chosen);
    if (!next.delete(code)) next.add(code);
    this.fire("choice-changed", [...next]);
  }

  private find(event: Event): void {
    event.preventDefault();
    const given = new FormData(this.form);
    const value = (name: string): string => String(given.get(name) ?? "").trim();
    this.fire("wish-changed", {
      name: this.wish.name,
      words: value("words"),
      service: value("service"),
      kind: value("kind"),
      language: value("language"),
    });
  }

  private clear(): void {
    this.fire("wish-changed", { name: this.wish.name, ...NARROWED_BY_NOTHING });
    this.focus();
  }

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
