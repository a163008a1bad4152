import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import type { AgentView, LiveConversationView, LiveView as Live, PersonView, QueueItemView } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import type { Link } from "../desk/host";
import { selectedThread, type Session } from "../session/session";
import type { Texts } from "../texts";
import type { ConfirmDialog } from "./confirm-dialog";
import type { ConversationView } from "./conversation-view";
import type { Notice } from "./desk-banners";
import { isSupervisor, type Room, roomOf } from "./desk-header";
import { deskStyles } from "./desk-styles";
import type { PasswordDialog } from "./password-dialog";
import type { QueueList } from "./queue-list";
import { rendered } from "./rendered";
import { conversationNumber } from "./shortcuts";
import { shared } from "./styles";

interface Answer {
  readonly conversation: string;
  readonly accept: boolean;
}

/** The desk: header, lists at the left, the conversation at the right. Fires `sign-out-wanted`. */
export class DeskView extends LitElement {
  static override styles = [shared, deskStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) link!: Link;
  @property({ attribute: false }) live: Live | null = null;
  @property({ attribute: false }) everybody: readonly PersonView[] = [];
  @property({ attribute: false }) notice: Notice | null = null;
  @property({ type: Boolean }) sound = false;
  @state() private room: Room = "desk";
  @query("conversation-view") private conversation!: ConversationView | null;
  @query("desk-header") private header!: HTMLElement;
  @query("queue-list") private queue!: QueueList;
  @query(".conversation") private conversationPane!: HTMLElement;
  @query("password-dialog") private password!: PasswordDialog;
  @query("confirm-dialog") private confirm!: ConfirmDialog;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.pressed);
    window.addEventListener("hashchange", this.goToRoom);
    this.enter(this.roomNow());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.pressed);
    window.removeEventListener("hashchange", this.goToRoom);
  }

  override render(): TemplateResult {
    const { t, session, desk, link } = this;
    const { agent } = session.desk;
    return html`
      ${this.room === "desk" ? this.skipLinks() : nothing}
      <desk-header
        .t=${t}
        .language=${this.language}
        .agent=${agent}
        .room=${this.room}
        .sound=${this.sound}
        @availability-chosen=${(event: CustomEvent<AgentView["availability"]>) => desk.setAvailability(event.detail)}
        @finish-wanted=${this.finishDay}
        @password-wanted=${() => this.password.show()}
        @leave-wanted=${this.leave}
      ></desk-header>
      <desk-banners
        .t=${t}
        .link=${link}
        .notice=${this.notice}
        .agent=${agent}
        @duty-wanted=${() => desk.setAvailability("available")}
      ></desk-banners>
      ${this.inRoom()}
      <password-dialog .t=${t}></password-dialog>
      <confirm-dialog .t=${t}></confirm-dialog>
    `;
  }

  private inRoom(): TemplateResult {
    const { t, language, desk, session } = this;
    if (this.room === "live") {
      return html`<live-view
        .t=${t}
        .language=${language}
        .desk=${desk}
        .session=${session}
        .live=${this.live}
        @take-over-wanted=${(event: CustomEvent<LiveConversationView>) => this.takeOver(event.detail)}
      ></live-view>`;
    }
    if (this.room === "people") {
      return html`<people-view
        .t=${t}
        .language=${language}
        .supervising=${desk.supervising}
        .people=${this.everybody}
        .desk=${session.desk}
      ></people-view>`;
    }
    return this.atDesk();
  }

  private skipLinks(): TemplateResult {
    const { t } = this;
    return html`<nav class="skip" aria-label=${t.skipLinks}>
        <a href="#queue" @click=${(event: Event) => skipTo(event, this.queue)}>${t.skipToQueue}</a>
        <a href="#conversation" @click=${(event: Event) => skipTo(event, this.conversationPane)}>${t.skipToConversation}</a>
      </nav>`;
  }

  private atDesk(): TemplateResult {
    const { t, session, desk, link } = this;
    const thread = selectedThread(session);
    return html`<main class=${thread ? "with-conversation" : ""}>
        <div class="lists">
          <queue-list
            .t=${t}
            .titles=${youthTitles(session.desk, this.language)}
            .items=${session.desk.queue}
            @claim-wanted=${(event: CustomEvent<QueueItemView>) => this.claim(event.detail)}
            @decline-wanted=${(event: CustomEvent<QueueItemView>) => desk.decline(event.detail)}
          ></queue-list>
          <invitation-list
            .t=${t}
            .invitations=${session.desk.invitations}
            @invitation-answered=${(event: CustomEvent<Answer>) => this.answer(event.detail)}
          ></invitation-list>
          <own-list
            .t=${t}
            .session=${session}
            @conversation-chosen=${(event: CustomEvent<string>) => this.choose(event.detail)}
          ></own-list>
        </div>
        <section class="conversation" tabindex="-1" aria-label=${t.conversation}>
          ${thread
            ? html`<conversation-view
                .t=${t}
                .language=${this.language}
                .desk=${desk}
                .session=${session}
                .thread=${thread}
                .isUp=${link === "up"}
                @back-wanted=${this.back}
                @left=${this.focusWhatIsLeft}
              ></conversation-view>`
            : this.placeholder()}
        </section>
      </main>`;
  }

  /** Begin at the top, as on a page that has just loaded. */
  override focus(): void {
    this.header.focus();
  }

  private roomNow(): Room {
    return isSupervisor(this.session.desk.agent) ? roomOf(location.hash) : "desk";
  }

  private readonly goToRoom = async (): Promise<void> => {
    if (this.roomNow() === this.room) return;
    this.enter(this.roomNow());
    await rendered();
    if (this.room === "desk") this.queue.focus();
    else this.renderRoot.querySelector<HTMLElement>("live-view, people-view")?.focus();
  };

  private enter(room: Room): void {
    this.room = room;
    this.desk.isLookedAt = room === "desk";
  }

  private goToDesk(): void {
    this.enter("desk");
    if (roomOf(location.hash) !== "desk") location.hash = "#desk";
  }

  private async takeOver(item: LiveConversationView): Promise<void> {
    if (!(await this.desk.takeOver(item))) return;
    this.goToDesk();
    await rendered();
    this.conversation?.focusHeading();
  }

  private async finishDay(): Promise<void> {
    const { t } = this;
    const question = { title: t.finishDayQuestion, help: t.finishDayHelp, action: t.finishDay };
    if (await this.confirm.ask(question)) await this.desk.finishDay();
  }

  private placeholder(): TemplateResult {
    const { t } = this;
    const { queue } = this.session.desk;
    const [next] = queue;
    return html`<div class="placeholder">
      <h2 tabindex="-1">${t.noneOpen}</h2>
      ${next
        ? html`<p>${t.noneOpenWaiting(queue.length)}</p>
            <button type="button" class="button primary" @click=${() => this.claim(next)}>${t.takeNext}</button>`
        : html`<p>${t.noneOpenHelp}</p>`}
    </div>`;
  }

  private async claim(item: QueueItemView): Promise<void> {
    if (!(await this.desk.claim(item))) return;
    await rendered();
    // To the heading, not the field: the history is to be read before it is answered.
    this.conversation?.focusHeading();
  }

  private async answer({ conversation, accept }: Answer): Promise<void> {
    const isIn = await this.desk.answerInvitation(conversation, accept);
    await rendered();
    if (isIn) this.conversation?.focusHeading();
    else this.queue.focus();
  }

  private async choose(conversation: string): Promise<void> {
    this.goToDesk();
    this.desk.select(conversation);
    await rendered();
    this.conversation?.focusComposer();
  }

  private async back(): Promise<void> {
    this.desk.select(null);
    await this.focusWhatIsLeft();
  }

  private async focusWhatIsLeft(): Promise<void> {
    await rendered();
    const heading = this.conversationPane.querySelector<HTMLElement>(".placeholder h2");
    if (heading?.checkVisibility()) heading.focus();
    else this.queue.focus();
  }

  private async leave(): Promise<void> {
    const { t } = this;
    const open = this.session.desk.mine.length;
    const agreed =
      open === 0 ||
      (await this.confirm.ask({ title: t.signOutQuestion, help: t.signOutWarning(open), action: t.signOut }));
    if (agreed) this.dispatchEvent(new CustomEvent("sign-out-wanted"));
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const conversation = [...this.session.threads.keys()][conversationNumber(event) - 1];
    if (conversation === undefined) return;
    event.preventDefault();
    void this.choose(conversation);
  };
}

/** The city's own queue needs no name beside the language. */
function youthTitles({ queues }: Session["desk"], language: Language): ReadonlyMap<string, string> {
  return new Map(queues.filter(({ id }) => id !== "city").map((queue) => [queue.id, queue[language]]));
}

/** Addresses with # do not reach into a shadow root, so the link moves the focus itself. */
function skipTo(event: Event, target: HTMLElement): void {
  event.preventDefault();
  target.focus();
}
