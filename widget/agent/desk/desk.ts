import type { Language } from "../../shared/language";
import type {
  AgentView,
  ColleaguesAre,
  ColleagueView,
  ConversationMessage,
  DeskView,
  LiveConversationView,
  LiveView,
  PresentAgentView,
  QueueItemView,
  ScenarioView,
  StateIs,
  StateView,
  TypingView,
} from "../../shared/protocol";
import { wellFormed } from "../../shared/text";
import { Connection, type DeskRequest, type Listener, RequestRefused, type Requests } from "../link/connection";
import { ReplyBooks } from "../replies/book";
import { News } from "../session/news";
import {
  applyClaimed,
  applyDesk,
  applyGivenAway,
  applyMessage,
  applyState,
  applySynced,
  applyTyping,
  dismiss,
  dismissPractice,
  earlierCursor,
  markRead,
  openSession,
  select,
  type Session,
  updateThread,
} from "../session/session";
import {
  type Attached,
  withAttached,
  withDraft,
  withoutAttached,
  withOutgoing,
  withOutgoingStatus,
  withoutOutgoing,
  withUnansweredWaiting,
} from "../session/thread";
import type { Texts } from "../texts";
import { type Named, visitorName } from "../texts/format";
import type { CaseDesk } from "../cases/case-desk";
import { Briefs } from "./briefs";
import { type CaseLink, CaseCounts } from "./case-counts";
import type { DeskHost, Link, Wording } from "./host";
import { Outbox } from "./outbox";
import { SeenSignal } from "./seen";
import { Supervising } from "./supervising";
import { Sync } from "./sync";
import { TypingSignal } from "./typing";
import { keepUnsent, loadUnsent } from "./unsent";

/** Ways of giving a conversation away, and the text that says that it is done. */
const GIVEN_AWAY = { close: "closed", return: "returned", transfer: "transferred" } as const;

/** Whom or what a conversation is transferred to: `queue` or `agent` is set. */
export interface Choice {
  readonly queue: string;
  readonly agent: PresentAgentView | null;
  readonly note: string;
}

/** An agent at work: the session kept in step with the server, and everything that the agent can do. */
export class Desk implements Listener {
  session: Session | null = null;
  link: Link = "connecting";
  readonly replies = new ReplyBooks();
  readonly briefs: Briefs;
  /** Whether the agent sees the selected conversation, and not another view in its place. */
  isLookedAt = true;

  private readonly connection = new Connection(this);
  private readonly outbox = new Outbox(this.connection, this);
  private readonly sync = new Sync(this.connection, this);
  private readonly news = new News();
  private readonly typingSignal = new TypingSignal(this.connection);
  private readonly seenSignal = new SeenSignal(this.connection);
  private readonly listening = new AbortController();
  readonly supervising: Supervising;
  readonly caseCounts: CaseCounts;
  readonly caseLink: CaseLink;
  /** The cases, once somebody has looked at them: their part of the console is loaded only then. */
  cases: CaseDesk | null = null;

  constructor(
    readonly agent: AgentView,
    private readonly host: DeskHost,
  ) {
    this.briefs = new Briefs(this.connection, this, host);
    this.supervising = new Supervising(this.connection, host);
    this.caseCounts = new CaseCounts(this.connection, host);
    this.caseLink = { connection: this.connection, host, counts: this.caseCounts, agent };
  }

  open(): void {
    const { signal } = this.listening;
    document.addEventListener("visibilitychange", () => this.wake(), { signal });
    window.addEventListener("online", () => this.wake(), { signal });
    this.caseCounts.open();
    this.connection.open();
  }

  close(): void {
    this.listening.abort();
    this.caseCounts.close();
    this.cases?.close();
    this.outbox.stop();
    this.connection.close();
  }

  commit(session: Session): void {
    const isRead = this.isLookedAt && document.visibilityState === "visible";
    this.session = isRead ? markRead(session) : session;
    if (isRead) this.tellSeen(this.session);
    keepUnsent(this.agent.id, this.session.threads);
    this.host.deskChanged();
    for (const conversation of this.news.take(this.session)) {
      const thread = this.session.threads.get(conversation);
      if (thread) this.host.visitorWrote(thread.item);
    }
  }

  // --- what the agent does -----------------------------------------------------------------------

  async setAvailability(availability: AgentView["availability"]): Promise<void> {
    await this.attempt(async () => {
      this.desk((await this.connection.request("availability", { availability })).desk);
      this.host.announce((t) => t.nowInState[availability]);
    });
  }

