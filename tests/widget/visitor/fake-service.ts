import type { MessageView, StateView, VisitorConnect } from "../../../widget/shared/protocol";
import type { Line, LineEvents, Reply, Requests } from "../../../widget/visitor/line";

const PAGE = 200;
type Name = keyof Requests;

/** The service's side of one visitor's wire, in memory, with a network that can be broken in every way. */
export class FakeService implements Line {
  connected = false;
  messages: MessageView[] = [];
  state: StateView = {
    conversation: "00000000-0000-4000-8000-000000000001",
    status: "open",
    owner: "bot",
    version: 1,
    language: "fi",
    last_seq: 0,
    seen_seq: 0,
    queue_place: 0,
  wait_s: null,
    agent_name: "",
    is_late: false,
    agents_available: true,
    agents_here: true,
    rating: "",
    bot_available: true,
    callback: "",
  };
  /** Every request that reached the service. */
  readonly asked: { name: Name; payload: unknown }[] = [];
  /** The tokens of the connections. */
  readonly tokens: string[] = [];
  /** Answers to give instead of the real ones, first come first served; "lost" loses the answer alone. */
  readonly instead: (Reply<Name> | "lost")[] = [];
  /** Made by the first message, as in the service. */
  hasConversation = false;

  private auth: (() => VisitorConnect) | undefined;
  private events: LineEvents | undefined;

  open(auth: () => VisitorConnect, events: LineEvents): void {
    this.auth = auth;
    this.events = events;
    this.up();
  }

  up(): void {
    this.connected = true;
    this.tokens.push(this.auth!().token);
    this.events!.up();
  }

  down(): void {
    this.connected = false;
    this.events!.down();
  }

  hear(): void {}
  reopen(): void {
    this.down();
    this.up();
  }

  close(): void {
    this.connected = false;
  }

  async request<N extends Name>(name: N, payload: Requests[N][0]): Promise<Reply<N>> {
    if (!this.connected) return null;
    this.asked.push({ name, payload: structuredClone(payload) });
    const instead = this.instead.shift();
    if (instead !== undefined && instead !== "lost") return instead as Reply<N>;
    const reply = this.answer(name, payload) as Reply<N>;
    // Whatever came in, the answer takes its time.
    await Promise.resolve();
    return instead === "lost" ? null : structuredClone(reply);
  }

  requests(name: Name): unknown[] {
    return this.asked.filter((request) => request.name === name).map((request) => request.payload);
  }

  /** Store a message of the bot's; it is not shown to anybody yet. */
  store(text: string, change: Partial<MessageView> = {}): MessageView {
    this.hasConversation = true;
    const seq = this.messages.length + 1;
    const message: MessageView = {
      seq,
      id: `00000000-0000-4000-9000-${String(seq).padStart(12, "0")}`,
      author: "bot",
      name: "",
      text,
      language: "fi",
      at: "2020-06-24T12:00:00Z",
      buttons: [],
      links: [],
      event: null,
      ...change,
    };
    this.messages.push(message);
    this.state = { ...this.state, last_seq: seq };
    return message;
  }

  /** Show messages to the browser, in the order given. */
  show(...messages: MessageView[]): void {
    for (const message of messages) this.events!.message(structuredClone(message));
  }

  /** Change the state and show it. */
  change(change: Partial<StateView>): void {
    this.state = { ...this.state, ...change };
    this.events!.state(structuredClone(this.state));
  }

  type(on: boolean): void {
    this.events!.typing({ conversation: this.state.conversation, author: "agent", on, ttl_ms: 6000 });
  }

  private answer(name: Name, payload: Requests[Name][0]): unknown {
    const state = this.hasConversation ? this.state : null;
    if (name === "sync") {
      const after = (payload as Requests["sync"][0]).after ?? 0;
      const messages = this.messages.slice(after, after + PAGE);
      return { ok: true, state, messages, more: this.messages.length > after + PAGE, banners: [] };
    }
    if (name === "send" || name === "choose") {
      const { id, text = "pressed" } = payload as { id: string; text?: string };
      const stored =
        this.messages.find((message) => message.id === id) ??
        this.store(text.replace("010594Y9032", "●●●●●●●●●●●"), { id, author: "visitor" });
      return { ok: true, seq: stored.seq, at: stored.at, text: stored.text };
    }
    if (name === "set_language") this.state = { ...this.state, ...(payload as { language: "fi" }) };
    return { ok: true, outcome: "queued", code: "", due_on: "", state: this.state };
  }
}
