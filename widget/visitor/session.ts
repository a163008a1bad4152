import type { BannerView, MessageView, StateView, SubmitFeedback, VisitorConnect } from "../shared/protocol";
import type { Language, Mode } from "../shared/language";
import { wellFormed } from "../shared/text";
import type { Line, Reply, Requests } from "./line";
import { MessageLog } from "./message-log";
import { Outbox } from "./outbox";
import type { Outgoing, Store } from "./store";
import { Typing } from "./typing";

/** A message that the state already counts is normally a moment behind it. */
const MISSING_AFTER_MS = 500;
/** A refusal to sync is overload or a limit: give it time. */
const REFUSED_WAIT_MS = 3_000;

export interface SessionOptions {
  /** The page's language: the conversation's until the visitor or the bot chooses another. */
  language: Language;
  mode: Mode;
  page: string;
}

/** A visitor's conversation, kept in step with the server's. Knows nothing of how it is shown. */
export class Session {
  readonly log = new MessageLog();
  readonly outbox: Outbox;
  readonly typing: Typing;
  /** `null` until the visitor has said something. */
  state: StateView | null = null;
  /** What everybody is told now. */
  banners: readonly BannerView[] = [];
  /** Whether everything that the server has is here, and the connection stands. */
  inStep = false;
  /** Whether the connection has stood before: losing it is news, not having it yet is not. */
  everInStep = false;