  /** Go away for the day, and leave nobody waiting. What was practised is over, too. */
  async finishDay(): Promise<void> {
    await this.attempt(async () => {
      this.desk((await this.connection.request("finish_day", {})).desk);
      this.change(dismissPractice);
      this.host.notify("info", (t) => t.dayFinished);
    });
  }

  /** Take anybody's conversation; return whether it is the agent's now. */
  async takeOver(item: LiveConversationView): Promise<boolean> {
    const claimed = await this.supervising.takeOver(item);
    if (!claimed) return false;
    this.change((session) => applyClaimed(session, claimed, { ...item, page: "", practice: null }));
    this.host.announce((t) => t.claimed(visitorName(item, t)));
    await this.refresh();
    void this.loadNotes(item.conversation);
    return true;
  }

  /** Claim a waiting conversation; return whether it is the agent's now. */
  async claim(item: QueueItemView): Promise<boolean> {
    const { conversation, version } = item;
    try {
      const claimed = await this.connection.request("claim", { conversation, version });
      this.change((session) => applyClaimed(session, claimed, item));
      this.briefs.show(conversation, true);
      this.host.announce((t) => t.claimed(visitorName(item, t)));
      void this.loadNotes(conversation);
      return true;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const { code } = error;
      if (code === "conflict") this.host.notify("info", (t) => t.claimLost);
      else this.host.notify("error", (t) => t.errors[code]);
      await this.refresh();
      return false;
    }
  }

  select(conversation: string | null): void {
    this.change((session) => select(session, conversation));
    if (conversation !== null && this.isMine(conversation)) void this.loadNotes(conversation);
  }

  /** Let everybody take a conversation that is held for the agent. */
  async decline({ conversation }: QueueItemView): Promise<void> {
    await this.attempt(async () => this.desk((await this.connection.request("decline", { conversation })).desk));
  }

  /** Return who else is there, and which queues are closed now. */
  async colleagues(): Promise<Pick<ColleaguesAre, "colleagues" | "closed">> {
    let answer: Pick<ColleaguesAre, "colleagues" | "closed"> = { colleagues: [], closed: [] };
    await this.attempt(async () => {
      answer = await this.connection.request("colleagues", {});
    });
    return answer;
  }

  async invite(conversation: string, colleague: ColleagueView): Promise<void> {
    await this.attempt(async () => {
      this.desk((await this.connection.request("invite", { conversation, agent: colleague.id })).desk);
      this.host.notify("info", (t) => t.invited(colleague.name));
    });
  }

  /** Come into a colleague's conversation, or decline; return whether the agent is in it. */
  async answerInvitation(conversation: string, accept: boolean): Promise<boolean> {
    await this.attempt(async () => {
      this.desk((await this.connection.request("answer_invitation", { conversation, accept })).desk);
      if (!accept) return;
      this.select(conversation);
      this.host.announce((t) => t.joined(this.nameOf(conversation, t)));
    });
    return accept && this.isMine(conversation);
  }

  /** Go out of a colleague's conversation; return whether the agent is out. */
  async leave(conversation: string): Promise<boolean> {
    const thread = this.session?.threads.get(conversation);
    await this.attempt(async () => {
      this.desk((await this.connection.request("leave", { conversation })).desk);
      this.dismiss(conversation);
      if (thread) this.host.notify("info", (t) => t.left(visitorName(thread.item, t)));
    });
    return !this.isMine(conversation);
  }

  /** Store a note, once under its id; return whether it is stored. */
  async addNote(conversation: string, id: string, text: string): Promise<boolean> {
    let isStored = false;
    await this.attempt(async () => {
      const { notes } = await this.connection.request("note", { conversation, id, text: wellFormed(text) });
      this.change((session) => updateThread(session, conversation, (thread) => ({ ...thread, notes })));
      this.host.announce((t) => t.noteAdded);
      isStored = true;
    });
    return isStored;
  }

  /** Give one's own message to the editors as an answer for everybody; return whether they have it. */
  async proposeAnswer(conversation: string, seq: number): Promise<boolean> {
    let isGiven = false;
    await this.attempt(async () => {
      await this.connection.request("propose_answer", { conversation, seq });
      this.host.announce((t) => t.answerProposed);
      isGiven = true;
    });
    return isGiven;
  }

