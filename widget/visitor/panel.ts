import type { MessageView } from "../shared/protocol";
import type { Language, Mode } from "../shared/language";
import type { Beside } from "./beside/beside";
import { Composer } from "./composer";
import type { Exit } from "./exit/exit";
import { Header } from "./header";
import { History } from "./history";
import { openLine, type Reply } from "./line";
import css from "./panel.css?inline";
import type { Part, PartModule } from "./part";
import { Session } from "./session";
import { Sheet } from "./sheet";
import { Status } from "./status";
import { storageOr, Store } from "./store";
import type { Texts, VisitorError } from "./texts/texts";
import { h, View } from "./view";
import type { Youth } from "./youth/youth";

/** What the launcher gives to the panel. */
export interface Host {
  readonly server: string;
  readonly language: Language;
  readonly mode: Mode;
  readonly exit: Exit | undefined;
  loadTexts(language: Language): Promise<Texts>;
  adoptStyle(css: string): void;
  minimise(): void;
  showUnread(count: number): void;
}

/** What the launcher can do with the panel. */
export interface Panel {
  readonly element: HTMLElement;
  show(takeFocus: boolean): void;
  hide(): void;
  destroy(): void;
}

/** What can take the conversation's place. */
const PARTS = {
  feedback: () => import("./feedback/form"),
  callback: () => import("./callback/form"),
  images: () => import("./images/images"),
  end: () => import("./ending/ending"),
};

type Place = "conversation" | keyof typeof PARTS;

/** Open the chat: its connection and everything to be seen of it. */
export function openPanel(host: Host, texts: Texts): Panel {
  return new ChatPanel(host, texts);
}

class ChatPanel implements Panel {
  readonly element: HTMLElement;
  private readonly sheet: Sheet;
  private readonly view: View<Texts>;
  private readonly store: Store;
  private readonly session: Session;
  private readonly status = new Status();
  private readonly header: Header;
  private readonly history: History;
  private readonly composer: Composer;
  private youth: Youth | undefined;
  private readonly talk = h("div", { class: "talk" });
  private readonly parts: Partial<Record<Place, Part>> = {};
  private beside: Promise<Beside | undefined> | undefined;
  private readonly listening = new AbortController();
  private isRenderDue = false;
  private seen = 0;

  constructor(
    private readonly host: Host,
    texts: Texts,
  ) {
    this.view = new View(host.language, texts, this.listening.signal);
    const { view, status } = this;
    const area = () => (host.mode === "youth" ? sessionStorage : localStorage);
    this.store = new Store(storageOr(area), storageOr(() => sessionStorage), host.mode);
    const { language, mode } = host;
    const options = { language, mode, page: location.pathname };
    this.session = new Session(openLine(host.server), this.store, options, () => this.renderSoon());

    this.sheet = new Sheet(view, () => this.leave());
    this.element = this.sheet.element;
    this.header = new Header(view, {
      minimise: host.minimise,
      setLanguage: (language) => void this.session.setLanguage(language),
      requestHuman: () => void this.request(this.session.requestHuman()),
      leaveQueue: () => void this.request(this.session.leaveQueue()),
      leaveFeedback: () => this.leaveFeedback(),
      end: () => void this.openPart("end"),
    });
    // The young choose whom to talk to, whether the assistant answers or not.
    this.history = new History(view, (session) => mode === "youth" || session.botAnswers, {
      press: (message, index) => this.press(message, index),
      sendAgain: (id) => this.session.outbox.again(id),
      remove: (id) => this.session.outbox.drop(id),
    });
    this.composer = new Composer(view, this.session, this.store, (text) => status.say(text), () => status.tell(""));

    host.exit?.join(view, this.header.toolbar, this.store);
    host.adoptStyle(css);
    this.talk.append(this.history.element, status.line, this.composer.element);
    this.element.append(this.header.element, status.banner, this.talk, status.announcer);
    this.listen();
    if (mode === "youth") void this.becomeYouth();
    else view.bind((texts) => this.greet(texts));
    this.place("conversation");
    this.session.start();
    this.renderSoon();
  }

  show(takeFocus: boolean): void {
    this.sheet.open();
    this.render();
    this.history.scrollToEnd();
    if (takeFocus) this.focusEntry();
  }

  hide(): void {
    this.sheet.element.close();
  }

  destroy(): void {
    this.listening.abort();
    this.session.stop();
    this.element.remove();
  }

  private listen(): void {
    const { view, session, store } = this;
    view.on(document, "visibilitychange", () => {
      if (document.visibilityState === "visible") void session.sync();
    });
    // Another tab has ended the conversation that this one shows.
    view.on(window, "storage", (event) => {
      if ((event as StorageEvent).key === store.tokenKey) session.adoptToken();
    });
  }

  private greet({ greeting, hintsLabel, hints }: Texts): void {
    this.history.greet(greeting, hintsLabel, hints.map((title) => ({ title, take: () => this.ask(title) })));
  }

