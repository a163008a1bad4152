import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import { ApiRefused } from "../link/api";
import type { ReplyBooks } from "../replies/book";
import { type Choice, choicesFor, findChoices, type Group } from "../replies/choices";
import type { Session } from "../session/session";
import type { Thread } from "../session/thread";
import type { Texts } from "../texts";
import { day, opening } from "../texts/format";
import { pickerStyles } from "./picker-styles";
import { shared } from "./styles";

/** What the picker knows of the conversation: where its replies are offered, and what fills them in. */
export interface ReplyContext {
  readonly books: ReplyBooks;
  readonly agent: string;
  readonly queue: string;
  /** The queue's title in the conversation's language. */
  readonly queueTitle: string;
}

export function replyContext(books: ReplyBooks, { desk }: Session, { item }: Thread, language: Language): ReplyContext {
  const title = desk.queues.find(({ id }) => id === item.queue)?.[language] ?? "";
  return { books, agent: desk.agent.name, queue: item.queue, queueTitle: title };
}

/**
 * Finds something to answer with: a combobox whose list stays open.
 *
 * Fires `reply-chosen` with the choice, and `picker-left` with what was typed if it was meant for the message.
 */
export class ReplyPicker extends LitElement {
  static override styles = [shared, pickerStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) context!: ReplyContext;
  /** What opened it in the message: a slash, or nothing for the button. */
  @property({ attribute: false }) opener = "";
  @state() private text = "";
  @state() private choices: readonly Choice[] | null = null;
  @state() private failed = false;
  @state() private active = 0;
  @query("input") private field!: HTMLInputElement;

  private get groups(): Group[] {
    return findChoices(this.choices ?? [], this.text);
  }

  override firstUpdated(): void {
    this.field.focus();
    void this.load();
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("active") || changed.has("text")) {
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    }
  }

  override render(): TemplateResult {
    const { t, language, choices } = this;
    const groups = this.groups;
    const shown = groups.flatMap((group) => group.choices);
    return html`<section aria-label=${t.replies} @focusout=${this.leftBehind}>
      <div class="search">
        <label for="query">${t.findReply(t.inLanguage[language])}</label>
        <input
          id="query"
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded=${shown.length ? "true" : "false"}
          aria-controls=${shown.length ? "choices" : nothing}
          aria-activedescendant=${shown.length ? `choice-${this.active}` : nothing}
          aria-describedby="keys"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          @input=${this.typed}
          @keydown=${(event: KeyboardEvent) => this.pressed(event, shown)}
        />
        <button type="button" class="button small quiet" @click=${() => this.leave("")}>${t.closeReplies}</button>
      </div>
      ${shown.length ? this.list(groups) : nothing}
      ${this.failed ? html`<p class="none" role="alert">${t.repliesFailed}</p>` : nothing}
      ${choices && !shown.length ? html`<p class="none">${t.noReplies}</p>` : nothing}
      <p class="hint" id="keys">${t.pickerHint}</p>
      <p class="visually-hidden" role="status">
        ${choices ? t.repliesFound(shown.length) : this.failed ? nothing : t.loading}
      </p>
    </section>`;
  }

  private list(groups: readonly Group[]): TemplateResult {
    const { t } = this;
    let number = 0;
    return html`<div id="choices" role="listbox" aria-label=${t.replies}>
      ${groups.map(
        ({ kind, choices }) =>
          html`<div role="group" aria-labelledby=${`group-${kind}`}>
            <p class="group" id=${`group-${kind}`} role="presentation">${t.replyGroups[kind]}</p>
            ${choices.map((choice) => this.option(choice, number++))}
          </div>`,
      )}
    </div>`;
  }

  private option(choice: Choice, number: number): TemplateResult {
    const { t, language } = this;
    const { title, text, faq } = choice;
    return html`<div
      id=${`choice-${number}`}
      class="option"
      role="option"
      aria-selected=${number === this.active ? "true" : "false"}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.choose(choice)}
    >
      <span class="title" lang=${language}>${title}</span>
      ${faq && isPast(faq.review_by) ? html`<span class="chip">${t.reviewOverdue(day(faq.review_by))}</span>` : nothing}
      <span class="preview" lang=${language} aria-hidden=${faq ? "true" : nothing}>${text}</span>
    </div>`;
  }

  private async load(): Promise<void> {
    const { books } = this.context;
    const here = books.find(this.language);
    if (here) this.choices = this.choicesOf(here);
    try {
      this.choices = this.choicesOf(await books.get(this.language));
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error;
      this.failed = true;
    }
  }

  private choicesOf(book: Parameters<typeof choicesFor>[0]): Choice[] {
    const { agent, queue, queueTitle } = this.context;
    const opens_at = opening(book.opens_at[queue] ?? "", this.language);
    return choicesFor(book, queue, { agent, queue: queueTitle, opens_at });
  }

  private typed(): void {
    // A slash and a space are a slash in the message.
    if (this.opener && this.field.value.startsWith(" ")) this.leave(this.opener + this.field.value);
    this.text = this.field.value;
    this.active = 0;
  }

  private pressed(event: KeyboardEvent, shown: readonly Choice[]): void {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const chosen = shown[this.active];
    const last = shown.length - 1;
    if (event.key === "ArrowDown") this.active = this.active >= last ? 0 : this.active + 1;
    else if (event.key === "ArrowUp") this.active = this.active <= 0 ? Math.max(0, last) : this.active - 1;
    else if (event.key === "Escape") this.leave(this.opener && this.opener + this.text);
    else if (event.key === "Backspace" && !this.field.value) this.leave("");
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && chosen)) {
      if (chosen) this.choose(chosen);
    } else return;
    event.preventDefault();
  }

  /** The focus went elsewhere: what was being looked for is not wanted any more. */
  private leftBehind({ relatedTarget }: FocusEvent): void {
    if (relatedTarget && !this.renderRoot.contains(relatedTarget as Node)) this.fire("picker-left", null);
  }

  private choose(choice: Choice): void {
    this.fire("reply-chosen", choice);
  }

  private leave(typed: string): void {
    this.fire("picker-left", typed);
  }

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function isPast(date: string): boolean {
  return Date.parse(`${date}T23:59:59Z`) < Date.now();
}
