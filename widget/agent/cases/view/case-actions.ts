import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";

import type { Language } from "../../../shared/language";
import type { CaseView, ColleagueView, UnitView } from "../../../shared/protocol";
import { gapsIn } from "../../replies/places";
import type { Texts } from "../../texts";
import type { ConfirmDialog } from "../../view/confirm-dialog";
import type { ReplyContext } from "../../view/reply-picker";
import { rendered } from "../../view/rendered";
import { shared } from "../../view/styles";
import type { CaseDesk } from "../case-desk";
import type { Box } from "../drafts";
import { type Deed, deedsOf, type Panel, panelsOf } from "../steps";
import type { CaseTexts } from "../texts/case";
import { LIST_TEXTS } from "../texts/list";
import { eventWords, whoDid } from "../wording";
import { type AnswerBox, faultOf } from "./answer-box";
import { caseActionsStyles } from "./case-actions-styles";

/** Panels whose words go to the sender: ready texts help there. */
const TO_SENDER: readonly Panel[] = ["answer", "interim", "reject", "transfer"];

/**
 * What can be done with a case: some at once, some after filling in a panel below.
 *
 * Fires `merge-wanted` with a code, and `step-taken` when a panel has done its work.
 */
export class CaseActions extends LitElement {
  static override styles = [shared, caseActionsStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) words!: CaseTexts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) desk!: CaseDesk;
  @property({ attribute: false }) case!: CaseView;
  @property({ attribute: false }) replies!: ReplyContext;
  @property({ attribute: false }) change = 0;
  @state() private panel: Panel | null = null;
  @state() private colleagues: readonly ColleagueView[] | null = null;
  @state() private faults: Partial<Record<Box | "unit" | "agent", string>> = {};
  @state() private outcome = "";
  @query("[role=alert]") private alert!: HTMLElement;
  @query("form") private form!: HTMLFormElement | null;
  @query("confirm-dialog") private confirm!: ConfirmDialog;
  /** The trouble that has been brought into view. */
  private told: unknown = null;

  /** Say that something has been done. */
  said(what: Panel | Deed): void {
    this.outcome = this.words.done[what];
  }

  override render(): TemplateResult {
    const { words, panel, desk } = this;
    const panels = panelsOf(this.case);
    const deeds = deedsOf(this.case, desk.agent.id);
    const shown = panel && panels.includes(panel) ? panel : null;
    return html`<section aria-label=${words.actions}>
      <div class="buttons">
        ${deeds.map(
          (deed) => html`<button
            type="button"
            class="button small ${deed === "take" ? "primary" : ""}"
            aria-disabled=${desk.isBusy ? "true" : "false"}
            @click=${() => this.do(deed)}
          >
            ${words.deeds[deed]}
          </button>`,
        )}
        ${panels.map(
          (each) => html`<button
            type="button"
            class="button small ${each === shown ? "open" : ""}"
            aria-expanded=${each === shown ? "true" : "false"}
            @click=${() => this.toggle(each)}
          >
            ${words.panels[each]}
          </button>`,
        )}
      </div>
      <p class="outcome" role="status">${this.outcome || nothing}</p>
      <div class="trouble" role="alert" tabindex="-1">${this.trouble()}</div>
      ${shown ? keyed(shown, this.panelOf(shown)) : nothing}
      <unsent-words .words=${words} .desk=${desk} .case=${this.case} .change=${this.change} @emptied=${this.left}></unsent-words>
      <confirm-dialog .t=${this.t}></confirm-dialog>
    </section>`;
  }

  override updated(): void {
    const { clash, failure } = this.desk;
    const trouble = clash ?? failure;
    if (trouble === this.told) return;
    this.told = trouble;
    // The panel may be longer than the screen: whoever sent from its end sees here why nothing came of it.
    if (trouble) this.alert.scrollIntoView({ block: "nearest" });
  }

  /** Why nothing came of a step, and what there is instead. */
  private trouble(): TemplateResult | typeof nothing {
    const { words, desk, language } = this;
    const { clash, failure, drafts } = desk;
    if (!clash && !failure) return nothing;
    const kept = drafts.codes().has(this.case.row.code) ? words.kept : nothing;
    if (failure) {
      const why = LIST_TEXTS[language].errors[failure] ?? this.t.errors[failure];
      const isUnsure = failure === "timeout" || failure === "disconnected";
      return html`<p class="problem">${why} ${isUnsure ? words.unsure : nothing} ${kept}</p>`;
    }
    const event = clash?.event;
    const naming = { words, language, services: desk.services };
    const said = event ? words.clash(whoDid(event, words), eventWords(event, naming)) : words.clashUnknown;
    return html`<p class="problem">${said} ${kept}</p>`;
  }

  private panelOf(panel: Panel): TemplateResult {
    const { words, desk } = this;
    const send = panel === "inform" && !this.others.length ? "" : words.send[panel];
    if (panel === "publish") {
      return html`<publish-form
        .t=${this.t}
        .words=${words}
        .desk=${desk}
        .case=${this.case}
        .change=${this.change}
        @published=${() => this.finished("publish")}
        @closed=${this.closePanel}
      ></publish-form>`;
    }
    return html`<form novalidate @submit=${(event: Event) => this.submit(event, panel)}>
      <h3>${words.panels[panel]}</h3>
      ${words.panelHelp[panel] ? html`<p class="hint">${words.panelHelp[panel]}</p>` : nothing} ${this.fields(panel)}
      <div class="actions">
        ${send
          ? html`<button class="button primary" aria-disabled=${desk.isBusy ? "true" : "false"}>${send}</button>`
          : nothing}
        <button type="button" class="button" @click=${this.closePanel}>${words.cancel}</button>
      </div>
    </form>`;
  }

  private fields(panel: Panel): TemplateResult | typeof nothing {
    const { words, language, desk } = this;
    switch (panel) {
      case "assign":
        return this.people();
      case "route":
        return html`<service-picker
          .words=${words}
          .language=${language}
          .services=${desk.services}
          .current=${this.case.row.service}
          @service-chosen=${(event: CustomEvent<string>) => this.route(event.detail)}
        ></service-picker>`;
      case "merge":
        return this.line("merge");
      case "transfer":
        return html`${this.line("transfer_to")} ${this.box("transfer", panel)}`;
      case "inform":
        return this.others.length
          ? html`${this.units()} ${this.box("inform", panel)}`
          : html`<p>${words.noMailboxes}</p>`;
      case "publish":
        return nothing;
      default:
        return this.box(panel, panel);
    }
  }

  private box(box: Exclude<Box, "merge" | "transfer_to" | `public_${string}`>, panel: Panel): TemplateResult {
    const { words, desk, faults } = this;
    const { code, language } = this.case.row;
    const isToSender = TO_SENDER.includes(panel);
    return html`<answer-box
      .t=${this.t}
      .label=${words.boxes[box]}
      .hint=${isToSender ? words.inLanguage[language] : ""}
      .fault=${faults[box] ?? ""}
      .draft=${desk.drafts.get(code, box)}
      .language=${isToSender ? language : this.language}
      .replies=${isToSender ? this.replies : null}
      @draft-changed=${(event: CustomEvent<string>) => this.write(box, event.detail)}
    ></answer-box>`;
  }

  private line(box: "merge" | "transfer_to"): TemplateResult {
    const { words, desk, faults } = this;
    return html`<div class="field">
      <label for=${box}>${words.boxes[box]}</label>
      <input
        id=${box}
        type="text"
        autocomplete="off"
        maxlength="200"
        aria-invalid=${faults[box] ? "true" : "false"}
        aria-describedby="${box}-fault"
        .value=${desk.drafts.get(this.case.row.code, box)}
        @input=${(event: Event) => this.write(box, (event.target as HTMLInputElement).value)}
      />
      <p class="fault" id="${box}-fault" role="alert">${faults[box] ?? nothing}</p>
    </div>`;
  }

  /** The units that can be told of the case. */
  private get others(): readonly UnitView[] {
    return (this.desk.services?.units ?? []).filter(({ id, has_mailbox }) => has_mailbox && id !== this.case.row.unit);
  }

  private units(): TemplateResult {
    const { words, language, others } = this;
    return html`<div class="field">
      <label for="unit">${words.toUnit}</label>
      <select id="unit" name="unit">
        ${others.map(({ id, name }) => html`<option value=${id}>${name[language]}</option>`)}
      </select>
    </div>`;
  }

  private people(): TemplateResult {
    const { words, colleagues, faults } = this;
    const { assignee } = this.case.row;
    const others = (colleagues ?? []).filter(({ id }) => id !== assignee?.id);
    return html`<fieldset aria-describedby="agent-fault">
      <legend class="visually-hidden">${words.panels.assign}</legend>
      ${assignee
        ? html`<label class="choice">
            <input type="radio" name="agent" value="unit" />
            <span>${words.backToUnit} <span class="hint">${words.backToUnitHelp}</span></span>
          </label>`
        : nothing}
      ${others.map(
        ({ id, name }) => html`<label class="choice"><input type="radio" name="agent" value=${id} /> ${name}</label>`,
      )}
      ${colleagues && !others.length ? html`<p class="hint">${words.noColleagues}</p>` : nothing}
      <p class="fault" id="agent-fault" role="alert">${faults.agent ?? nothing}</p>
    </fieldset>`;
  }

  private async toggle(panel: Panel): Promise<void> {
    this.faults = {};
    this.outcome = "";
    this.desk.forgetTrouble();
    if (this.panel === panel) {
      this.panel = null;
      return;
    }
    this.panel = panel;
    if (panel === "assign") {
      this.colleagues = null;
      this.colleagues = await this.desk.colleagues();
    }
    await rendered();
    this.firstField()?.focus();
  }

  private firstField(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(
      "publish-form, form :is(input, select, answer-box, service-picker), form .actions button",
    );
  }

  private async closePanel(): Promise<void> {
    const open = this.renderRoot.querySelector<HTMLElement>('[aria-expanded="true"]');
    this.panel = null;
    open?.focus();
  }

  private write(box: Box, text: string): void {
    if (this.faults[box]) this.faults = { ...this.faults, [box]: "" };
    this.desk.write(box, text);
  }

  private async do(deed: Deed): Promise<void> {
    const { words, desk } = this;
    const { is_published } = this.case.row;
    if (deed === "close" && !(await this.ask(words.closeQuestion, words.closeHelp, words.deeds.close))) return;
    if (deed === "unpublish" && is_published) {
      if (!(await this.ask(words.unpublishQuestion, words.unpublishHelp, words.deeds.unpublish))) return;
    }
    await this.settle(deed, await desk.step(deed));
  }

  private ask(title: string, help: string, action: string): Promise<boolean> {
    return this.confirm.ask({ title, help, action });
  }

  private async submit(event: Event, panel: Panel): Promise<void> {
    event.preventDefault();
    const { desk, form } = this;
    if (!form || desk.isBusy) return;
    const given = new FormData(form);
    const value = (box: Box): string => desk.drafts.get(this.case.row.code, box).trim();
    if (!this.isFilledIn(panel, given)) return;
    switch (panel) {
      case "assign": {
        const to = String(given.get("agent"));
        return this.settle(panel, await desk.step("assign", { to: to === "unit" ? "" : to }));
      }
      case "merge":
        this.dispatchEvent(new CustomEvent("merge-wanted", { detail: value("merge").toUpperCase() }));
        return;
      case "note":
        return this.settle(panel, await desk.note(value("note")));
      case "inform":
        return this.settle(panel, await desk.note(value("inform"), String(given.get("unit"))));
      case "transfer": {
        const words = { text: value("transfer"), to: value("transfer_to") };
        return this.settle(panel, await desk.step("transfer", words, ["transfer", "transfer_to"]));
      }
      case "answer":
      case "interim":
      case "reject":
      case "reopen":
        return this.settle(panel, await desk.step(panel, { text: value(panel) }, [panel]));
      default:
        return;
    }
  }

  /** Tell what is missing at its field, and go to the first. */
  private isFilledIn(panel: Panel, given: FormData): boolean {
    const { words, desk } = this;
    const text = (box: Box): string => desk.drafts.get(this.case.row.code, box);
    const faults: CaseActions["faults"] = {};
    if (panel === "assign" && !given.get("agent")) faults.agent = words.missing;
    for (const line of ["merge", "transfer_to"] as const) {
      if ((panel === "merge" ? "merge" : panel === "transfer" ? "transfer_to" : "") === line && !text(line).trim()) {
        faults[line] = words.missing;
      }
    }
    if (panel !== "assign" && panel !== "merge" && panel !== "route" && panel !== "publish") {
      const fault = faultOf(text(panel));
      const names = gapsIn(text(panel)).map(({ name }) => name).join(", ");
      if (fault) faults[panel] = fault === "gaps" ? this.t.gapsLeft(names) : words[fault];
    }
    this.faults = faults;
    const [first] = Object.keys(faults);
    if (!first) return true;
    const field = this.renderRoot.querySelector<HTMLElement>(`#${first}`) ?? this.renderRoot.querySelector<AnswerBox>("answer-box");
    (first === "agent" ? this.renderRoot.querySelector<HTMLElement>("form input") : field)?.focus();
    return false;
  }

  private async route(to: string): Promise<void> {
    await this.settle("route", await this.desk.step("route", { to }));
  }

  private async settle(what: Panel | Deed, isDone: boolean): Promise<void> {
    if (isDone) return this.finished(what);
    await rendered();
    // The button that was pressed may have gone with what the case let one do.
    if (this.isConnected && !this.renderRoot.querySelector(":focus")) this.alert.focus();
  }

  private left(): void {
    this.dispatchEvent(new CustomEvent("step-taken"));
  }

  private async finished(what: Panel | Deed): Promise<void> {
    if (this.panel === what) this.panel = null;
    this.said(what);
    await rendered();
    // Somebody in a hurry writes elsewhere already, or has another case open: the focus stays there.
    if (this.panel === null && this.isConnected) this.dispatchEvent(new CustomEvent("step-taken"));
  }
}
