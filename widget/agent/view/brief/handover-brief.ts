import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";

import { type Kind, KINDS } from "../../../shared/feedback-checks";
import { FEEDBACK_TEXTS } from "../../../shared/feedback-texts";
import type { AskedView, BriefIs, FieldView, FormView } from "../../../shared/protocol";
import type { Briefs } from "../../desk/briefs";
import { type FinishField, isFeedback } from "../../session/brief";
import type { Thread } from "../../session/thread";
import type { Texts } from "../../texts";
import { pageName } from "../../texts/format";
import { rendered } from "../rendered";
import { shared } from "../styles";
import { briefStyles } from "./brief-styles";
import { whatTheBotDid } from "./wording";
import type { FinishForm } from "./finish-form";

/** Fields whose value says something: the summary's own buttons do not. */
const TOLD = new Set(["feedback_kind", "feedback_text", "feedback_place", "feedback_contact", "case_code"]);

/** What there is to know of a conversation at a glance; from here the agent finishes a form left half-way. */
export class HandoverBrief extends LitElement {
  static override styles = [shared, briefStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) briefs!: Briefs;
  @property({ type: Boolean }) isMine = false;

  private get conversation(): string {
    return this.thread.item.conversation;
  }

  override render(): TemplateResult {
    const { brief } = this.t;
    const { isShown } = this.thread.brief;
    return html`<section aria-labelledby="toggle">
      <h3>
        <button
          type="button"
          id="toggle"
          class="toggle"
          aria-expanded=${isShown ? "true" : "false"}
          aria-controls="content"
          @click=${() => this.briefs.show(this.conversation, !isShown)}
        >
          <span aria-hidden="true">${isShown ? "▾" : "▸"}</span> ${brief.title}
        </button>
      </h3>
      <div id="content" class=${isShown ? "content" : ""} role="group" aria-labelledby="toggle" tabindex=${isShown ? 0 : -1}>
        ${isShown ? this.content() : nothing}
      </div>
    </section>`;
  }

  private content(): TemplateResult {
    const { t } = this;
    const { content, hasFailed } = this.thread.brief;
    return html`
      <div role="status">${hasFailed ? t.brief.failed : content ? nothing : t.brief.fetching}</div>
      ${hasFailed
        ? html`<div>
            <button type="button" class="button small" @click=${() => this.briefs.fetch(this.conversation)}>
              ${t.tryAgain}
            </button>
          </div>`
        : nothing}
      ${content ? html`${this.facts(content)} ${this.formPart(content)} ${this.asked(content)}` : nothing}
    `;
  }

  private facts({ language, page }: BriefIs): TemplateResult {
    const { t } = this;
    // The agent may have judged the danger since the brief was fetched.
    const { crisis } = this.thread.item;
    return html`<dl class="facts">
      <div>
        <dt>${t.brief.visitorSpeaks}</dt>
        <dd>${t.languageNames[language]}</dd>
      </div>
      ${page
        ? html`<div>
            <dt>${t.brief.page}</dt>
            <dd>${pageName(page)}</dd>
          </div>`
        : nothing}
      <div>
        <dt>${t.brief.danger}</dt>
        <dd class=${crisis === "suspected" || crisis === "confirmed" ? "danger" : ""}>${t.brief.dangers[crisis]}</dd>
      </div>
    </dl>`;
  }

  private asked({ asked }: BriefIs): TemplateResult {
    const { brief } = this.t;
    if (!asked.length) return html`<p>${brief.nothingAsked}</p>`;
    return html`<div>
      <h4>${brief.asked}</h4>
      <ol class="asked">
        ${asked.map((one) => this.oneAsked(one))}
      </ol>
    </div>`;
  }

  private oneAsked(asked: AskedView): TemplateResult {
    const { brief } = this.t;
    const { sureness, confidence } = asked;
    // Rounded down: nothing but a pressed button is 100 % sure.
    const percent = confidence === null ? "" : `, ${brief.percent(Math.floor(confidence * 100))}`;
    return html`<li class=${sureness}>
      <p class="words" lang=${asked.language}>${asked.text}</p>
      <p class="hint">
        ${whatTheBotDid(asked, brief)}${sureness
          ? html` – <strong>${brief.sureness[sureness]}</strong>${percent}`
          : nothing}
      </p>
    </li>`;
  }

  private formPart({ form, is_form_seen, language }: BriefIs): TemplateResult {
    const { brief } = this.t;
    // What the agent has begun to write stays, whether or not the bot's form can be seen by now.
    if (this.thread.brief.draft && this.isMine) {
      return html`<div class="form finishing"><h4>${brief.finishTitle}</h4>${this.finishing(language)}</div>`;
    }
    if (!is_form_seen) return html`<p>${brief.formUnseen}</p>`;
    if (!form) return html`<p class="hint">${brief.noForm}</p>`;
    return html`<div class="form"><h4>${brief.forms[form.name] ?? form.name}</h4>${this.left(form, language)}</div>`;
  }

  private left(form: FormView, language: string): TemplateResult {
    const { brief } = this.t;
    return html`
      <dl>
        ${form.fields
          .filter(({ name }) => TOLD.has(name))
          .map((field) => html`<dt>${brief.fields[field.name]}</dt>
            ${this.value(field, language)}`)}
        <dt>${brief.nextStep}</dt>
        <dd><strong>${brief.fields[form.step] ?? form.step}</strong></dd>
      </dl>
      ${this.isMine ? html`<p class="hint">${brief.returnHelp}</p>` : nothing}
      ${this.isMine && isFeedback(form)
        ? html`<button type="button" class="button small" id="finish" @click=${this.begin}>${brief.finish}</button>`
        : nothing}
    `;
  }

  private value({ name, value }: FieldView, language: string): TemplateResult {
    const { brief } = this.t;
    if (!value) return html`<dd>${brief.skipped}</dd>`;
    const kind = name === "feedback_kind" ? KINDS.find((one: Kind) => one === value) : undefined;
    if (kind) return html`<dd>${FEEDBACK_TEXTS[brief.language].kinds[kind]}</dd>`;
    return html`<dd lang=${language}>${value}</dd>`;
  }

  private finishing(language: string): TemplateResult {
    const { conversation, briefs } = this;
    return html`<finish-form
      .t=${this.t.brief}
      .cancel=${this.t.cancel}
      .language=${language}
      .isAnonymous=${this.thread.item.pseudonym !== null}
      .draft=${this.thread.brief.draft}
      @value-changed=${({ detail }: CustomEvent<{ field: FinishField; value: string }>) =>
        briefs.edit(conversation, detail.field, detail.value)}
      @form-abandoned=${async () => {
        briefs.abandon(conversation);
        await this.focusOn("#finish");
      }}
      @form-ready=${async () => {
        if (await briefs.send(conversation)) await this.focusOn("#toggle");
      }}
    ></finish-form>`;
  }

  private async begin(): Promise<void> {
    this.briefs.begin(this.conversation);
    await rendered();
    this.renderRoot.querySelector<FinishForm>("finish-form")?.focus();
  }

  /** What had the focus is gone. */
  private async focusOn(selector: string): Promise<void> {
    await rendered();
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}
