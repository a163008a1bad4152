import type {
  Claimed,
  DeskItemView,
  DeskView,
  MessageView,
  QueueItemView,
  StateView,
  Stored,
  Synced,
  TypingView,
} from "../../shared/protocol";
import {
  firstSeq,
  isBehind,
  lastSeq,
  linksOf,
  merge,
  newThread,
  NOTHING_UNSENT,
  receive,
  type Thread,
  unreadCount,
  type Unsent,
  withAnsweredRead,
  withoutOutgoing,
  withOutgoingStatus,
  withState,
} from "./thread";

/** The server's page size for `sync` and `claim`. */
export const HISTORY_PAGE = 200;

/**
 * All that the console knows, as one value: every transition is a pure function to the next one.
 */
export interface Session {
  readonly desk: DeskView;
  /** The agent's conversations, and those that ended without the agent and wait to be put aside. */
  readonly threads: ReadonlyMap<string, Thread>;
  readonly selected: string | null;
  /** Conversations given away here, with the version after: a desk from before must not bring them back. */
  readonly givenAway: ReadonlyMap<string, number>;
}

export function openSession(desk: DeskView, unsent: ReadonlyMap<string, Unsent> = new Map()): Session {
  const empty: Session = { desk: { ...desk, mine: [] }, threads: new Map(), selected: null, givenAway: new Map() };
  return applyDesk(empty, desk, unsent);
}

/** Take over the desk. Conversations that left it stay readable until the agent puts them aside. */
export function applyDesk(
  session: Session,
  desk: DeskView,
  unsent: ReadonlyMap<string, Unsent> = new Map(),
): Session {
  const mine = desk.mine.filter((item) => item.version > (session.givenAway.get(item.conversation) ?? -1));
  const own = new Set(mine.map((item) => item.conversation));
  const threads = new Map([...session.threads].filter(([id, thread]) => own.has(id) || thread.messages.length > 0));
  for (const item of mine) {
    const id = item.conversation;
    const thread = threads.get(id) ?? newThread(item, unsent.get(id) ?? NOTHING_UNSENT);
    threads.set(id, { ...thread, item, knownSeq: Math.max(thread.knownSeq, item.last_seq) });
  }
  const selected = session.selected !== null && threads.has(session.selected) ? session.selected : null;
  return { ...session, desk: { ...desk, mine }, threads, selected };
}

/** The claim succeeded: the conversation is open in front of the agent, all of it read. */
export function applyClaimed(
  session: Session,
  claimed: Claimed,
  from: Pick<QueueItemView, "mode" | "page" | "served_in" | "queue" | "crisis" | "gone_since" | "pseudonym" | "practice">,
): Session {
  const { state, messages } = claimed;
  const id = state.conversation;
  const item: DeskItemView = {
    conversation: id,
    version: state.version,
    language: state.language,
    served_in: from.served_in,
    mode: from.mode,
    page: from.page,
    queue: from.queue,
    last_seq: state.last_seq,
    crisis: from.crisis,
    owner: { id: session.desk.agent.id, name: session.desk.agent.name },
    members: [],
    invited: [],
    gone_since: from.gone_since,
    pseudonym: from.pseudonym,
    practice: from.practice,
  };
  const before = session.threads.get(id) ?? newThread(item, NOTHING_UNSENT);
  const thread = merge(withState({ ...before, item }, state), messages);
  const givenAway = new Map(session.givenAway);
  givenAway.delete(id);
  return {
    desk: {
      ...session.desk,
      queue: session.desk.queue.filter((waiting) => waiting.conversation !== id),
      practice: session.desk.practice?.conversation === id ? null : session.desk.practice,
      mine: [...session.desk.mine.filter((own) => own.conversation !== id), item],
    },
    threads: new Map(session.threads).set(id, { ...thread, readSeq: lastSeq(thread) }),
    selected: id,
    givenAway,
  };
}

/** The agent closed the conversation or returned it to the bot: it leaves the desk at once. */
export function applyGivenAway(session: Session, conversation: string, version: number): Session {
  const without = dismiss(session, conversation);
  const mine = session.desk.mine.filter((item) => item.conversation !== conversation);
  return {
    ...without,
    desk: { ...session.desk, mine },
    givenAway: new Map(session.givenAway).set(conversation, version),
  };
}

/** Put a conversation aside that is no longer the agent's. */
export function dismiss(session: Session, conversation: string): Session {
  const threads = new Map(session.threads);
  threads.delete(conversation);
  return { ...session, threads, selected: session.selected === conversation ? null : session.selected };
}

