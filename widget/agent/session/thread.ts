import type { DeskItemView, LinkView, MessageView, NoteView, Refused, StateView } from "../../shared/protocol";
import { NO_BRIEF, type ThreadBrief } from "./brief";

export type ErrorCode = Refused["error"] | "timeout" | "disconnected";

/** The answer to a frequent question whose links go out with a message; in `plain` language or not. */
export interface Attached {
  readonly faq: string;
  readonly title: string;
  readonly text: string;
  readonly plain: string;
  readonly links: readonly LinkView[];
}

/** A message on its way to the server, under the id that makes sending it again harmless. */
export interface Outgoing {
  readonly id: string;
  readonly text: string;
  readonly attached: readonly Attached[];
  readonly status: "waiting" | "sending" | "stored" | "failed";
  readonly error: ErrorCode | null;
}

/**
 * One conversation as this browser has it.
 *
 * `messages` is one run of sequence numbers without gaps, oldest first: what does not touch it is
 * asked for again instead of being put where it might be out of order.
 */
export interface Thread {
  readonly item: DeskItemView;
  readonly state: StateView | null;
  readonly messages: readonly MessageView[];
  /** The highest number the server has mentioned; beyond `messages` means that some are missing. */
  readonly knownSeq: number;
  readonly readSeq: number;
  readonly outbox: readonly Outgoing[];
  readonly draft: string;
  readonly attached: readonly Attached[];
  readonly notes: readonly NoteView[];
  /** Epoch milliseconds until which the visitor counts as typing. */
  readonly typingUntil: number;
  readonly brief: ThreadBrief;
}

/** What survives a reload of the page: the agent's own unsent words. */
export interface Unsent {
  readonly draft: string;
  readonly attached?: readonly Attached[];
  readonly outbox: readonly { readonly id: string; readonly text: string; readonly attached?: readonly Attached[] }[];
}

export const NOTHING_UNSENT: Unsent = { draft: "", outbox: [] };

export function newThread(item: DeskItemView, unsent: Unsent): Thread {
  return {
    item,
    state: null,
    messages: [],
    knownSeq: item.last_seq,
    readSeq: 0,
    outbox: unsent.outbox.map(({ id, text, attached = [] }) => ({ id, text, attached, status: "waiting", error: null })),
    draft: unsent.draft,
    attached: unsent.attached ?? [],
    notes: [],
    typingUntil: 0,
    brief: NO_BRIEF,
  };
}

export function firstSeq(thread: Thread): number {
  return thread.messages[0]?.seq ?? 0;
}

export function lastSeq(thread: Thread): number {
  return thread.messages.at(-1)?.seq ?? 0;
}

export function isBehind(thread: Thread): boolean {
  return lastSeq(thread) < thread.knownSeq;
}

/** Apply one message that the server pushed: exactly once, or not at all if something before it is missing. */
export function receive(thread: Thread, message: MessageView): Thread {
  const known = { ...thread, knownSeq: Math.max(thread.knownSeq, message.seq) };
  const isNext = thread.messages.length > 0 && message.seq === lastSeq(thread) + 1;
  return isNext ? withMessages(known, [...thread.messages, message]) : known;
}

/** Merge an answer of the server: a run of messages, oldest first, without gaps inside. */
export function merge(thread: Thread, run: readonly MessageView[]): Thread {
  const [head, tail] = [run[0], run.at(-1)];
  if (!head || !tail) return thread;
  const [first, last] = [firstSeq(thread), lastSeq(thread)];
  // A run beyond a gap is the newest there is: what came before can be asked for as earlier messages.
  if (last === 0 || head.seq > last + 1) return withMessages(thread, run);
  const earlier = tail.seq >= first - 1 ? run.filter((message) => message.seq < first) : [];
  const later = run.filter((message) => message.seq > last);
  return withMessages(thread, [...earlier, ...thread.messages, ...later]);
}

function withMessages(thread: Thread, messages: readonly MessageView[]): Thread {
  const newest = messages.at(-1);
  const before = lastSeq(thread);
  const visitorSpoke = messages.some((message) => message.seq > before && message.author === "visitor");
  const arrived = new Set(messages.map((message) => message.id));
  return {
    ...thread,
    messages,
    knownSeq: Math.max(thread.knownSeq, newest?.seq ?? 0),
    outbox: thread.outbox.filter((outgoing) => !arrived.has(outgoing.id)),
    typingUntil: visitorSpoke ? 0 : thread.typingUntil,
  };
}

/** Take over the state unless a newer one is here already: events may overtake acknowledgements. */
export function withState(thread: Thread, state: StateView): Thread {
  if (thread.state && state.version < thread.state.version) return thread;
  return { ...thread, state, knownSeq: Math.max(thread.knownSeq, state.last_seq) };
}

/** The agent has read what came before the own last answer, in this browser or before a reload. */
export function withAnsweredRead(thread: Thread): Thread {
  const own = thread.messages.filter((message) => message.author === "agent" || message.event?.code === "agent_joined");
  return { ...thread, readSeq: Math.max(thread.readSeq, own.at(-1)?.seq ?? 0) };
}

export function unreadCount(thread: Thread): number {
  return thread.messages.filter((message) => message.author === "visitor" && message.seq > thread.readSeq).length;
}

/** The wire's limit of answers in one message. */
const MAX_ATTACHED = 6;

/** Take an answer's links along; the same answer once, and of too many the newest. */
export function withAttached(thread: Thread, attached: Attached): Thread {
  const others = thread.attached.filter(({ faq }) => faq !== attached.faq);
  return { ...thread, attached: [...others, attached].slice(-MAX_ATTACHED) };
}

export function withoutAttached(thread: Thread, faq: string): Thread {
  return { ...thread, attached: thread.attached.filter((each) => each.faq !== faq) };
}

/** What the agent has written so far; with the last word gone nothing is taken along either. */
export function withDraft(thread: Thread, draft: string): Thread {
  return { ...thread, draft, attached: draft ? thread.attached : [] };
}

/** The pages of all answers, each once, as the service puts them below the message. */
export function linksOf(attached: readonly Attached[]): LinkView[] {
  const links = attached.flatMap((each) => each.links);
  return links.filter((link, index) => links.findIndex(({ url, title }) => url === link.url && title === link.title) === index);
}

export function withOutgoing(thread: Thread, id: string, text: string): Thread {
  const outgoing: Outgoing = { id, text, attached: thread.attached, status: "waiting", error: null };
  return { ...thread, draft: "", attached: [], outbox: [...thread.outbox, outgoing] };
}

export function withoutOutgoing(thread: Thread, id: string): Thread {
  return { ...thread, outbox: thread.outbox.filter((outgoing) => outgoing.id !== id) };
}

export function withOutgoingStatus(
  thread: Thread,
  id: string,
  status: Outgoing["status"],
  error: ErrorCode | null = null,
): Thread {
  const outbox = thread.outbox.map((outgoing) => (outgoing.id === id ? { ...outgoing, status, error } : outgoing));
  return { ...thread, outbox };
}

/** The message to send now. One at a time: a later one must not overtake one that failed. */
export function nextOutgoing(thread: Thread): Outgoing | null {
  const first = thread.outbox.find((outgoing) => outgoing.status !== "stored");
  return first?.status === "waiting" ? first : null;
}

/** After a reconnection: what got no answer is sent again by itself, what was refused stays refused. */
export function withUnansweredWaiting(thread: Thread): Thread {
  const outbox = thread.outbox.map((outgoing): Outgoing =>
    outgoing.error === "timeout" ? { ...outgoing, status: "waiting", error: null } : outgoing,
  );
  return { ...thread, outbox };
}
