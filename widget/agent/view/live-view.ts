import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import type { Language } from "../../shared/language";
import type { LiveAgentView, LiveConversationView, LiveQueueView, LiveView as Live } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import type { Session } from "../session/session";
import type { Texts } from "../texts";
import { visitorName, waited } from "../texts/format";
import type { BroadcastDialog } from "./broadcast-dialog";
import { Clock } from "./clock";
import type { ConfirmDialog } from "./confirm-dialog";
import { crisisChip } from "./crisis";
import { goneChip } from "./gone";
import type { PeopleDialog } from "./people-dialog";
import { shared } from "./styles";
import { tableStyles } from "./table-styles";

/** Queues, agents and conversations as they are now. Fires `take-over-wanted` with the conversation. */
export class LiveView extends LitElement {
  static override styles = [shared, tableStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) live: Live | null = null;
  @query("h2") private heading!: HTMLElement;
  @query("broadcast-dialog") private broadcasting!: BroadcastDialog;
  @query("confirm-dialog") private confirm!: ConfirmDialog;
  @query("people-dialog") private people!: PeopleDialog;
  private readonly clock = new Clock(this);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.desk.supervising.watch(true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.desk.supervising.watch(false);
  }

  override render(): TemplateResult {
    const { live, t } = this;
    const s = t.supervisor;
    return html`<main class="page">
        <div class="top">
          <div>
            <h2 tabindex="-1">${s.live}</h2>
            <p class="hint">${s.liveHelp}</p>
          </div>
          <button type="button" class="button" @click=${() => this.broadcasting.show()}>${s.broadcast}</button>
        </div>
        ${live
          ? html`${this.queues(live.queues)} ${this.conversations(live.conversations)} ${this.agents(live.agents)}`
          : html`<p role="status">${t.loading}</p>`}
      </main>
      <broadcast-dialog
        .t=${t}
        .language=${this.language}
        .supervising=${this.desk.supervising}
        .queues=${this.session.desk.queues}
      ></broadcast-dialog>
      <confirm-dialog .t=${t}></confirm-dialog>
      <people-dialog
        .t=${t}
        .language=${this.language}
        .desk=${this.desk}
        .queues=${this.session.desk.queues}
      ></people-dialog>`;
  }

  override focus(): void {
    this.heading.focus();
  }

  private queues(queues: readonly LiveQueueView[]): TemplateResult {
    const s = this.t.supervisor;
    const rows = queues.map(
      (queue) => html`<tr>
        <th scope="row">${this.titleOf(queue.queue)}</th>
        <td>${this.t.languageNames[queue.language]}</td>
        <td class="number">${queue.waiting}</td>
        <td class="number">${queue.longest_since ? this.since(queue.longest_since) : "–"}</td>
        <td class="number">${queue.claimed}</td>
        <td class="number">${queue.abandoned}</td>
      </tr>`,
    );
    const numbers = [s.waiting, s.longest, s.claimed, s.abandoned];
    return this.table("queues", s.queues, [s.queue, s.language], numbers, rows, s.noQueues);
  }

  private agents(agents: readonly LiveAgentView[]): TemplateResult {
    const s = this.t.supervisor;
    const rows = agents.map(
      (agent) => html`<tr class=${agent.is_missing ? "alert" : ""}>
        <th scope="row">${agent.name}</th>
        <td>
          ${agent.is_connected ? this.t.states[agent.availability] : s.notConnected}
          ${agent.is_missing ? html`<span class="chip danger">${s.missing}</span>` : nothing}
          ${agent.is_absent ? html`<span class="chip">${s.absent}</span>` : nothing}
        </td>
        <td>${this.skills(agent)}</td>
        <td class="number">${agent.is_connected && agent.since ? this.since(agent.since) : "–"}</td>
        <td class="number">${agent.taken}/${agent.seats}</td>
      </tr>`,
    );
    return this.table("agents", s.agents, [s.name, s.state, s.skills], [s.since, s.taken], rows, "");
  }

