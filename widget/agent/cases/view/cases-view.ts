import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../../shared/language";
import type { CaseCountView } from "../../../shared/protocol";
import type { Desk } from "../../desk/desk";
import type { Session } from "../../session/session";
import type { ErrorCode } from "../../session/thread";
import type { Texts } from "../../texts";
import { caseAddress, caseOf } from "../../view/pages";
import { rendered } from "../../view/rendered";
import type { ReplyContext } from "../../view/reply-picker";
import { shared } from "../../view/styles";
import { CaseDesk, NARROWED_BY_NOTHING, type Wish } from "../case-desk";
import { CASE_TEXTS } from "../texts/case";
import { LIST_TEXTS, type ListTexts } from "../texts/list";
import type { BulkDialog } from "./bulk-dialog";
import type { CaseList } from "./case-list";
import type { CasePage } from "./case-page";
import { casesStyles } from "./cases-styles";
import type { ContactDialog } from "./contact-dialog";
import type { LettersDialog } from "./letters-dialog";

const LISTS: readonly CaseCountView["list"][] = [
  "mine",
  "unit",
  "unsorted",
  "late",
  "today",
  "escalated",
  "open",
  "all",
];
/** Canned replies are sorted by queue; a case is written as the city's own advice is. */
const QUEUE = "city";

/** The cases: worklists, the list that is chosen, and the case that is open. */
export class CasesView extends LitElement {
  static override styles = [shared, casesStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) session!: Session;
  @state() private change = 0;
  @query("case-list") private list!: CaseList;
  @query("case-page") private page!: CasePage | null;
  @query("bulk-dialog") private bulk!: BulkDialog;
  @query("contact-dialog") private contact!: ContactDialog;
  @query("letters-dialog") private letters!: LettersDialog;
  private stopListening: (() => void) | undefined;

  private get cases(): CaseDesk {
    return (this.desk.cases ??= new CaseDesk(this.desk.caseLink));
  }

  private get words(): ListTexts {
    return LIST_TEXTS[this.language];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = this.cases.listen(() => (this.change += 1));
    window.addEventListener("hashchange", this.addressChanged);
    void this.cases.loadServices();
    void this.cases.find(this.cases.wish);
    void this.cases.open(caseOf(location.hash));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening?.();
    window.removeEventListener("hashchange", this.addressChanged);
  }

  /** To the case that is open, else to the list. */
  override focus(): void {
    const heading = this.renderRoot.querySelector<HTMLElement>(".case h2");
    if (this.page) this.page.focus();
    else if (this.cases.wanted && heading) heading.focus();
    else this.list?.focus();
  }

  logContact(): void {
    this.contact.show();
  }

  override render(): TemplateResult {
    const { t, language, words, cases } = this;
    const { wish, problem } = cases;
    return html`<main class="cases ${cases.wanted ? "with-case" : ""}">
        <div class="side">
          <h2 class="visually-hidden">${words.title}</h2>
          <div class="doing">
            <button type="button" class="button primary log" @click=${this.logContact}>${words.logContact}</button>
            ${this.isSupervisor
              ? html`<button type="button" class="button letters" @click=${() => this.letters.show()}>${words.letters}</button>`
              : nothing}
          </div>
          <nav aria-label=${words.lists}>
            ${LISTS.map((name) => this.worklist(name))}
          </nav>
        </div>
        <case-list
          .t=${t}
          .language=${language}
          .wish=${wish}
          .rows=${cases.rows}
          .chosen=${cases.chosen}
          .written=${cases.drafts.codes()}
          .services=${cases.services}
          .problem=${problem ? this.refusal(problem) : ""}
          .agent=${cases.agent.id}
          .open=${cases.wanted}
          .hasMore=${cases.after !== null}
          .isLoading=${cases.isLoading}
          @wish-changed=${(event: CustomEvent<Wish>) => cases.find(event.detail)}
          @choice-changed=${(event: CustomEvent<string[]>) => cases.choose(event.detail)}
          @more-wanted=${this.more}
          @bulk-wanted=${() => this.bulk.show()}
        ></case-list>
        <div class="case">${this.shown()}</div>
      </main>
      <bulk-dialog
        .t=${t}
        .language=${language}
        .cases=${cases}
        .replies=${this.replies}
        @closed=${() => this.list.focus()}
      ></bulk-dialog>
      <contact-dialog
        .t=${t}
        .language=${language}
        .cases=${cases}
        .services=${cases.services}
        @closed=${() => this.focusButton("log")}
        @contact-logged=${() => cases.refresh()}
        @case-wanted=${(event: CustomEvent<string>) => (location.hash = caseAddress(event.detail))}
        @advice-logged=${(event: CustomEvent<string>) => this.desk.caseLink.host.notify("info", () => event.detail)}
      ></contact-dialog>
      ${this.isSupervisor
        ? html`<letters-dialog .t=${t} .language=${language} .cases=${cases} @closed=${() => this.focusButton("letters")}></letters-dialog>`
        : nothing}`;
  }