  /** What only the youth chat has is fetched by it alone. */
  private async becomeYouth(): Promise<void> {
    let youth: typeof import("./youth/youth");
    try {
      youth = await import("./youth/youth");
    } catch {
      // Without the topics there is still the assistant, and a person by the header.
      this.greet(this.view.texts);
      return this.tell(null);
    }
    if (this.listening.signal.aborted) return;
    const choose = (queue: string) => void this.request(this.session.requestHuman(queue));
    this.youth = new youth.Youth(this.view, this.session, this.history, choose, this.host);
    this.renderSoon();
  }

  private leave(): void {
    if (this.parts.end?.element.hidden === false) this.go("conversation");
    else this.host.minimise();
  }

  /** A pointer that hovers means a real keyboard: on a touch screen the field's own keyboard would cover the text. */
  private focusEntry(): void {
    if (this.talk.hidden) return;
    if (matchMedia("(hover: hover)").matches) this.composer.focus();
    else this.header.focus();
  }

  private ask(text: string): void {
    this.status.tell("");
    this.session.send(text);
    this.focusEntry();
  }

  private press(message: MessageView, index: number): void {
    const code = message.buttons[index]?.code;
    this.status.tell("");
    const isBotAway = !this.session.botAnswers || message.event?.code === "bot_unavailable";
    if (code === "request_human") void this.request(this.session.requestHuman());
    else if (code === "give_feedback" && isBotAway) return void this.openPart("feedback");
    else if (code === "request_callback") return void this.openPart("callback");
    else if (code === "add_images") return void this.openPart("images");
    else if (code === "rate") return void this.openPart("end", true);
    else this.session.choose(message, index);
    this.focusEntry();
  }

  /** The bot's own form where the bot can run it, else the one that works without it. */
  private leaveFeedback(): void {
    if (!this.session.botAnswers) return void this.openPart("feedback");
    this.go("conversation");
    this.ask(this.view.texts.feedbackRequest);
  }

  private async openPart(place: keyof typeof PARTS, asked?: boolean): Promise<void> {
    try {
      const { css, make }: PartModule = await PARTS[place]();
      if (!this.parts[place]) {
        this.host.adoptStyle(css);
        this.parts[place] = make(this.view, this.session, this.store, (words) => this.done(words), this.host);
        this.element.append(this.parts[place].element);
      }
    } catch {
      this.tell(null);
      return;
    }
    this.place(place);
    this.parts[place].open(asked);
  }

  private async request(reply: Promise<Reply<"request_human" | "leave_queue">>): Promise<void> {
    this.status.tell("");
    this.go("conversation");
    this.tell(await reply);
  }

  private done(words?: string): void {
    if (words) {
      // What was written there was about the conversation that is over.
      this.parts.end?.element.remove();
      delete this.parts.end;
      this.composer.reset();
      this.status.tell(words);
    }
    this.go("conversation");
    this.renderSoon();
  }

  private tell(reply: Reply<"request_human" | "leave_queue">): void {
    const { errors, noAnswer } = this.view.texts;
    if (reply === null) this.status.tell(noAnswer);
    else if (!reply.ok) this.status.tell(errors[reply.error as VisitorError]);
    this.renderSoon();
  }

  private go(place: Place): void {
    this.place(place);
    this.history.scrollToEnd();
    this.focusEntry();
  }

  private place(place: Place): void {
    this.talk.hidden = place !== "conversation";
    for (const [name, part] of Object.entries(this.parts)) part.element.hidden = name !== place;
  }

  /** Many things may change at once: show them once. */
  private renderSoon(): void {
    if (this.isRenderDue) return;
    this.isRenderDue = true;
    queueMicrotask(() => this.render());
  }

  private render(): void {
    const { session, view } = this;
    this.isRenderDue = false;
    if (session.language !== view.language) void this.speak(session.language);
    this.element.lang = view.language;
    this.header.render(session);
    this.status.render(session, view.texts);
    this.youth?.render();
    void this.renderBeside();
    this.history.render(session);
    if (this.sheet.isOpen) this.seen = session.log.last;
    const unseen = session.log.messages.slice(this.seen);
    this.host.showUnread(unseen.filter(({ author }) => author !== "visitor").length);
  }

  /** What few need beside the conversation is fetched by them alone: a banner, ways out of a queue. */
  private async renderBeside(): Promise<void> {
    const { banners, state } = this.session;
    if (!banners.length && state?.owner !== "queue" && !state?.callback && !this.beside) return;
    this.beside ??= import("./beside/beside").then(
      ({ css, Beside }) => {
        this.host.adoptStyle(css);
        return new Beside(this.view, this.session, this.host.mode, this.header.element, this.history, this.status.line, {
          open: (part) => void this.openPart(part, true),
          giveFocus: () => this.focusEntry(),
        });
      },
      // The header still leads out of the queue, and to feedback.
      () => undefined,
    );
    (await this.beside)?.render();
  }

  private async speak(language: Language): Promise<void> {
    const texts = await this.host.loadTexts(language);
    // Meanwhile the visitor may have chosen yet another.
    if (language !== this.session.language || language === this.view.language) return;
    this.view.use(language, texts);
    this.render();
  }
}
