import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";

import type { Language } from "../../../shared/language";
import type { CaseView, SuspicionView } from "../../../shared/protocol";
import type { Texts } from "../../texts";
import { day, moment } from "../../texts/format";
import type { ConfirmDialog } from "../../view/confirm-dialog";
import { caseAddress } from "../../view/pages";
import type { ReplyContext } from "../../view/reply-picker";
import { rendered } from "../../view/rendered";
import { shared } from "../../view/styles";
import type { CaseDesk } from "../case-desk";
import { copyText } from "../copying";
import { serviceName, unitName } from "../services";
import { isOpen } from "../steps";
import { CASE_TEXTS, type CaseTexts } from "../texts/case";
import { LIST_TEXTS, type ListTexts } from "../texts/list";
import type { Naming } from "../wording";
import type { CaseActions } from "./case-actions";
import { casePageStyles } from "./case-page-styles";
import { dueMark, stateMarks } from "./marks";

/** A case: what was written, what is promised, what has happened, and what can be done. Fires `back-wanted`. */
export class CasePage extends LitElement {
  static override styles = [shared, casePageStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) desk!: CaseDesk;
  @property({ attribute: false }) case!: CaseView;
  @property({ attribute: false }) replies!: ReplyContext;
  /** Changes with everything that the desk knows, which is not all in properties. */
  @property({ attribute: false }) change = 0;
  /** What was copied last. */
  @state() private copied = "";
  @state() private copyFailed = false;
  @query("h2") private heading!: HTMLElement;
  @query("case-actions") private actions!: CaseActions;
  @query("confirm-dialog") private confirm!: ConfirmDialog;

  private get words(): CaseTexts {
    return CASE_TEXTS[this.language];
  }

  private get listWords(): ListTexts {
    return LIST_TEXTS[this.language];
  }

  private get naming(): Naming {
    return { words: this.words, services: this.desk.services, language: this.language };
  }

  override focus(): void {
    this.heading?.focus();
  }

  override render(): TemplateResult {
    const { words, desk } = this;
    const shown = this.case;
    const { row } = shown;
    return html`
      <header>
        <button type="button" class="button small back" @click=${() => this.dispatchEvent(new CustomEvent("back-wanted"))}>
          <span aria-hidden="true">←</span> <span class="visually-hidden">${words.back}</span>
        </button>
        <div>
          <h2 tabindex="-1" lang=${row.language}>${row.title}</h2>
          <p>
            <span class="code">${row.code}</span> ${this.copyButton(row.code)}
            ${dueMark(row, this.listWords, Date.now())} ${stateMarks(row, this.listWords)}
          </p>
          <p class=${this.copyFailed ? "hint" : "visually-hidden"} role="status">
            ${this.copyFailed ? words.notCopied : this.copied ? `${words.copied} ${this.copied}` : nothing}
          </p>
        </div>
      </header>
      ${desk.isStale
        ? html`<p class="stale" role="status">
            ${words.stale} <button type="button" class="button small" @click=${this.reload}>${words.showNow}</button>
          </p>`
        : nothing}
      <section>
        <h3>${words.written}</h3>
        <p class="text" lang=${row.language}>${shown.text}</p>
      </section>
      ${shown.images.length ? html`<case-images .words=${words} .images=${shown.images}></case-images>` : nothing}
      ${isOpen(shown) && !row.service ? this.sorting(shown) : nothing}
      ${shown.suspicions.length ? this.suspicions(shown.suspicions) : nothing}
      ${keyed(
        row.code,
        html`<case-actions
          .t=${this.t}
          .words=${words}
          .language=${this.language}
          .desk=${desk}
          .case=${shown}
          .replies=${this.replies}
          .change=${this.change}
          @merge-wanted=${(event: CustomEvent<string>) => this.merge(event.detail)}
          @step-taken=${this.focus}
        ></case-actions>`,
      )}
      ${this.details(shown)}
      <case-timeline .naming=${this.naming} .events=${shown.events} .language=${row.language}></case-timeline>
      <confirm-dialog .t=${this.t}></confirm-dialog>
    `;
  }

