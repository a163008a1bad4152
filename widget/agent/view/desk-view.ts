import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { Language } from "../../shared/language";
import type { AgentView, LiveConversationView, LiveView as Live, PersonView, QueueItemView } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import type { Link } from "../desk/host";
import { REPORT_TEXTS } from "../reports/texts";
import type { CasesView } from "../cases/view/cases-view";
import type { ClosedDialog } from "../log/closed-dialog";
import type { LogDialog } from "../log/log-dialog";
import { selectedThread, type Session } from "../session/session";
import type { Texts } from "../texts";
import type { BannerDialog } from "./banner-dialog";
import type { CallbackList } from "./callback-list";
import type { ConfirmDialog } from "./confirm-dialog";
import type { ConversationView } from "./conversation-view";
import type { Notice } from "./desk-banners";
import type { DebriefDialog } from "./debrief-dialog";
import type { DeskHeader } from "./desk-header";
import { deskStyles } from "./desk-styles";
import type { PasswordDialog } from "./password-dialog";
import type { PracticeDialog } from "./practice-dialog";
import type { PracticePanel } from "./practice-panel";
import type { QueueList } from "./queue-list";
import { type Page, pageOf } from "./pages";
import { rendered } from "./rendered";
import { shortcutDigit, shortcutLetter } from "./shortcuts";
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
  @property({ type: Number }) ownCases = 0;
  @property({ type: Number }) lateCases = 0;
  @property({ type: Boolean }) sound = false;
  @property({ type: Boolean }) notifications = false;
  @state() private page: Page = "desk";
  /** Whether the cases' part is here, or could not be had. */
  @state() private casesAre: "loading" | "here" | "missing" = "loading";
  @query("cases-view") private cases!: CasesView | null;
  @query("reports-view, live-view, people-view, cases-view") private supervision!: HTMLElement | null;
  @query("conversation-view") private conversation!: ConversationView | null;
  @query("desk-header") private header!: DeskHeader;
  @query("queue-list") private queue!: QueueList;
  @query("callback-list") private callbackList!: CallbackList;
  @query(".conversation") private conversationPane!: HTMLElement;
  @query("log-dialog") private log!: LogDialog;
  @query("closed-dialog") private closed!: ClosedDialog;
  @query("password-dialog") private password!: PasswordDialog;
  @query("banner-dialog") private banners!: BannerDialog | null;
  @query("confirm-dialog") private confirm!: ConfirmDialog;
  @query("practice-panel") private practice!: PracticePanel;
  @query("practice-dialog") private practising!: PracticeDialog;
  @query("debrief-dialog") private debrief!: DebriefDialog;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.pressed);
    window.addEventListener("hashchange", this.pageChosen);
    void this.enter(pageOf(location.hash, this.session.desk.agent));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.pressed);
    window.removeEventListener("hashchange", this.pageChosen);
  }

  override render(): TemplateResult {
    const { t, session, desk, link } = this;
    const { agent } = session.desk;
    const thread = selectedThread(session);
    const isDesk = this.page === "desk";
    return html`
      <nav class="skip" aria-label=${t.skipLinks}>
        ${!isDesk
          ? html`<a href="#${this.page}" @click=${(event: Event) => skipTo(event, this.supervision)}
              >${this.skipWords()}</a
            >`
          : html`<a href="#queue" @click=${(event: Event) => skipTo(event, this.queue)}>${t.skipToQueue}</a>
              <a href="#conversation" @click=${(event: Event) => skipTo(event, this.conversationPane)}
                >${t.skipToConversation}</a
              >`}
      </nav>
      <desk-header
        .t=${t}
        .language=${this.language}
        .agent=${agent}
        .page=${this.page}
        .ownCases=${this.ownCases}
        .lateCases=${this.lateCases}
        .sound=${this.sound}
        .notifications=${this.notifications}
        @availability-chosen=${(event: CustomEvent<AgentView["availability"]>) => this.chooseState(event.detail)}
        .isSupervisor=${isSupervisor(agent)}
        @finish-wanted=${this.finishDay}
        @closed-wanted=${() => this.closed.show()}
        @log-wanted=${() => this.log.show()}
        @password-wanted=${() => this.password.show()}
        @banners-wanted=${() => this.banners?.show()}
        @leave-wanted=${this.leave}
      ></desk-header>
      <desk-banners
        .t=${t}
        .link=${link}
        .notice=${this.notice}
        .agent=${agent}
        .language=${this.language}
        .banners=${session.desk.banners}
        .callbacks=${session.desk.callbacks}
        @callbacks-wanted=${this.showCallbacks}
        @duty-wanted=${() => desk.setAvailability("available")}
      ></desk-banners>
      ${this.supervising()}
      <main class="work ${thread ? "with-conversation" : ""}" ?hidden=${!isDesk}>
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
          <callback-list
            .t=${t}
            .desk=${desk}
            .items=${session.desk.callbacks}
            .isSupervisor=${isSupervisor(agent)}
          ></callback-list>
          <practice-panel
            .t=${t}
            .item=${session.desk.practice}
            @practice-wanted=${() => this.practising.show()}
            @practice-end-wanted=${this.endPractice}
            @claim-wanted=${(event: CustomEvent<QueueItemView>) => this.claim(event.detail)}
          ></practice-panel>
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
                @practice-closed=${(event: CustomEvent<string>) => this.debrief.show(event.detail)}
              ></conversation-view>`
            : this.placeholder()}
        </section>
      </main>
      <log-dialog .t=${t} .desk=${desk} @closed=${() => this.header.focusMenu()}></log-dialog>
      <closed-dialog
        .t=${t}
        .desk=${desk}
        .queues=${session.desk.queues}
        @closed=${() => this.header.focusMenu()}
      ></closed-dialog>
      <password-dialog .t=${t}></password-dialog>
      ${isSupervisor(agent)
        ? html`<banner-dialog
            .t=${t}
            .language=${this.language}
            .desk=${desk}
            .banners=${session.desk.banners}
          ></banner-dialog>`
        : nothing}
      <confirm-dialog .t=${t}></confirm-dialog>
      <practice-dialog
        .t=${t}
        .language=${this.language}
        .desk=${desk}
        .isPractising=${session.desk.practice !== null || session.desk.mine.some((item) => item.practice)}
        @closed=${(event: CustomEvent<boolean>) => this.practiceChosen(event.detail)}
      ></practice-dialog>
      <debrief-dialog
        .t=${t}
        .desk=${desk}
        @closed=${(event: CustomEvent<boolean>) => this.lookedBack(event.detail)}
      ></debrief-dialog>
    `;
  }

  /** Begin at the top, as on a page that has just loaded. */
  override focus(): void {
    this.header.focus();
  }

  private placeholder(): TemplateResult {
    const { t } = this;
    const { queue } = this.session.desk;
    // Whoever has gone away keeps the place, and nobody is there to answer.
    const next = queue.find(({ gone_since }) => !gone_since) ?? queue[0];
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

  private async practiceChosen(hasBegun: boolean): Promise<void> {
    await rendered();
    if (hasBegun) this.practice.focusItem();
    else this.practice.focus();
  }

  private async lookedBack(again: boolean): Promise<void> {
    if (again) await this.practising.show();
    else await this.focusWhatIsLeft();
  }

  private async endPractice(): Promise<void> {
    await this.desk.endPractice();
    await rendered();
    this.practice.focus();
  }

  private supervising(): TemplateResult | typeof nothing {
    const { t, language, desk, session } = this;
    if (this.page === "reports") {
      return html`<main class="reports"><reports-view .t=${t} .language=${language}></reports-view></main>`;
    }
    if (this.page === "cases") return this.casesPage();
    if (this.page === "live") {
      return html`<live-view
        .t=${t}
        .language=${language}
        .desk=${desk}
        .session=${session}
        .live=${this.live}
        @take-over-wanted=${(event: CustomEvent<LiveConversationView>) => this.takeOver(event.detail)}
      ></live-view>`;
    }
    if (this.page === "people") {
      return html`<people-view
        .t=${t}
        .language=${language}
        .supervising=${desk.supervising}
        .people=${this.everybody}
        .desk=${session.desk}
      ></people-view>`;
    }
    return nothing;
  }

  private casesPage(): TemplateResult {
    const { t, language, desk, session } = this;
    if (this.casesAre === "here") {
      return html`<cases-view .t=${t} .language=${language} .desk=${desk} .session=${session}></cases-view>`;
    }
    const isMissing = this.casesAre === "missing";
    return html`<main class="placeholder"><p role=${isMissing ? "alert" : "status"}>${isMissing ? t.cases.failed : t.loading}</p></main>`;
  }

  private skipWords(): string {
    if (this.page === "cases") return this.t.cases.skip;
    return this.page === "reports" ? REPORT_TEXTS[this.language].skip : this.t.supervisor.skip;
  }

  private async takeOver(item: LiveConversationView): Promise<void> {
    if (!(await this.desk.takeOver(item))) return;
    this.goToDesk();
    await rendered();
    this.conversation?.focusHeading();
  }

  private async showCallbacks(): Promise<void> {
    this.goToDesk();
    // On a narrow screen the lists are behind the conversation.
    if (!this.callbackList.checkVisibility()) this.desk.select(null);
    await rendered();
    this.callbackList.focus();
  }

  /** Who goes away leaves what they have to others: not by a slip of the hand. */
  private async chooseState(availability: AgentView["availability"]): Promise<void> {
    const { t } = this;
    const { mine, callbacks } = this.session.desk;
    const has = mine.length + callbacks.filter((callback) => callback.mine).length;
    const question = { title: t.awayQuestion, help: t.finishDayHelp, action: t.states.away };
    if (availability === "away" && has && !(await this.confirm.ask(question))) this.header.requestUpdate();
    else await this.desk.setAvailability(availability);
  }

  private async finishDay(): Promise<void> {
    const { t } = this;
    const question = { title: t.finishDayQuestion, help: t.finishDayHelp, action: t.finishDay };
    if (await this.confirm.ask(question)) await this.desk.finishDay();
  }

  private async leave(): Promise<void> {
    const { t } = this;
    const open = this.session.desk.mine.filter((item) => !item.practice).length;
    const agreed =
      open === 0 ||
      (await this.confirm.ask({ title: t.signOutQuestion, help: t.signOutWarning(open), action: t.signOut }));
    if (agreed) this.dispatchEvent(new CustomEvent("sign-out-wanted"));
  }

  private readonly pageChosen = async (): Promise<void> => {
    await this.enter(pageOf(location.hash, this.session.desk.agent));
    await rendered();
    (this.supervision ?? this.queue).focus();
  };

  private async enter(page: Page): Promise<void> {
    this.page = page;
    // Nobody reads along in a conversation that is not on the screen: what comes there counts as unread.
    this.desk.isLookedAt = page === "desk";
    if (page === "cases") await this.loadCases();
  }

  /** The cases' part of the console comes when somebody looks at them. */
  private async loadCases(): Promise<void> {
    if (this.casesAre === "here") return;
    try {
      await import("../cases/elements");
      this.casesAre = "here";
    } catch {
      this.casesAre = "missing";
    }
  }

  /** Log a contact from wherever the agent is: somebody is on the telephone. */
  private async logContact(): Promise<void> {
    if (this.page !== "cases") {
      history.pushState(null, "", "#cases");
      await this.enter("cases");
      await rendered();
    }
    this.cases?.logContact();
  }

  private goToDesk(): void {
    if (this.page === "desk") return;
    void this.enter("desk");
    history.replaceState(null, "", "#desk");
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const letter = shortcutLetter(event);
    if (letter) {
      event.preventDefault();
      if (letter === "contact") void this.logContact();
      else location.hash = this.page === "cases" ? "#desk" : "#cases";
      return;
    }
    const digit = shortcutDigit(event);
    if (digit === null) return;
    const conversation = [...this.session.threads.keys()][digit - 1];
    if (digit !== 0 && conversation === undefined) return;
    event.preventDefault();
    if (conversation !== undefined) void this.choose(conversation);
    else if (this.queue.checkVisibility()) this.queue.focus();
    else void this.back();
  };
}

function isSupervisor({ role }: AgentView): boolean {
  return role === "supervisor" || role === "administrator";
}

/** The city's own queue needs no name beside the language. */
function youthTitles({ queues }: Session["desk"], language: Language): ReadonlyMap<string, string> {
  return new Map(queues.filter(({ id }) => id !== "city").map((queue) => [queue.id, queue[language]]));
}

/** Addresses with # do not reach into a shadow root, so the link moves the focus itself. */
function skipTo(event: Event, target: HTMLElement | null): void {
  event.preventDefault();
  target?.focus();
}
