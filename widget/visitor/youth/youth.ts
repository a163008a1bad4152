import type { Language } from "../../shared/language";
import type { OfferedQueueView } from "../../shared/protocol";
import { formatOpening } from "../format";
import type { History } from "../history";
import { type Host, KEEPING_TEXTS, type Kept, keptFor } from "../keeping/keeping";
import type { Session } from "../session";
import type { Texts } from "../texts/texts";
import { h, setText, type View } from "../view";
import css from "./youth.css?inline";
import { TEXTS } from "./texts";

export { css };

/** Says nothing of where its reader comes from; a page may name another by `quick-exit`. */
const ELSEWHERE = "https://www.ilmatieteenlaitos.fi/";
/** Two presses within it are one wish to be gone. */
const TWICE_MS = 1_500;

/** What the youth chat has besides: a greeting that says what stays secret, topics to choose, and the quick way out. */
export class Youth {
  private queues: readonly OfferedQueueView[] = [];
  private asked: Language | undefined;
  private kept: Kept | null = null;
  private readonly leaveNow: HTMLButtonElement;
  private escapedAt = -Infinity;

  constructor(
    private readonly view: View<Texts>,
    private readonly session: Session,
    private readonly history: History,
    toolbar: HTMLElement,
    private readonly choose: (queue: string) => void,
    host: Host,
  ) {
    this.leaveNow = h("button", { type: "button", class: "action quick-exit" });
    view.on(this.leaveNow, "click", () => this.leave());
    toolbar.append(this.leaveNow);
    // Heard before anything else can stop it, wherever on the page the focus is.
    window.addEventListener("keydown", (event) => this.pressed(event), { capture: true, signal: view.signal });
    view.bind(() => this.greet());
    void keptFor(host).then((kept) => {
      this.kept = kept;
      this.greet();
    });
  }

  /** The topics are asked for in the language in use, once the server can be reached. */
  render(): void {
    const { session } = this;
    if (!session.inStep || this.asked === session.language) return;
    this.asked = session.language;
    void session.line.request("queues", {}).then((reply) => {
      if (reply?.ok) this.queues = reply.queues;
      else this.asked = undefined;
      this.greet();
    });
  }

  private greet(): void {
    const { language } = this.view;
    const texts = TEXTS[language];
    setText(this.leaveNow, texts.leave);
    this.leaveNow.title = texts.leaveHelp;
    const ways = this.queues.map(({ id, title, is_open, opens_at }) => ({
      title: is_open ? title : texts.closed(title, formatOpening(opens_at, language)),
      take: () => this.choose(id),
    }));
    const kept = this.kept ? [KEEPING_TEXTS[language](this.kept)] : [];
    this.history.greet([...texts.greeting, ...kept], texts.topics, ways);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.repeat) return;
    const isSecond = event.timeStamp - this.escapedAt < TWICE_MS;
    this.escapedAt = event.timeStamp;
    if (!isSecond) return;
    // By itself the key stops what a page is loading, which here is the other page.
    event.preventDefault();
    event.stopImmediatePropagation();
    this.leave();
  }

  /** Nothing stays to be seen, not for the blink that the other page takes to come; Back does not lead here. */
  private leave(): void {
    document.documentElement.hidden = true;
    erase();
    this.session.stop();
    const chat = document.querySelector("luukku-chat");
    location.replace(chat?.getAttribute("quick-exit") || ELSEWHERE);
  }
}

/** Leave no trace in this browser, not even that the chat was ever opened. */
function erase(): void {
  for (const find of [() => sessionStorage, () => localStorage]) {
    try {
      const area = find();
      for (const key of Object.keys(area)) if (key.startsWith("luukku.")) area.removeItem(key);
    } catch {
      // Blocked: nothing was ever kept there.
    }
  }
}