  /** Give the conversation to a queue or a colleague, with a note for whoever takes it; return whether it went. */
  async transfer(conversation: string, { queue, agent, note }: Choice): Promise<boolean> {
    const added = note ? { id: crypto.randomUUID(), text: wellFormed(note) } : null;
    return this.giveAway("transfer", conversation, { queue, agent: agent?.id ?? null, note: added });
  }

  dismiss(conversation: string): void {
    this.change((session) => dismiss(session, conversation));
  }

  /** Close the conversation, return it to the bot or transfer it; return whether it left the desk. */
  async giveAway<Request extends keyof typeof GIVEN_AWAY>(
    request: Request,
    conversation: string,
    how: Omit<Requests[Request][0], "conversation" | "version"> = {} as never,
  ): Promise<boolean> {
    const thread = this.session?.threads.get(conversation);
    if (!thread) return false;
    const version = Math.max(thread.item.version, thread.state?.version ?? 0);
    try {
      const payload = { ...how, conversation, version } as Requests[Request][0];
      const { state } = (await this.connection.request(request, payload)) as StateIs;
      this.change((session) => applyGivenAway(session, conversation, state?.version ?? version));
      this.host.notify("info", (t) => t[GIVEN_AWAY[request]](visitorName(thread.item, t)));
      return true;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const { code } = error;
      this.host.notify("error", (t) => {
        if (code !== "conflict") return t.errors[code];
        return request === "transfer" ? t.notServed : t.changedMeanwhile;
      });
      await this.refresh();
      return false;
    }
  }

  /** Say whether somebody in a conversation of the agent's is in danger. */
  async judgeCrisis(conversation: string, verdict: "confirmed" | "cleared"): Promise<void> {
    await this.attempt(async () => {
      this.desk((await this.connection.request("judge_crisis", { conversation, verdict })).desk);
      this.host.notify("info", (t) => t.crisisJudged[verdict]);
    });
  }

  /**
   * Do something with a callback, a banner or practice, and say what came of it; return whether it was done.
   *
   * `lost`: what to say when somebody else was first.
   */
  async act<Name extends DeskRequest>(
    name: Name,
    payload: Requests[Name][0],
    done: Wording,
    lost: Wording = (t) => t.errors.conflict,
  ): Promise<boolean> {
    try {
      this.desk((await this.connection.request(name, payload)).desk);
      this.host.notify("info", done);
      return true;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const { code } = error;
      if (code === "conflict") this.host.notify("info", lost);
      else this.host.notify("error", (t) => t.errors[code]);
      await this.refresh();
      return false;
    }
  }

  /** Let a scenario's visitor wait for this agent; return whether it does. */
  async practise({ id, title }: ScenarioView, language: Language): Promise<boolean> {
    const hasBegun = await this.act("practise", { scenario: id, language }, (t) => t.practice.begun(title[t.language]));
    this.change(dismissPractice);
    return hasBegun;
  }

  async endPractice(): Promise<boolean> {
    const hasEnded = await this.act("end_practice", {}, (t) => t.practice.ended);
    this.change(dismissPractice);
    return hasEnded;
  }

  setDraft(conversation: string, draft: string): void {
    this.change((session) => updateThread(session, conversation, (thread) => withDraft(thread, draft)));
    this.typingSignal.set(conversation, draft !== "");
  }

  /** Take the links of an answer along with what is being written. */
  attach(conversation: string, attached: Attached): void {
    this.change((session) => updateThread(session, conversation, (thread) => withAttached(thread, attached)));
  }

  detach(conversation: string, { faq }: Attached): void {
    this.change((session) => updateThread(session, conversation, (thread) => withoutAttached(thread, faq)));
  }

  send(conversation: string, text: string): void {
    const id = crypto.randomUUID();
    const whole = wellFormed(text);
    this.change((session) => updateThread(session, conversation, (thread) => withOutgoing(thread, id, whole)));
    this.typingSignal.set(conversation, false);
    void this.outbox.flush(conversation);
  }

  sendAgain(conversation: string, id: string): void {
    this.change((session) =>
      updateThread(session, conversation, (thread) => withOutgoingStatus(thread, id, "waiting")),
    );
    void this.outbox.flush(conversation);
  }

  discard(conversation: string, id: string): void {
    this.change((session) => updateThread(session, conversation, (thread) => withoutOutgoing(thread, id)));
    void this.outbox.flush(conversation);
  }

  async loadEarlier(conversation: string): Promise<void> {
    const thread = this.session?.threads.get(conversation);
    const after = thread ? earlierCursor(thread) : null;
    if (after === null) return;
    await this.attempt(async () => {
      const synced = await this.connection.request("sync", { conversation, after });
      this.change((session) => applySynced(session, conversation, synced));
    });
  }

