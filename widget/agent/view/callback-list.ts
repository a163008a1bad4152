import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import type { AttemptView, CallbackItemView } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import type { Texts } from "../texts";
import { moment, windowOf } from "../texts/format";
import { callbackStyles } from "./callback-styles";
import { Clock } from "./clock";
import { crisisChip } from "./crisis";
import { listStyles } from "./list-styles";
import { rendered } from "./rendered";
import { shared } from "./styles";

const OUTCOMES: readonly AttemptView["outcome"][] = ["reached", "no_answer", "wrong_number"];

/** Who is to be called back. An agent takes one, calls, logs what came of it, and ends it or puts it back. */
export class CallbackList extends LitElement {
  static override styles = [shared, listStyles, callbackStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) items: readonly CallbackItemView[] = [];
  /** May put back what others have taken. */
  @property({ type: Boolean }) isSupervisor = false;
  private readonly clock = new Clock(this);

  override render(): TemplateResult {
    const { t, items } = this;
    const open = items.filter((item) => item.agent_name === "").length;
    return html`<section aria-labelledby="title">
      <h2 id="title" tabindex="-1">
        ${t.callbacks.title} ${open ? html`<span class="chip strong">${t.callbacks.count(open)}</span>` : nothing}
      </h2>
      ${items.length
        ? html`<ol>
            ${repeat(items, ({ id }) => id, (item) => html`<li data-callback=${item.id}>${this.row(item)}</li>`)}
          </ol>`
        : html`<div class="empty">
            <p><strong>${t.callbacks.empty}</strong></p>
            <p class="hint">${t.callbacks.emptyHelp}</p>
          </div>`}
    </section>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  private row(item: CallbackItemView): TemplateResult {
    const { t, clock } = this;
    const { language, phone, crisis, attempts, window_until, mine } = item;
    const window = windowOf(item, clock.nowMs);
    return html`<p>
        <strong>${window}</strong>
        ${Date.parse(window_until) < clock.nowMs ? html`<span class="chip danger">${t.callbacks.late}</span>` : nothing}
        <span class="chip">${t.languageNames[language]}</span>
        ${crisisChip(crisis, t)}
      </p>
      ${mine
        ? this.own(item)
        : html`<div class="line">
            <p>
              ${phone}
              ${attempts.length ? html`<span class="hint">${t.callbacks.attemptCount(attempts.length)}</span>` : nothing}
            </p>
            ${this.way(item, window)}
          </div>`}`;
  }

  /** What can be done with one that is not the agent's. */
  private way({ id, agent_name, phone, may_take }: CallbackItemView, window: string): TemplateResult {
    const words = this.t.callbacks;
    if (!agent_name && !may_take) return html`<p class="hint">${words.notYours}</p>`;
    if (!agent_name) {
      return html`<button
        type="button"
        class="button primary"
        aria-label=${words.takeOne(phone, window)}
        @click=${() => this.take(id)}
      >
        ${words.take}
      </button>`;
    }
    return html`<p class="hint">${words.takenBy(agent_name)}</p>
      ${this.isSupervisor
        ? html`<button type="button" class="button small" @click=${() => this.release(id)}>${words.release}</button>`
        : nothing}`;
  }

  private own({ id, phone, text, attempts }: CallbackItemView): TemplateResult {
    const words = this.t.callbacks;
    const outcomes = new Set(attempts.map(({ outcome }) => outcome));
    return html`<p><a class="phone" href="tel:${phone.replaceAll(" ", "")}">${phone}</a></p>
      <p class="text">${text || html`<span class="hint">${words.noText}</span>`}</p>
      ${attempts.length ? this.attempts(attempts) : nothing}
      <div class="buttons" role="group" aria-label=${words.log}>
        <span class="hint" aria-hidden="true">${words.log}:</span>
        ${OUTCOMES.map(
          (outcome) =>
            html`<button type="button" class="button small" @click=${() => this.log(id, outcome)}>
              ${words.outcomes[outcome]}
            </button>`,
        )}
      </div>
      <div class="buttons">
        ${outcomes.has("reached") ? this.ending(id, "done") : nothing}
        ${outcomes.size && !outcomes.has("reached") ? this.ending(id, "failed") : nothing}
        <button type="button" class="button small" @click=${() => this.release(id)}>${words.release}</button>
      </div>
      <p class="hint">${words.hint}</p>`;
  }

  private attempts(attempts: readonly AttemptView[]): TemplateResult {
    const words = this.t.callbacks;
    return html`<ul class="attempts" aria-label=${words.attempts}>
      ${attempts.map(
        ({ outcome, name, at }) =>
          html`<li><time datetime=${at}>${moment(at, this.clock.nowMs)}</time> ${words.outcomes[outcome]}, ${name}</li>`,
      )}
    </ul>`;
  }

  private ending(callback: string, ending: "done" | "failed"): TemplateResult {
    return html`<button type="button" class="button small primary" @click=${() => this.finish(callback, ending)}>
      ${this.t.callbacks.endings[ending]}
    </button>`;
  }

  private async take(callback: string): Promise<void> {
    const phone = () => this.items.find(({ id }) => id === callback)?.phone ?? "";
    const isMine = await this.desk.act(
      "claim_callback",
      { callback },
      (t) => t.callbacks.taken(phone()),
      (t) => t.callbacks.lost,
    );
    await rendered();
    const number = this.renderRoot.querySelector<HTMLElement>(`[data-callback="${callback}"] .phone`);
    if (isMine && number) number.focus();
    else this.focus();
  }

  private async log(callback: string, outcome: AttemptView["outcome"]): Promise<void> {
    const payload = { callback, id: crypto.randomUUID(), outcome };
    await this.desk.act("log_attempt", payload, (t) => t.callbacks.logged(t.callbacks.outcomes[outcome]));
  }

  private async finish(callback: string, ending: "done" | "failed"): Promise<void> {
    await this.desk.act("finish_callback", { callback, ending }, (t) => t.callbacks.ended[ending]);
    this.focus();
  }

  private async release(callback: string): Promise<void> {
    await this.desk.act("release_callback", { callback }, (t) => t.callbacks.released);
    this.focus();
  }
}
