import type {
  AgentView,
  ConversationMessage,
  DeskView,
  QueueItemView,
  StateView,
  TypingView,
} from "../../shared/protocol";
import { wellFormed } from "../../shared/text";
import { Connection, type Listener, RequestRefused, type Requests } from "../link/connection";
import {
  applyClaimed,
  applyDesk,
  applyGivenAway,
  applyMessage,
  applyState,
  applySynced,
  applyTyping,
  dismiss,
  earlierCursor,
  markRead,
  openSession,
  select,
  type Session,
  updateThread,
} from "../session/session";
import { withOutgoing, withOutgoingStatus, withoutOutgoing, withUnansweredWaiting } from "../session/thread";
import { type Named, visitorName } from "../texts/format";
import type { DeskHost, Link } from "./host";
import { Outbox } from "./outbox";
import { Sync } from "./sync";
import { TypingSignal } from "./typing";
import { keepUnsent, loadUnsent } from "./unsent";

/** An agent at work: the session kept in step with the server, and everything that the agent can do. */
export class Desk implements Listener {
  session: Session | null = null;
  link: Link = "connecting";

  private readonly connection = new Connection(this);
  private readonly outbox = new Outbox(this.connection, this);
  private readonly sync = new Sync(this.connection, this);
  private readonly typingSignal = new TypingSignal(this.connection);
  private readonly listening = new AbortController();

  constructor(
    readonly agent: AgentView,
    private readonly host: DeskHost,
  ) {}

  open(): void {
    const { signal } = this.listening;
    document.addEventListener("visibilitychange", () => this.wake(), { signal });
    window.addEventListener("online", () => this.wake(), { signal });
    this.connection.open();
  }

  close(): void {
    this.listening.abort();
    this.outbox.stop();
    this.connection.close();
  }

  commit(session: Session): void {
    this.session = document.visibilityState === "visible" ? markRead(session) : session;
    keepUnsent(this.agent.id, this.session.threads);
    this.host.deskChanged();
  }

  // --- what the agent does -----------------------------------------------------------------------

  async setAvailability(availability: AgentView["availability"]): Promise<void> {
    await this.attempt(async () => {
      this.desk((await this.connection.request("availability", { availability })).desk);
      this.host.announce((t) => (availability === "available" ? t.nowOnDuty : t.nowAway));
    });
  }

  /** Claim a waiting conversation; return whether it is the agent's now. */
  async claim(item: QueueItemView): Promise<boolean> {
    const { conversation, version } = item;
    try {
      const claimed = await this.connection.request("claim", { conversation, version });
      this.change((session) => applyClaimed(session, claimed, item));
      this.host.announce((t) => t.claimed(visitorName(item, t)));
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
  }

  dismiss(conversation: string): void {
    this.change((session) => dismiss(session, conversation));
  }

  /** Close the conversation, or return it to the bot; return whether it left the desk. */
  async giveAway(request: "close" | "return", conversation: string): Promise<boolean> {
    const thread = this.session?.threads.get(conversation);
    if (!thread) return false;
    const version = Math.max(thread.item.version, thread.state?.version ?? 0);
    try {
      const { state } = await this.connection.request(request, { conversation, version });
      this.change((session) => applyGivenAway(session, conversation, state?.version ?? version));
      this.host.notify("info", (t) => t[request === "close" ? "closed" : "returned"](visitorName(thread.item, t)));
      return true;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const { code } = error;
      this.host.notify("error", (t) => (code === "conflict" ? t.changedMeanwhile : t.errors[code]));
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

  setDraft(conversation: string, draft: string): void {
    this.change((session) => updateThread(session, conversation, (thread) => ({ ...thread, draft })));
    this.typingSignal.set(conversation, draft !== "");
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
  ask<Name extends "find_closed" | "open_closed" | "audit">(name: Name, payload: Requests[Name][0]): Promise<Requests[Name][1]> {
    return this.connection.request(name, payload);
  }

  // --- what the server says ----------------------------------------------------------------------

  connected(): void {
    if (this.link === "lost") this.host.announce((t) => t.connectionBack);
    this.link = "up";
    this.host.deskChanged();
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
    this.commit(before ? applyDesk(before, desk) : openSession(desk, loadUnsent(this.agent.id)));
    if (before && desk.queue.some((item) => !seen.has(item.conversation))) this.host.queueGrew(desk.queue.length);
    this.sync.catchUp();
  }

  message({ conversation, message }: ConversationMessage): void {
    this.change((session) => applyMessage(session, conversation, message));
    const thread = this.session?.threads.get(conversation);
    if (message.author === "visitor" && thread && thread.readSeq < message.seq) {
      this.host.announce((t) => t.newMessageFrom(visitorName(thread.item, t)));
    }
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

  typing(typing: TypingView): void {
    this.change((session) => applyTyping(session, typing, Date.now()));
  }

  // --- keeping in step ---------------------------------------------------------------------------

  /** The page is looked at again: timers may have slept, so ask instead of trusting. */
  private wake(): void {
    if (document.visibilityState !== "visible") return;
    this.change(markRead);
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