  /** Ask for what is not part of the desk. */
  ask<Name extends "find_closed" | "open_closed" | "audit" | "scenarios" | "debrief">(
    name: Name,
    payload: Requests[Name][0],
  ): Promise<Requests[Name][1]> {
    return this.connection.request(name, payload);
  }

  // --- what the server says ----------------------------------------------------------------------

  connected(): void {
    if (this.link === "lost") this.host.announce((t) => t.connectionBack);
    this.link = "up";
    this.host.deskChanged();
    this.supervising.connected();
    void this.caseCounts.look();
    this.cases?.reconnected();
    void this.refresh();
  }

  lost(): void {
    this.link = "lost";
    this.host.deskChanged();
  }

  unauthenticated(): void {
    this.host.sessionEnded();
  }

  desk(desk: DeskView): void {
    const before = this.session;
    const seen = new Set(before?.desk.queue.map((item) => item.conversation));
    const arrived = desk.queue.filter((item) => !seen.has(item.conversation));
    this.commit(before ? applyDesk(before, desk) : openSession(desk, loadUnsent(this.agent.id)));
    if (before && arrived.length) this.host.queueGrew(arrived, desk.queue.length);
    this.sync.catchUp();
  }

  message({ conversation, message }: ConversationMessage): void {
    this.change((session) => applyMessage(session, conversation, message));
    this.sync.catchUp();
  }

  state(state: StateView): void {
    this.change((session) => applyState(session, state));
  }

  /** The visitor has had it deleted: nothing of it stays on this screen. */
  erased(conversation: string): void {
    const named: Named = this.session?.threads.get(conversation)?.item ?? { conversation, pseudonym: null };
    this.change((session) => dismiss(session, conversation));
    this.host.notify("info", (t) => t.erased(visitorName(named, t)));
  }

  noted(conversation: string): void {
    void this.loadNotes(conversation, { isNews: true });
  }

  live(live: LiveView): void {
    this.supervising.show(live);
  }

  typing(typing: TypingView): void {
    this.change((session) => applyTyping(session, typing, Date.now()));
  }

  // --- keeping in step ---------------------------------------------------------------------------

  /** The page is looked at again: timers may have slept, so ask instead of trusting. */
  private wake(): void {
    if (document.visibilityState !== "visible") return;
    if (this.isLookedAt) this.change(markRead);
    if (this.connection.isUp) void this.refresh();
    else this.connection.hurry();
  }

  private async refresh(): Promise<void> {
    await this.attempt(async () => {
      this.desk((await this.connection.request("desk", {})).desk);
      await this.sync.fetchAll();
      for (const { conversation } of this.session?.desk.mine ?? []) {
        this.change((session) => updateThread(session, conversation, withUnansweredWaiting));
        void this.outbox.flush(conversation);
      }
    });
  }

  private nameOf(conversation: string, t: Texts): string {
    const thread = this.session?.threads.get(conversation);
    return thread ? visitorName(thread.item, t) : "";
  }

  private tellSeen({ selected, threads }: Session): void {
    const thread = selected !== null && this.isMine(selected) ? threads.get(selected) : undefined;
    if (thread) void this.seenSignal.tell(thread);
  }

  private isMine(conversation: string): boolean {
    return this.session?.desk.mine.some((item) => item.conversation === conversation) ?? false;
  }

  /** `isNews`: whoever asked a colleague in is told that the colleague has not come. */
  private async loadNotes(conversation: string, { isNews = false } = {}): Promise<void> {
    await this.attempt(async () => {
      const { notes } = await this.connection.request("notes", { conversation });
      const thread = this.session?.threads.get(conversation);
      const known = new Set(thread?.notes.map(({ id }) => id));
      const missing = notes.find(({ id, kind }) => kind === "not_joined" && !known.has(id));
      if (isNews && missing && thread?.item.owner.id === this.agent.id) this.host.notify("info", (t) => t.notJoined(missing.name));
      this.change((session) => updateThread(session, conversation, (thread) => ({ ...thread, notes })));
    });
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const { code } = error;
      // The banner already says that the connection is down.
      if (code !== "disconnected" && code !== "unauthenticated") this.host.notify("error", (t) => t.errors[code]);
    }
  }

  private change(transition: (session: Session) => Session): void {
    if (!this.session) return;
    const next = transition(this.session);
    if (next !== this.session) this.commit(next);
  }
}
