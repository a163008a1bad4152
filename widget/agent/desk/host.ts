import type { DeskItemView, QueueItemView } from "../../shared/protocol";
import type { Texts } from "../texts";

export type Link = "connecting" | "up" | "lost";
export type Wording = (t: Texts) => string;

/** The page around the desk. */
export interface DeskHost {
  deskChanged(): void;
  /** Show and announce the outcome of what the agent did. */
  notify(level: "info" | "error", wording: Wording): void;
  /** Announce something that the page shows in its own place. */
  announce(wording: Wording): void;
  /** These have come to wait; so many wait now. */
  queueGrew(arrived: readonly QueueItemView[], count: number): void;
  /** The visitor of one of the agent's conversations has written something that the agent has not seen. */
  visitorWrote(item: DeskItemView): void;
  sessionEnded(): void;
}