  private conversations(conversations: readonly LiveConversationView[]): TemplateResult {
    const { t } = this;
    const s = t.supervisor;
    const rows = repeat(
      conversations,
      ({ conversation }) => conversation,
      (item) => html`<tr class=${item.crisis === "suspected" || item.crisis === "confirmed" ? "alert" : ""}>
        <th scope="row">${visitorName(item, t)} ${crisisChip(item.crisis, t)} ${goneChip(item, this.clock.nowMs, t)}</th>
        <td>${this.titleOf(item.queue)}</td>
        <td>${t.languageNames[item.language]}</td>
        <td>${this.withWhom(item)}</td>
        <td class="number">${item.since ? this.since(item.since) : "–"}</td>
        <td>${this.actions(item)}</td>
      </tr>`,
    );
    const words = [s.resident, s.queue, s.language, s.agent];
    return this.table(
      "conversations",
      s.conversations,
      words,
      [s.howLong],
      conversations.length ? rows : [],
      s.noConversations,
      s.actions,
    );
  }

  private actions(item: LiveConversationView): TemplateResult {
    const { t } = this;
    const s = t.supervisor;
    const visitor = visitorName(item, t);
    const isMine = !item.is_waiting && item.agent === this.session.desk.agent.id;
    return html`<div class="acts">
      ${isMine
        ? nothing
        : html`<button
            type="button"
            class="button small"
            aria-label=${s.takeOverOne(visitor)}
            @click=${() => this.takeOver(item)}
          >
            ${s.takeOver}
          </button>`}
      <button
        type="button"
        class="button small"
        aria-label=${s.assignOne(visitor)}
        @click=${() => this.assign(item)}
      >
        ${s.assign}
      </button>
    </div>`;
  }

  private table(
    id: string,
    title: string,
    words: readonly string[],
    numbers: readonly string[],
    rows: unknown,
    none: string,
    last = "",
  ): TemplateResult {
    const isEmpty = Array.isArray(rows) && rows.length === 0;
    return html`<section aria-labelledby=${id}>
      <h3 id=${id}>${title}</h3>
      ${isEmpty
        ? html`<p>${none}</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-labelledby=${id}>
            <table aria-labelledby=${id}>
              <thead>
                <tr>
                  ${words.map((word) => html`<th scope="col">${word}</th>`)}
                  ${numbers.map((word) => html`<th scope="col" class="number">${word}</th>`)}
                  ${last ? html`<th scope="col">${last}</th>` : nothing}
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>
          </div>`}
    </section>`;
  }

  private withWhom({ is_waiting, agent_name }: LiveConversationView): string {
    const s = this.t.supervisor;
    if (!is_waiting) return agent_name;
    return agent_name ? s.heldFor(agent_name) : s.waits;
  }

  private skills({ queues, languages }: LiveAgentView): string {
    const { t } = this;
    const said = [...queues.map((queue) => this.titleOf(queue)), ...languages.map((one) => t.languageNames[one])];
    return said.join(", ") || t.supervisor.allSkills;
  }

  private titleOf(queue: string): string {
    return this.session.desk.queues.find(({ id }) => id === queue)?.[this.language] ?? queue;
  }

  private since(at: string): string {
    return waited(at, this.clock.nowMs, this.t);
  }

  private async takeOver(item: LiveConversationView): Promise<void> {
    const s = this.t.supervisor;
    const question = { title: s.takeOverQuestion, help: s.takeOverHelp(item.agent_name), action: s.takeOver };
    if (item.agent && !(await this.confirm.ask(question))) return;
    // By the version that was asked about: what has changed hands meanwhile is refused.
    this.dispatchEvent(new CustomEvent("take-over-wanted", { detail: item }));
  }

  private async assign(item: LiveConversationView): Promise<void> {
    const has = item.is_waiting ? [] : [{ id: item.agent, name: item.agent_name }];
    const choice = await this.people.ask("assign", { ...item, members: has, invited: [] });
    if (!choice) return;
    await this.desk.supervising.assign(item, { queue: choice.queue, agent: choice.agent?.id ?? null });
    this.focus();
  }
}
