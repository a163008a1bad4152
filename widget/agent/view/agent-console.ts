import { html, LitElement, nothing, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";

import type { Language } from "../../shared/language";
import type { AgentView, DeskItemView, QueueItemView } from "../../shared/protocol";
import { playChime } from "../chime";
import { Desk } from "../desk/desk";
import type { DeskHost, Wording } from "../desk/host";
import { forgetDrafts } from "../cases/drafts";
import { forgetUnsent } from "../desk/unsent";
import { ApiRefused, findAgent, signOut } from "../link/api";
import { askToNotify, Notifier } from "../notifier";
import {
  keepLanguage,
  keepNotifications,
  keepSound,
  loadLanguage,
  loadNotifications,
  loadSound,
} from "../preferences";
import { totalUnread } from "../session/session";
import { TEXTS, type Texts } from "../texts";
import { visitorName } from "../texts/format";
import { consoleStyles } from "./console-styles";
import type { Notice } from "./desk-banners";
import { logo } from "./logo";
import type { PasswordDialog } from "./password-dialog";
import { rendered } from "./rendered";
import { shared } from "./styles";

// Long enough to read twice; what needs an answer is an error, and stays.
const INFO_MS = 10_000;

type Phase = "loading" | "unreachable" | "signed_out" | "working" | "editor";

/** The whole console: finds out who is here, and shows the sign-in or the desk. */
export class AgentConsole extends LitElement implements DeskHost {
  static override styles = [shared, consoleStyles];

  @state() private phase: Phase = "loading";
  @state() private language: Language = loadLanguage();
  @state() private sound = loadSound();
  @state() private notifications = loadNotifications();
  @state() private notice: Notice | null = null;
  @state() private announcement: Wording | null = null;
  @state() private welcome: Wording | null = null;
  @query("password-dialog") private password!: PasswordDialog;
  private announced = 0;
  private fading: ReturnType<typeof setTimeout> | undefined;
  private readonly notifier = new Notifier();
  private desk: Desk | null = null;
  private isArriving = false;

  private get t(): Texts {
    return TEXTS[this.language];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.notifier.open();
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.notifier.close();
    this.stopWorking();
  }

  override render(): TemplateResult {
    return html`<div
      @language-chosen=${(event: CustomEvent<Language>) => this.chooseLanguage(event.detail)}
      @sound-chosen=${(event: CustomEvent<boolean>) => this.chooseSound(event.detail)}
      @notifications-chosen=${(event: CustomEvent<boolean>) => this.chooseNotifications(event.detail)}
      @notice-dismissed=${() => (this.notice = null)}
      @password-changed=${() => this.notify("info", (t) => t.passwordChanged)}
    >
      ${this.page()}
      <div class="visually-hidden" role="status">
        ${keyed(this.announced, html`<p>${this.announcement?.(this.t) ?? nothing}</p>`)}
      </div>
    </div>`;
  }

  private page(): TemplateResult {
    const { t, language, desk } = this;
    if (desk?.session) {
      return html`<desk-view
        .t=${t}
        .language=${language}
        .desk=${desk}
        .session=${desk.session}
        .link=${desk.link}
        .live=${desk.supervising.live}
        .everybody=${desk.supervising.people}
        .ownCases=${desk.caseCounts.of("mine")}
        .lateCases=${desk.caseCounts.of("late")}
        .notice=${this.notice}
        .sound=${this.sound}
        .notifications=${this.notifications}
        @sign-out-wanted=${this.leave}
      ></desk-view>`;
    }
    return html`<div class="outside">
      <header class="bar">
        <span class="brand">${logo} ${t.product}</span><language-picker .t=${t} .language=${language}></language-picker>
      </header>
      ${this.outside()}
    </div>`;
  }

  private outside(): TemplateResult {
    const { t, phase } = this;
    if (phase === "signed_out") {
      return html`<sign-in
        .t=${t}
        .welcome=${this.welcome}
        @signed-in=${(event: CustomEvent<AgentView>) => this.arrive(event.detail)}
      ></sign-in>`;
    }
    if (phase === "editor") return this.editor();
    return html`<main class="plain">
      <h1 class="visually-hidden">${t.console}</h1>
      ${phase === "unreachable"
        ? html`<p role="alert">${t.unreachable}</p>
            <button type="button" class="button primary" @click=${this.begin}>${t.tryAgain}</button>`
        : html`<p role="status">${this.desk?.link === "lost" ? t.unreachable : t.loading}</p>`}
    </main>`;
  }

  /** Editors work on the answers' files: there is no desk for them, and the service would let them to none. */
  private editor(): TemplateResult {
    const { t, notice } = this;
    return html`<main class="plain">
        <h1 tabindex="-1">${t.editor.title}</h1>
        <p>${t.editor.help}</p>
        <div role=${notice?.level === "error" ? "alert" : "status"}>${notice ? html`<p>${notice.wording(t)}</p>` : nothing}</div>
        <div class="actions">
          <button type="button" class="button" @click=${() => this.password.show()}>${t.changePassword}</button>
          <button type="button" class="button primary" @click=${this.leave}>${t.signOut}</button>
        </div>
      </main>
      <password-dialog .t=${t}></password-dialog>`;
  }

  override updated(): void {
    document.documentElement.lang = this.language;
    document.title = [...this.counts(), this.t.product, this.t.console].join(" – ");
  }

  /** What waits for the agent, in words: a title is read out, too. */
  private counts(): string[] {
    const session = this.desk?.session;
    if (!session) return [];
    const [unread, waiting] = [totalUnread(session), session.desk.queue.length];
    return [unread ? this.t.unread(unread) : "", waiting ? this.t.queueCount(waiting) : ""].filter(Boolean);
  }

  // --- coming and going --------------------------------------------------------------------------

  private async begin(): Promise<void> {
    this.phase = "loading";
    try {
      const agent = await findAgent();
      if (agent) this.work(agent);
      else this.phase = "signed_out";
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error;
      this.phase = "unreachable";
    }
  }

  private arrive(agent: AgentView): void {
    this.isArriving = true;
    this.work(agent);
  }

  private work(agent: AgentView): void {
    this.stopWorking();
    this.welcome = null;
    if (agent.role === "editor") {
      void this.receiveEditor();
      return;
    }
    this.phase = "working";
    this.desk = new Desk(agent, this);
    this.desk.open();
  }

  private async receiveEditor(): Promise<void> {
    this.phase = "editor";
    await rendered();
    if (this.isArriving) this.renderRoot.querySelector<HTMLElement>("h1")?.focus();
    this.isArriving = false;
  }

  private stopWorking(): void {
    this.desk?.close();
    this.desk = null;
    clearTimeout(this.fading);
    this.notice = null;
    this.announcement = null;
  }

  private async leave(): Promise<void> {
    try {
      await signOut();
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error;
      if (error.code !== "unauthenticated") {
        // Saying "signed out" while the session lives on would leave the next person at the agent's desk.
        this.notify("error", (t) => (error.code === "disconnected" ? t.unreachable : t.errors[error.code]));
        return;
      }
    }
    forgetUnsent();
    forgetDrafts();
    this.goOut((t) => t.signedOut);
  }

  private goOut(welcome: Wording): void {
    this.stopWorking();
    this.welcome = welcome;
    this.phase = "signed_out";
  }

  // --- what the desk tells -----------------------------------------------------------------------

  async deskChanged(): Promise<void> {
    this.requestUpdate();
    if (!this.isArriving || !this.desk?.session) return;
    // The focus went with the sign-in form.
    this.isArriving = false;
    await rendered();
    this.renderRoot.querySelector<HTMLElement>("desk-view")?.focus();
  }

  notify(level: Notice["level"], wording: Wording): void {
    this.notice = { level, wording };
    clearTimeout(this.fading);
    if (level === "info") this.fading = setTimeout(() => (this.notice = null), INFO_MS);
  }

  announce(wording: Wording): void {
    this.announcement = wording;
    this.announced += 1;
  }

  queueGrew(arrived: readonly QueueItemView[], count: number): void {
    this.announce((t) => t.newWaiting(count));
    if (this.sound) playChime("queue");
    for (const item of arrived) this.notifyOutside(item, this.t.waitsInQueue);
  }

  visitorWrote(item: DeskItemView): void {
    this.announce((t) => t.newMessageFrom(visitorName(item, t)));
    if (this.sound && document.visibilityState === "hidden") playChime("message");
    this.notifyOutside(item, this.t.hasWritten);
  }

  /** Say who and in which queue, never what: others may see the screen. */
  private notifyOutside(item: QueueItemView | DeskItemView, body: string): void {
    if (!this.notifications || document.visibilityState !== "hidden") return;
    const title = this.desk?.session?.desk.queues.find(({ id }) => id === item.queue)?.[this.language];
    const who = [visitorName(item, this.t), title].filter(Boolean).join(", ");
    this.notifier.show(item.conversation, who, body, () => this.desk?.select(item.conversation));
  }

  sessionEnded(): void {
    this.goOut((t) => t.sessionEnded);
  }

  // --- preferences -------------------------------------------------------------------------------

  private chooseLanguage(language: Language): void {
    this.language = language;
    keepLanguage(language);
  }

  private chooseSound(on: boolean): void {
    this.sound = on;
    keepSound(on);
    // Heard at once: the agent knows what to listen for, and the browser has seen a click.
    if (on) playChime("queue");
  }

  private async chooseNotifications(on: boolean): Promise<void> {
    this.notifications = on && (await askToNotify());
    keepNotifications(this.notifications);
    if (on && !this.notifications) this.notify("error", (t) => t.notificationsRefused);
  }
}