  private token: string;
  private chosenLanguage: Language | null = null;
  private syncing = false;
  private missing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly line: Line,
    private readonly store: Store,
    private readonly options: SessionOptions,
    private readonly onChange: () => void,
  ) {
    this.token = store.token();
    // A conversation under way goes over to the language that the visitor has chosen on the page.
    if (store.hasPageLanguageChanged(options.language)) this.chosenLanguage = options.language;
    this.typing = new Typing((on) => void line.request("typing", { on }), onChange);
    this.outbox = new Outbox(
      line,
      store,
      (outgoing, stored) => {
        this.take(asMessage(outgoing, stored));
        // The first message has made the conversation, whose state nobody has asked for yet.
        if (!this.state) void this.sync();
      },
      onChange,
    );
  }

  /** The interface's language too. */
  get language(): Language {
    return this.chosenLanguage ?? this.state?.language ?? this.options.language;
  }

  /** Nobody has said otherwise before the first message. */
  get botAnswers(): boolean {
    return this.state === null || (this.state.owner === "bot" && this.state.bot_available);
  }

  start(): void {
    this.line.open(() => this.credentials(), {
      up: () => void this.sync(),
      down: () => this.lost(),
      message: (message) => {
        this.take(message);
        this.onChange();
      },
      state: (state) => {
        this.follow(state);
        this.onChange();
      },
      typing: (typing) => this.typing.hear(typing),
      banners: ({ banners }) => {
        this.banners = banners;
        this.onChange();
      },
    });
  }

  stop(): void {
    this.forgetTimers();
    this.outbox.stop();
    this.line.close();
  }

  /** Fetch what is missing: on every connection, and when a sleeping tab wakes. */
  async sync(): Promise<void> {
    if (this.syncing || !this.line.connected) return;
    this.syncing = true;
    const token = this.token;
    const complete = await this.fetchMissing(token);
    if (token !== this.token) return;
    this.syncing = false;
    if (complete) {
      this.inStep = this.everInStep = true;
      if (this.chosenLanguage && this.state) void this.setLanguage(this.chosenLanguage);
      void this.outbox.flush();
    } else {
      this.syncSoon(REFUSED_WAIT_MS);
    }
    this.onChange();
  }

  send(text: string): void {
    this.typing.sent();
    this.put(wellFormed(text), null);
  }

  /** Press a button of the bot's. */
  choose(message: MessageView, index: number): void {
    this.put(message.buttons[index]?.title ?? "", { seq: message.seq, index });
  }

  /** Tell an agent that the visitor is typing: that, never what. */
  compose(isEmpty: boolean): void {
    if (this.state?.owner === "agent") this.typing.compose(isEmpty);
  }

  /** The interface follows at once; the conversation when the server can be reached. */
  async setLanguage(language: Language): Promise<void> {
    this.chosenLanguage = language;
    this.onChange();
    const reply = await this.line.request("set_language", { language });
    if (reply?.ok) this.follow(reply.state);
    // Refused, it would only be refused again: the interface goes back to the conversation's.
    if (reply && this.chosenLanguage === language) this.chosenLanguage = null;
    this.onChange();
  }

  /** `queue`: the topic chosen, where there are several. */
  requestHuman(queue = ""): Promise<Reply<"request_human">> {
    return this.change("request_human", { queue });
  }

  leaveQueue(): Promise<Reply<"leave_queue">> {
    return this.change("leave_queue", {});
  }

  submitFeedback(feedback: SubmitFeedback): Promise<Reply<"feedback">> {
    const { text, place = "" } = feedback;
    return this.line.request("feedback", { ...feedback, text: wellFormed(text), place: wellFormed(place) });
  }

  /** End or erase the conversation, and leave nothing of it in this browser; false if the server did not say yes. */
  async end(how: "close" | "erase" = "close"): Promise<boolean> {
    const reply = await this.line.request(how, {});
    if (!reply?.ok && reply?.error !== "not_found") return false;
    this.store.clear();
    this.adoptToken();
    return true;
  }

  /** Go over to the stored secret's conversation, which another tab may have begun. */
  adoptToken(): void {
    if (this.token === this.store.token()) return;
    this.token = this.store.token();
    this.forgetTimers();
    this.log.clear();
    this.outbox.reset();
    this.state = this.chosenLanguage = null;
    this.syncing = this.inStep = this.everInStep = false;
    this.line.reopen();
    this.onChange();
  }

  private credentials(): VisitorConnect {
    return { token: this.token, language: this.language, mode: this.options.mode, page: this.options.page };
  }

  private lost(): void {
    this.inStep = false;
    this.typing.stop();
    this.onChange();
  }

  /** Ask page by page; false when an answer is missing. */
  private async fetchMissing(token: string): Promise<boolean> {
    for (let more = true; more; ) {
      const reply = await this.line.request("sync", { after: this.log.last });
      if (token !== this.token || !reply?.ok) return false;
      this.banners = reply.banners;
      more = this.follow(reply.state) || reply.more;
      for (const message of reply.messages) this.take(message);
    }
    return true;
  }

  /** Take the state in; true if it is another conversation's, whose messages are all still to come. */
  private follow(state: StateView | null): boolean {
    const known = this.state;
    const isAnother = known !== null && known.conversation !== state?.conversation;
    if (isAnother) this.log.clear();
    if (isAnother || !known || !state || !isOlder(state, known)) this.state = state;
    if (state?.language === this.chosenLanguage) this.chosenLanguage = null;
    if (state && state.last_seq > this.log.last) this.syncSoon();
    return isAnother && state !== null;
  }

  /** Take a message in; the visitor's own may come before its acknowledgement, or both before an earlier one. */
  private take(message: MessageView): void {
    this.log.add(message);
    if (this.log.hasGap) this.syncSoon();
    this.typing.spoken(message.author);
    for (const { id } of this.outbox.entries) if (this.log.has(id)) this.outbox.drop(id);
  }

  private syncSoon(after = MISSING_AFTER_MS): void {
    clearTimeout(this.missing);
    this.missing = setTimeout(() => {
      const isBehind = !this.inStep || this.log.hasGap || (this.state?.last_seq ?? 0) > this.log.last;
      if (isBehind) void this.sync();
    }, after);
  }

  private put(text: string, choice: Outgoing["choice"]): void {
    this.outbox.add({ id: crypto.randomUUID(), text, language: this.language, choice });
  }

  /** Ask for something that changes the conversation, and take the state that comes of it. */
  async change<Name extends "request_human" | "leave_queue" | "request_callback" | "withdraw_callback" | "offer_rating" | "rate">(
    name: Name,
    payload: Requests[Name][0],
  ): Promise<Reply<Name>> {
    const reply = await this.line.request(name, payload);
    if (reply?.ok) this.follow((reply as { state: StateView | null }).state);
    this.onChange();
    return reply;
  }

  private forgetTimers(): void {
    clearTimeout(this.missing);
    this.typing.stop();
  }
}

/** The queue's place and who is on duty change without a new version: at equal numbers the later word counts. */
function isOlder(state: StateView, known: StateView): boolean {
  return state.version < known.version || (state.version === known.version && state.last_seq < known.last_seq);
}

function asMessage(outgoing: Outgoing, stored: { seq: number; at: string; text: string }): MessageView {
  const { id, language } = outgoing;
  const { seq, at, text } = stored;
  return { seq, id, author: "visitor", name: "", text, language, at, buttons: [], links: [], event: null };
}