/** Put the practice aside that has ended: there is nothing of it to be read any more. */
export function dismissPractice(session: Session): Session {
  const own = new Set(session.desk.mine.map((item) => item.conversation));
  const over = [...session.threads.values()].filter(({ item }) => item.practice && !own.has(item.conversation));
  return over.reduce((rest, { item }) => dismiss(rest, item.conversation), session);
}

export function updateThread(session: Session, conversation: string, change: (thread: Thread) => Thread): Session {
  const thread = session.threads.get(conversation);
  if (!thread) return session;
  return { ...session, threads: new Map(session.threads).set(conversation, change(thread)) };
}

export function applyMessage(session: Session, conversation: string, message: MessageView): Session {
  return updateThread(session, conversation, (thread) => receive(thread, message));
}

export function applyState(session: Session, state: StateView): Session {
  return updateThread(session, state.conversation, (thread) => withState(thread, state));
}

export function applySynced(session: Session, conversation: string, synced: Synced): Session {
  return updateThread(session, conversation, (thread) => {
    const merged = merge(synced.state ? withState(thread, synced.state) : thread, synced.messages);
    return synced.more ? merged : withAnsweredRead(merged);
  });
}

/** The server stored the agent's message: from now on it is part of the conversation. */
export function applyStored(session: Session, conversation: string, id: string, stored: Stored): Session {
  return updateThread(session, conversation, (thread) => {
    const sent = thread.outbox.find((outgoing) => outgoing.id === id);
    const message: MessageView = {
      seq: stored.seq,
      id,
      author: "agent",
      name: session.desk.agent.name,
      text: stored.text,
      language: thread.state?.language ?? thread.item.language,
      at: stored.at,
      buttons: [],
      links: linksOf(sent?.attached ?? []),
      event: null,
    };
    const received = receive(thread, message);
    if (lastSeq(received) >= stored.seq) return withoutOutgoing(received, id);
    return withOutgoingStatus(received, id, "stored");
  });
}

export function applyTyping(session: Session, typing: TypingView, now: number): Session {
  if (typing.author !== "visitor") return session;
  const typingUntil = typing.on ? now + typing.ttl_ms : 0;
  return updateThread(session, typing.conversation, (thread) => ({ ...thread, typingUntil }));
}

export function select(session: Session, conversation: string | null): Session {
  if (conversation !== null && !session.threads.has(conversation)) return session;
  return { ...session, selected: conversation };
}

/** What is on the screen has been read. */
export function markRead(session: Session): Session {
  const thread = session.selected === null ? undefined : session.threads.get(session.selected);
  if (!thread || thread.readSeq >= lastSeq(thread)) return session;
  return updateThread(session, thread.item.conversation, () => ({ ...thread, readSeq: lastSeq(thread) }));
}

export type Standing = "mine" | "closed" | "queued" | "with_bot" | "elsewhere";

/** Whose the conversation is now, as far as this browser can know. */
export function standing(session: Session, thread: Thread): Standing {
  const { state, item } = thread;
  const isOnDesk = session.desk.mine.some((own) => own.conversation === item.conversation);
  if (state && state.version >= item.version) {
    if (state.status === "closed") return "closed";
    if (state.owner === "queue") return "queued";
    if (state.owner === "bot") return "with_bot";
  }
  return isOnDesk ? "mine" : "elsewhere";
}

/** The cursor for fetching what is missing; a long history's beginning is fetched only when asked for. */
export function syncCursor(thread: Thread): number {
  return lastSeq(thread) || Math.max(0, thread.item.last_seq - HISTORY_PAGE);
}

/** The cursor for the page before the first message here, or null at the very beginning. */
export function earlierCursor(thread: Thread): number | null {
  const first = firstSeq(thread);
  return first > 1 ? Math.max(0, first - 1 - HISTORY_PAGE) : null;
}

/** The agent's conversations of which something is missing here. */
export function conversationsBehind(session: Session): string[] {
  const ids = session.desk.mine.map((item) => item.conversation);
  return ids.filter((id) => {
    const thread = session.threads.get(id);
    return thread !== undefined && (thread.state === null || isBehind(thread));
  });
}

export function totalUnread(session: Session): number {
  return [...session.threads.values()].reduce((sum, thread) => sum + unreadCount(thread), 0);
}

export function selectedThread(session: Session): Thread | null {
  return session.selected === null ? null : (session.threads.get(session.selected) ?? null);
}
