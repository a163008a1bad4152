import type { ButtonView, EventView, Refused } from "../../shared/protocol";

/** Why a visitor's request may be refused: roles, seats and transfers are for agents, images go another way. */
export type VisitorError = Exclude<
  Refused["error"],
  "forbidden" | "no_seat" | "queue_closed" | "unsupported_image" | "broken_image" | "too_many_images"
>;

/** Every word of the panel. A language that lacks one does not compile. */
export interface Texts {
  title: string;
  close: string;
  languages: string;
  actions: string;

  botAnswers: string;
  botIsAway: string;
  inQueue: string;
  agentAnswers: (name: string) => string;

  requestHuman: string;
  leaveQueue: string;
  leaveFeedback: string;
  end: string;

  log: string;
  greeting: readonly string[];
  hintsLabel: string;
  /** Questions to begin with: they are sent as they stand. */
  hints: readonly string[];
  you: string;
  assistant: string;
  notice: string;
  options: string;
  buttons: Record<Exclude<ButtonView["code"], "">, string>;
  newTab: string;
  /** Dates come ready for reading. */
  events: Record<EventView["code"], (event: EventView) => string>;

  sending: string;
  sent: string;
  seen: string;
  failed: string;
  sendAgain: string;
  remove: string;

  message: string;
  messageHelp: string;
  send: string;
  charactersLeft: (count: number) => string;
  charactersOver: (count: number) => string;

  connecting: string;
  offline: string;
  /** `minutes` is null when nobody can tell. */
  queuePlace: (place: number, minutes: number | null) => string;
  botTyping: string;
  agentTyping: (name: string) => string;
  newMessages: string;
  errors: Record<VisitorError, string>;
  noAnswer: string;

  /** What the visitor says to the bot to begin its feedback form. */
  feedbackRequest: string;
}
