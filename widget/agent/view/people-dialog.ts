import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import type { ClosedQueueView, DeskItemView, PresentAgentView, QueueTitleView } from "../../shared/protocol";
import type { Choice, Desk } from "../desk/desk";
import type { Texts } from "../texts";
import { opening } from "../texts/format";
import { dialogStyles } from "./dialog";
import { peopleStyles } from "./people-styles";
import { shared } from "./styles";

export type Purpose = "transfer" | "invite" | "assign";
type About = Pick<DeskItemView, "mode" | "served_in" | "members" | "invited">;

/** Lets the agent choose a colleague, or for a transfer also a queue that is open. */
export class PeopleDialog extends LitElement {
  static override styles = [shared, dialogStyles, peopleStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) queues: readonly QueueTitleView[] = [];
  @state() private purpose: Purpose = "transfer";
  @state() private item: About | null = null;
  @state() private colleagues: readonly PresentAgentView[] = [];
  @state() private closed: readonly ClosedQueueView[] = [];
  @state() private isMissing = false;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("form") private form!: HTMLFormElement;
  private chosen: Choice | null = null;
  private answer: ((choice: Choice | null) => void) | null = null;

  /** Return what was chosen; Escape and Cancel choose nothing. `note`: what was written at the try before. */
  async ask(purpose: Purpose, item: About, note = ""): Promise<Choice | null> {
    this.purpose = purpose;
    this.item = item;
    this.isMissing = false;
    this.chosen = null;
    ({ colleagues: this.colleagues, closed: this.closed } = await this.desk.colleagues());
    await this.updateComplete;
    this.form.reset();
    const field = this.form.querySelector<HTMLTextAreaElement>("#note");
    if (field) field.value = note;
    this.dialog.showModal();
    return new Promise((resolve) => (this.answer = resolve));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.settle();
  }

  override render(): TemplateResult {
    const { t } = this;
    const { title, help, action } = this.wording;
    return html`<dialog aria-labelledby="title" aria-describedby="help" @close=${this.settle}>
      <h2 id="title">${title}</h2>
      <p id="help">${help}</p>
      <form novalidate @submit=${this.submit}>
        <div role="alert">${this.isMissing ? html`<p class="problem">${t.chooseSomebody}</p>` : nothing}</div>
        <fieldset>
          <legend>${t.colleagues}</legend>
          ${this.reachable.length
            ? this.reachable.map((colleague) => this.colleague(colleague))
            : html`<p class="hint">${t.noColleagues}</p>`}
        </fieldset>
        ${this.purpose === "invite" ? nothing : this.elsewhere()}
        <div class="actions">
          <button class="button primary">${action}</button>
          <button class="button" type="button" @click=${() => this.dialog.close()}>${t.cancel}</button>
        </div>
      </form>
    </dialog>`;
  }

  private get wording(): Record<"title" | "help" | "action", string> {
    const { t } = this;
    return {
      transfer: { title: t.transferTo, help: t.transferHelp, action: t.transfer },
      invite: { title: t.inviteWhom, help: t.inviteHelp, action: t.invite },
      assign: { title: t.supervisor.assignTo, help: t.supervisor.assignHelp, action: t.supervisor.assign },
    }[this.purpose];
  }

  /** Who is there, and not in the conversation yet. */
  private get reachable(): readonly PresentAgentView[] {
    const { item } = this;
    const here = new Set([...(item?.members ?? []), ...(this.purpose === "invite" ? (item?.invited ?? []) : [])].map(({ id }) => id));
    return this.colleagues.filter(({ id, availability }) => availability !== "away" && (this.purpose === "transfer" || !here.has(id)));
  }

  private colleague(colleague: PresentAgentView): TemplateResult {
    const { t } = this;
    const { id, name, availability, taken, seats } = colleague;
    return html`<label class="choice">
      <input type="radio" name="to" value="agent:${id}" />
      ${name}
      <span class="hint">${t.states[availability]}, ${t.load(taken, seats)}</span>
    </label>`;
  }

  private elsewhere(): TemplateResult {
    const { t, item } = this;
    return html`<fieldset>
        <legend>${t.queues}</legend>
        ${this.queues.filter(({ mode }) => mode === item?.mode).map((queue) => this.queue(queue))}
      </fieldset>
      ${this.purpose === "transfer"
        ? html`<div class="field">
            <label for="note">${t.transferNote}</label>
            <textarea id="note" name="note" rows="2" maxlength="4000"></textarea>
          </div>`
        : nothing}`;
  }

  /** One that is closed for the conversation's language is not to be chosen, and says when it opens. */
  private queue(queue: QueueTitleView): TemplateResult {
    const { t, language, item } = this;
    const closed = this.closed.find((one) => one.queue === queue.id && one.language === item?.served_in);
    return html`<label class="choice">
      <input type="radio" name="to" value="queue:${queue.id}" ?disabled=${closed !== undefined} />
      ${queue[language]}
      ${closed ? html`<span class="hint">${t.queueClosed(opening(closed.opens_at, language))}</span>` : nothing}
    </label>`;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const data = new FormData(this.form);
    const [kind, id = ""] = String(data.get("to") ?? "").split(":");
    this.isMissing = !id;
    if (!id) return;
    const agent = kind === "agent" ? (this.colleagues.find((colleague) => colleague.id === id) ?? null) : null;
    this.chosen = { queue: kind === "queue" ? id : "", agent, note: String(data.get("note") ?? "").trim() };
    this.dialog.close();
  }

  private settle(): void {
    this.answer?.(this.chosen);
    this.answer = null;
  }
}
