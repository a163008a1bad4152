import type { Language } from "../../shared/language";
import type { OfferedQueueView } from "../../shared/protocol";
import { formatOpening } from "../format";
import type { History } from "../history";
import { type Host, KEEPING_TEXTS, type Kept, keptFor } from "../keeping/keeping";
import type { Session } from "../session";
import type { Texts } from "../texts/texts";
import type { View } from "../view";
import { TEXTS } from "./texts";

/** What the youth chat has besides: a greeting that says what stays secret, and topics to choose. */
export class Youth {
  private queues: readonly OfferedQueueView[] = [];
  private asked: Language | undefined;
  private kept: Kept | null = null;

  constructor(
    private readonly view: View<Texts>,
    private readonly session: Session,
    private readonly history: History,
    private readonly choose: (queue: string) => void,
    host: Host,
  ) {
    view.bind(() => this.greet());
    session.line.hear("queues_changed", () => {
      this.asked = undefined;
      this.render();
    });
    void keptFor(host).then((kept) => {
      this.kept = kept;
      this.greet();
    });
  }

  /** The topics are asked for in the language in use, at each connection: people have come and gone meanwhile. */
  render(): void {
    const { session } = this;
    if (!session.inStep) this.asked = undefined;
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
    const ways = this.queues.map(({ id, title, is_open, is_staffed, opens_at }) => {
      const open = is_staffed ? title : texts.nobody(title);
      return {
        title: is_open ? open : texts.closed(title, formatOpening(opens_at, language)),
        take: () => this.choose(id),
      };
    });
    const kept = this.kept ? [KEEPING_TEXTS[language](this.kept)] : [];
    this.history.greet([...texts.greeting, ...kept], texts.topics, ways);
  }
}