  private worklist(name: CaseCountView["list"]): TemplateResult {
    const { words, cases } = this;
    const count = cases.counts.of(name);
    const isAlarming = count > 0 && (name === "late" || name === "escalated");
    return html`<button
      type="button"
      aria-current=${name === cases.wish.name ? "true" : "false"}
      @click=${() => this.choose(name)}
    >
      ${words.names[name]} ${name === "all" ? nothing : html`<span class="chip ${isAlarming ? "danger" : ""}">${count}</span>`}
    </button>`;
  }

  private shown(): TemplateResult {
    const { t, language, cases } = this;
    const words = CASE_TEXTS[language];
    if (cases.case) {
      return html`<case-page
        .t=${t}
        .language=${language}
        .desk=${cases}
        .case=${cases.case}
        .replies=${this.replies}
        .change=${this.change}
        @back-wanted=${this.back}
      ></case-page>`;
    }
    if (cases.caseProblem) {
      return html`<div class="placeholder">
        <h2 tabindex="-1">${cases.wanted}</h2>
        <p role="alert">${this.refusal(cases.caseProblem)}</p>
        <button type="button" class="button" @click=${() => cases.open(cases.wanted)}>${words.again}</button>
        <button type="button" class="button back" @click=${this.back}>${words.back}</button>
      </div>`;
    }
    if (cases.wanted) return html`<div class="placeholder"><h2 tabindex="-1" role="status">${words.opening}</h2></div>`;
    return html`<div class="placeholder"><h2>${words.none}</h2><p>${words.noneHelp}</p></div>`;
  }

  /** Where a dialog was opened from: the browser gives the focus back by itself only outside a shadow root. */
  private focusButton(name: "log" | "letters"): void {
    const button = this.renderRoot.querySelector<HTMLElement>(`.button.${name}`);
    // On a narrow screen the buttons are behind the case.
    if (button?.checkVisibility()) button.focus();
    else this.focus();
  }

  private get replies(): ReplyContext {
    const { desk, session, cases } = this;
    const language = cases.case?.row.language ?? this.language;
    const queueTitle = session.desk.queues.find(({ id }) => id === QUEUE)?.[language] ?? "";
    return { books: desk.replies, agent: session.desk.agent.name, queue: QUEUE, queueTitle };
  }

  private get isSupervisor(): boolean {
    const { role } = this.session.desk.agent;
    return role === "supervisor" || role === "administrator";
  }

  private refusal(code: ErrorCode): string {
    return this.words.errors[code] ?? this.t.errors[code];
  }

  private async choose(name: CaseCountView["list"]): Promise<void> {
    const { wanted } = this.cases;
    await this.cases.find({ name, ...NARROWED_BY_NOTHING });
    await rendered();
    // Somebody in a hurry has opened a case meanwhile: the focus stays there.
    if (this.cases.wanted === wanted) this.list.focus();
  }

  /** Show more, and go on reading where the list ended. */
  private async more(): Promise<void> {
    const { cases } = this;
    const { wanted, wish, rows } = cases;
    await cases.more();
    await rendered();
    const next = cases.rows[rows.length];
    if (next && cases.wanted === wanted && cases.wish === wish) this.list.focusRow(next.code);
  }

  private async back(): Promise<void> {
    const { wanted } = this.cases;
    history.replaceState(null, "", "#cases");
    await this.cases.open("");
    await rendered();
    this.list.focusRow(wanted);
  }

  private readonly addressChanged = async (): Promise<void> => {
    if (!location.hash.startsWith("#cases")) return;
    const code = caseOf(location.hash);
    if (code !== this.cases.wanted) await this.cases.open(code);
    await rendered();
    this.focus();
  };
}
