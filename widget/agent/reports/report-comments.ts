import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import { ApiRefused } from "../link/api";
import type { Texts } from "../texts";
import { moment } from "../texts/format";
import { shared } from "../view/styles";
import { type Comment, type Comments, fetchComments, type Report } from "./api";
import { commentsStyles } from "./comments-styles";
import type { ReportTexts } from "./texts";

// No queue is called so.
const ALL = "*";

/** What residents wrote beside their quick feedback, once somebody asks for it: that they are read is logged. */
export class ReportComments extends LitElement {
  static override styles = [shared, commentsStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) words!: ReportTexts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) report!: Report;
  @state() private found: Comments | null = null;
  @state() private problem: ApiRefused["code"] | null = null;
  @query("[role=status]") private status!: HTMLElement;
  /** The queue that is asked for; null: all. */
  private queue: string | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    // Another report's are read only when they are asked for.
    if (changed.has("report")) {
      this.found = null;
      this.queue = null;
      this.problem = null;
    }
  }

  override render(): TemplateResult {
    const { t, words, found, problem } = this;
    return html`<section aria-labelledby="title">
      <h3 id="title">${words.comments}</h3>
      <p>${words.commentsIntro}</p>
      ${found ? this.chooser(found) : nothing}
      <p role="status" tabindex="-1">
        ${found ? words.commentsFound(found.comments.length, found.more !== "") : nothing}
      </p>
      <ol>
        ${found?.comments.map((comment) => this.comment(comment))}
      </ol>
      <div role="alert">${problem ? html`<p class="problem">${t.errors[problem]}</p>` : nothing}</div>
      ${found && !found.more
        ? nothing
        : html`<button type="button" class="button" @click=${() => this.read(found)}>
            ${found ? words.moreComments : words.readComments}
          </button>`}
    </section>`;
  }

  private chooser({ queues }: Comments): TemplateResult {
    const { words, language } = this;
    return html`<div class="field">
      <label for="queue">${words.groupings.queue}</label>
      <select id="queue" @change=${this.choose}>
        <option value=${ALL}>${words.modes[""]}</option>
        ${queues.map(({ key, titles }) => html`<option value=${key}>${titles[language]}</option>`)}
      </select>
    </div>`;
  }

  private choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.queue = value === ALL ? null : value;
    void this.read(null);
  }

  private comment({ at, titles, language, succeeded, recommends, text }: Comment): TemplateResult {
    const { words } = this;
    const about = [
      moment(at, Date.now()),
      titles[this.language],
      words.languages[language],
      ...(succeeded === null ? [] : [words.succeeded(succeeded)]),
      ...(recommends === null ? [] : [words.recommends(recommends)]),
    ];
    return html`<li>
      <p class="text" lang=${language}>${text}</p>
      <p class="about">${about.join(" · ")}</p>
    </li>`;
  }

  /** Read the newest, or what is older than what is known. */
  private async read(known: Comments | null): Promise<void> {
    const { report, queue } = this;
    try {
      const found = await fetchComments(report, queue, known?.more ?? "");
      // Another report or queue has been chosen meanwhile.
      if (this.report !== report || this.queue !== queue) return;
      this.found = { ...found, comments: [...(known?.comments ?? []), ...found.comments] };
      this.problem = null;
      await this.updateComplete;
      // The button may be gone, and with it the place of whoever uses the keyboard.
      if (this.shadowRoot?.activeElement?.id !== "queue") this.status.focus();
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error;
      if (this.report === report) this.problem = error.code;
    }
  }
}