  private sorting({ proposed }: CaseView): TemplateResult {
    const { words, language } = this;
    return html`<section class="asked">
      <h3>${words.proposals}</h3>
      ${proposed.length ? html`<p class="hint">${words.proposalsHelp}</p>` : nothing}
      <ul class="proposals">
        ${proposed.map(({ service, probability }) => {
          const name = serviceName(this.desk.services, service, language);
          return html`<li>
            <button type="button" class="button" aria-label="${words.routeTo(name)}, ${words.probability(probability)}" @click=${() => this.route(service)}>
              ${name}<span class="chip">${words.probability(probability)}</span>
            </button>
          </li>`;
        })}
      </ul>
      <service-picker
        .words=${words}
        .language=${language}
        .services=${this.desk.services}
        @service-chosen=${(event: CustomEvent<string>) => this.route(event.detail)}
      ></service-picker>
    </section>`;
  }

  private suspicions(suspicions: readonly SuspicionView[]): TemplateResult {
    const { words } = this;
    return html`<section class="asked">
      <h3>${words.suspicions}</h3>
      <ul>
        ${suspicions.map(
          ({ case: { code, title, place, language } }) => html`<li>
            <a href=${caseAddress(code)} lang=${language}>${title}</a>
            <span class="hint">${[code, place].filter(Boolean).join(", ")}</span>
            <button type="button" class="button small" aria-label="${words.mergeWith}: ${code}" @click=${() => this.merge(code)}>
              ${words.mergeWith}
            </button>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private details(shown: CaseView): TemplateResult {
    const { words, t, language, listWords } = this;
    const { row } = shown;
    const { services } = this.desk;
    const place = shown.lat === null || shown.lon === null ? "" : `${shown.lat}, ${shown.lon}`;
    const facts: [string, unknown][] = [
      [words.state, listWords.statuses[row.status]],
      [words.promise, isOpen(shown) ? day(row.due_on) : ""],
      [words.service, row.service ? serviceName(services, row.service, language) : listWords.unsorted],
      [words.unit, row.unit && unitName(services, row.unit, language)],
      [words.handler, row.assignee?.name ?? listWords.nobody],
      [words.kind, listWords.kinds[row.kind]],
      [words.language, t.languageNames[row.language]],
      [words.received, moment(row.received_at, Date.now())],
      [words.channel, words.channels[shown.channel] ?? shown.channel],
      [words.place, row.place],
      [words.coordinates, place && html`${place} ${this.copyButton(place, words.coordinates)}`],
      [words.sender, shown.sender_name],
      [words.contact, html`${words.contacts[shown.contact]} ${[shown.email, shown.phone].filter(Boolean).join(", ")}`],
      [words.consent, shown.may_publish ? words.mayPublish : words.mayNotPublish],
      [words.mergedInto, shown.merged_into && link(shown.merged_into)],
      [words.followers, shown.followers.length ? html`${shown.followers.map((code) => html`${link(code)} `)}` : ""],
    ];
    return html`<section>
      <h3>${words.about}</h3>
      <dl>
        ${facts.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
      </dl>
    </section>`;
  }

  private copyButton(what: string, name = what): TemplateResult {
    const { words } = this;
    const isCopied = this.copied === what;
    const label = isCopied ? `${words.copied} ${name}` : words.copy(name);
    return html`<button type="button" class="button small quiet" aria-label=${label} @click=${() => this.copy(what)}>
      ${isCopied ? words.copied : words.copy("").trim()}
    </button>`;
  }

  private async copy(what: string): Promise<void> {
    this.copyFailed = !(await copyText(what));
    this.copied = this.copyFailed ? "" : what;
  }

  private async reload(): Promise<void> {
    await this.desk.reload();
    this.focus();
  }

  private async route(service: string): Promise<void> {
    if (!(await this.desk.step("route", { to: service }))) return;
    this.actions.said("route");
    await rendered();
    this.focus();
  }

  private async merge(code: string): Promise<void> {
    const { words } = this;
    const question = { title: words.mergeQuestion(code), help: words.mergeHelp, action: words.panels.merge };
    if (!(await this.confirm.ask(question))) return;
    if (!(await this.desk.step("merge", { to: code }, ["merge"]))) return;
    this.actions.said("merge");
    await rendered();
    this.focus();
  }
}

function link(code: string): TemplateResult {
  return html`<a href=${caseAddress(code)}>${code}</a>`;
}
