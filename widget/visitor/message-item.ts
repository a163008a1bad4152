import type { ButtonView, EventView, LinkView, MessageView } from "../shared/protocol";
import type { Language } from "../shared/language";
import { formatTime, readable } from "./format";
import type { Outgoing } from "./store";
import type { Texts, VisitorError } from "./texts/texts";
import { h, icon, setText } from "./view";

const NEW_TAB = "M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9";

export interface MessageActions {
  press(message: MessageView, index: number): void;
  sendAgain(id: string): void;
  remove(id: string): void;
}

/** One message as it is shown. Its element stays while the message goes from sending to sent. */
export class MessageItem {
  readonly element: HTMLLIElement;
  private readonly body: HTMLElement;
  private readonly time = h("time");
  private readonly status = h("p", { class: "status" });
  private options: HTMLElement | undefined;
  private shownStatus = "";

  constructor(
    private readonly texts: Texts,
    private readonly interfaceLanguage: Language,
    private readonly actions: MessageActions,
    readonly message: MessageView | Outgoing,
  ) {
    const author = "author" in message ? message.author : "visitor";
    const sender = h("p", { class: "sender" }, h("b", {}, `${this.sender(author)}:`), " ", this.time);
    this.body = h("div", { class: "body" });
    this.element = h("li", { class: `message ${author}` }, sender, this.body, this.status);
    this.fill(message);
  }

  /** Show what has become of the visitor's own message; the server may have masked a part of it. */
  show(message: MessageView | Outgoing, seenSeq: number): void {
    const status = "status" in message ? message.status : "sent";
    if (status !== this.shownStatus) this.fill(message);
    if (this.element.matches(".visitor") && "seq" in message && message.seq <= seenSeq) setText(this.status, this.texts.seen);
  }

  /** Only the newest offers can be taken. */
  setActive(isActive: boolean): void {
    for (const button of this.options?.querySelectorAll("button") ?? []) button.disabled = !isActive;
  }

  private fill(message: MessageView | Outgoing): void {
    if ("status" in message) {
      this.body.replaceChildren(paragraph(message.text, message.language));
      this.showStatus(message);
      return;
    }
    this.time.dateTime = message.at;
    setText(this.time, formatTime(message.at));
    if (message.author === "visitor") setText(this.status, this.texts.sent);
    this.shownStatus = "sent";
    this.element.classList.remove("failed");
    this.element.classList.toggle("help", message.event?.code === "help_card");
    if (message.event) {
      this.body.replaceChildren(paragraph(this.wording(message.event), this.interfaceLanguage));
    } else {
      this.body.replaceChildren(paragraph(message.text, message.language));
    }
    if (message.links.length) this.body.append(this.links(message.links, message.language));
    if (message.buttons.length) this.body.append((this.options = this.optionGroup(message)));
  }

  private showStatus({ id, status, error }: Outgoing): void {
    const { texts, actions } = this;
    this.shownStatus = status;
    this.element.classList.toggle("failed", status === "failed");
    const words = { sending: texts.sending, stored: texts.sent, failed: texts.failed }[status];
    this.status.replaceChildren(words);
    if (status !== "failed") return;
    const again = h("button", { type: "button" }, texts.sendAgain);
    const remove = h("button", { type: "button" }, texts.remove);
    again.onclick = () => actions.sendAgain(id);
    remove.onclick = () => actions.remove(id);
    const reason = error ? h("span", {}, texts.errors[error as VisitorError]) : "";
    this.status.append(". ", reason, again, remove);
  }

  private sender(author: MessageView["author"]): string {
    const { you, assistant, notice } = this.texts;
    const name = "name" in this.message ? this.message.name : "";
    return { visitor: you, bot: assistant, agent: name, system: notice }[author];
  }

  private wording(event: EventView): string {
    return this.texts.events[event.code](readable(event, this.interfaceLanguage));
  }

  private links(links: readonly LinkView[], lang: string): HTMLElement {
    const items = links.filter(isSafe).map(({ title, url }) => {
      if (url.startsWith("tel:")) return h("li", {}, h("a", { href: url, lang }, title));
      const hint = h("span", { class: "unseen", lang: this.interfaceLanguage }, ` (${this.texts.newTab})`);
      const attributes = { href: url, target: "_blank", rel: "noopener noreferrer", lang };
      return h("li", {}, h("a", attributes, title, hint, icon(NEW_TAB)));
    });
    return h("ul", { class: "links" }, ...items);
  }

  private optionGroup(message: MessageView): HTMLElement {
    const group = h("div", { class: "options", role: "group", "aria-label": this.texts.options });
    message.buttons.forEach((option, index) => {
      const lang = option.code ? this.interfaceLanguage : message.language;
      const button = h("button", { type: "button", lang }, this.optionTitle(option));
      button.onclick = () => this.actions.press(message, index);
      group.append(button);
    });
    return group;
  }

  private optionTitle({ code, title }: ButtonView): string {
    return code ? this.texts.buttons[code] : title;
  }
}

function paragraph(text: string, lang: string): HTMLElement {
  return h("p", { class: "text", lang }, text);
}

/** A link can only lead to the web or to a telephone, whatever a message says. */
function isSafe({ url }: LinkView): boolean {
  return /^(https?:\/\/|tel:)/i.test(url);
}
