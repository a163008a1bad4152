import type { Session } from "./session";
import type { Texts } from "./texts/texts";
import { h, setText } from "./view";

/** A connection normally takes less; saying "connecting" each time would only flicker. */
const CONNECTING_AFTER_MS = 800;

/** What is going on: the connection, the queue, who types, and what a request came to. */
export class Status {
  readonly banner = h("p", { class: "banner", role: "status" });
  readonly line = h("p", { class: "line", role: "status" });
  /** Heard only: what is already to be seen elsewhere. */
  readonly announcer = h("p", { class: "unseen", role: "status" });
  private notice = "";
  private readonly madeAt = Date.now();

  render(session: Session, texts: Texts): void {
    setText(this.banner, this.connection(session, texts));
    setText(this.line, this.notice || activity(session, texts));
    this.line.classList.toggle("typing", !this.notice && session.typing.heard !== null);
  }

  /** Show what a request came to; it stays until the visitor does something else. */
  tell(notice: string): void {
    this.notice = notice;
  }

  /** Say it to a screen reader, again even if it was the last thing said. */
  say(text: string): void {
    const again = text && this.announcer.textContent === text;
    this.announcer.textContent = again ? `${text} ` : text;
  }

  private connection(session: Session, texts: Texts): string {
    if (session.inStep) return "";
    if (session.everInStep) return texts.offline;
    return Date.now() - this.madeAt < CONNECTING_AFTER_MS ? "" : texts.connecting;
  }
}

function activity({ state, typing: { heard } }: Session, texts: Texts): string {
  if (heard) return heard.author === "bot" ? texts.botTyping : texts.agentTyping(state?.agent_name ?? "");
  if (state?.owner !== "queue" || state.queue_place === 0) return "";
  const minutes = state.wait_s === null ? null : Math.max(1, Math.round(state.wait_s / 60));
  return texts.queuePlace(state.queue_place, minutes);
}
