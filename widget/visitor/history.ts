import type { MessageView } from "../shared/protocol";
import { MessageItem, type MessageActions } from "./message-item";
import type { Session } from "./session";
import type { Texts } from "./texts/texts";
import { h, type View } from "./view";

/** Within this distance of its end the log follows new messages. */
const NEAR_END_PX = 80;
const ARROW_DOWN = "M12 5v14M6 13l6 6 6-6";

/** A way to begin. */
export interface Way {
  readonly title: string;
  readonly take: () => void;
}

/** The conversation as a log: what is added to it is announced, what is already there is not. */
export class History {
  readonly element: HTMLElement;
  /** What scrolls. */
  readonly scroller: HTMLElement;
  private readonly list = h("ol");
  readonly greeting = h("div", { class: "body" });
  private readonly hints = h("div", { class: "options", role: "group" });
  private readonly newer: HTMLButtonElement;
  private items = new Map<string, MessageItem>();
  private isStale = false;

  constructor(
    private readonly view: View<Texts>,
    private readonly canBegin: (session: Session) => boolean,
    private readonly actions: MessageActions,
  ) {
    const sender = h("b");
    const welcome = h("div", { class: "message bot" }, h("p", { class: "sender" }, sender), this.greeting, this.hints);
    this.scroller = h("div", { class: "log", role: "log", tabindex: "0", "aria-live": "off" }, welcome, this.list);
    this.newer = view.button((texts) => texts.newMessages, "newer", () => this.scrollToEnd(), ARROW_DOWN);
    this.newer.hidden = true;
    this.element = h("div", { class: "history" }, this.scroller, this.newer);

    view.bind((texts) => {
      this.scroller.ariaLabel = texts.log;
      sender.textContent = `${texts.assistant}:`;
      this.isStale = true;
    });
    view.on(this.scroller, "scroll", () => {
      if (this.isNearEnd()) this.newer.hidden = true;
    });
  }

  /** What stands before the first message: some words, and ways to begin. */
  greet(lines: readonly string[], label: string, ways: readonly Way[]): void {
    this.greeting.replaceChildren(...lines.map((line) => h("p", {}, line)));
    this.hints.ariaLabel = label;
    this.hints.replaceChildren(
      ...ways.map(({ title, take }) => {
        const button = h("button", { type: "button" }, title);
        button.onclick = take;
        return button;
      }),
    );
  }

  render(session: Session): void {
    // What was there before, or is only put into other words, is no news.
    const isNews = session.inStep && !this.isStale && this.scroller.ariaLive === "polite";
    if (!isNews) this.scroller.ariaLive = "off";
    if (this.isStale) this.clear();

    // Below the greeting there is nothing to keep a place in.
    const wasNearEnd = this.items.size === 0 || this.isNearEnd();
    const added = this.reconcile(session);
    this.activateOptions(session);
    this.hints.hidden = this.items.size > 0 || !this.canBegin(session);
    if (added) this.follow(added, wasNearEnd || !isNews);
    else if (this.items.size === 0) this.scrollToEnd();

    if (session.everInStep) setTimeout(() => (this.scroller.ariaLive = "polite"));
  }

  scrollToEnd(): void {
    // A new conversation is read from its greeting.
    this.scroller.scrollTop = this.items.size ? this.scroller.scrollHeight : 0;
    this.newer.hidden = true;
  }

  focus(): void {
    this.scroller.focus();
  }

  private clear(): void {
    this.items.clear();
    this.list.replaceChildren();
    this.isStale = false;
  }

  /** Bring the list into step with the session; return the first message that is new. */
  private reconcile(session: Session): MessageItem | undefined {
    const { texts, language } = this.view;
    const current = [...session.log.messages, ...session.outbox.entries];
    const items = new Map<string, MessageItem>();
    let firstNew: MessageItem | undefined;
    for (const message of current) {
      const known = this.items.get(message.id);
      const item = known ?? new MessageItem(texts, language, this.actions, message);
      item.show(message, session.state?.seen_seq ?? 0);
      items.set(message.id, item);
      if (!known) firstNew ??= item;
    }
    for (const [id, item] of this.items) if (!items.has(id)) item.element.remove();
    this.items = items;
    let place = 0;
    for (const { element } of items.values()) {
      const there = this.list.children[place++];
      if (there !== element) this.list.insertBefore(element, there ?? null);
    }
    return firstNew;
  }

  /** Offers can be taken until a person answers, or the visitor has said something after them. */
  private activateOptions(session: Session): void {
    const { messages } = session.log;
    const isBots = session.state?.owner !== "agent" && session.outbox.entries.length === 0;
    const newest = isBots ? messages[findNewestOffer(messages)] : undefined;
    // What has been asked and answered is over.
    const isAnswered = session.state?.rating === "given" && newest?.buttons[0]?.code === "rate";
    for (const [id, item] of this.items) item.setActive(id === newest?.id && !isAnswered);
  }

  private follow(item: MessageItem, isFollowing: boolean): void {
    // Not by `scrollTop`: where the window is low, all of the panel scrolls instead of the log.
    if (item.element.classList.contains("visitor")) item.element.scrollIntoView({ block: "end" });
    // Where help is to be had comes before all else that there is to read.
    else if (item.element.classList.contains("help")) item.element.scrollIntoView();
    // A long answer is read from its beginning.
    else if (isFollowing) item.element.scrollIntoView();
    else this.newer.hidden = false;
  }

  isNearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }
}

function findNewestOffer(messages: readonly MessageView[]): number {
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const { author, buttons } = messages[index]!;
    if (author === "visitor") break;
    if (buttons.length) return index;
  }
  return -1;
}
