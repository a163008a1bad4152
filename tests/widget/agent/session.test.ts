import { describe, expect, test } from "vitest";

import {
  applyClaimed,
  applyDesk,
  applyGivenAway,
  applyMessage,
  applyState,
  applyStored,
  applySynced,
  applyTyping,
  conversationsBehind,
  dismiss,
  dismissPractice,
  earlierCursor,
  markRead,
  openSession,
  select,
  selectedThread,
  type Session,
  standing,
  syncCursor,
  totalUnread,
  updateThread,
} from "../../../widget/agent/session/session";
import { type Thread, withOutgoing } from "../../../widget/agent/session/thread";
import { desk, ID, message, OTHER, own, run, state, waiting } from "./views";

function thread(session: Session): Thread {
  const found = session.threads.get(ID);
  if (!found) throw new Error("no thread");
  return found;
}

function claimed(last = 3): Session {
  const session = openSession(desk({ queue: [waiting(), waiting({ conversation: OTHER, place: 2 })] }));
  const answer = { ok: true as const, state: state({ last_seq: last }), messages: run(1, last) };
  return applyClaimed(session, answer, waiting());
}

describe("claiming", () => {
  test("opens the conversation, read, and takes it out of the queue before the desk says so", () => {
    const session = claimed();
    expect(session.selected).toBe(ID);
    expect(session.desk.queue.map((item) => item.conversation)).toEqual([OTHER]);
    expect(session.desk.mine.map((item) => item.conversation)).toEqual([ID]);
    expect(standing(session, thread(session))).toBe("mine");
    expect(totalUnread(session)).toBe(0);
    expect(thread(session).item.page).toBe("/maksut");
  });

  test("a conversation claimed again after it was given away is the agent's again", () => {
    const away = applyGivenAway(claimed(), ID, 4);
    const answer = { ok: true as const, state: state({ version: 6, last_seq: 5 }), messages: run(1, 5) };
    const again = applyDesk(applyClaimed(away, answer, waiting({ version: 5 })), desk({ mine: [own({ version: 6 })] }));
    expect(standing(again, thread(again))).toBe("mine");
  });
});

describe("the desk", () => {
  test("a conversation that left it stays readable until it is put aside", () => {
    const session = applyDesk(claimed(), desk());
    expect(standing(session, thread(session))).toBe("elsewhere");
    expect(session.selected).toBe(ID);
    const aside = dismiss(session, ID);
    expect(aside.threads.size).toBe(0);
    expect(aside.selected).toBeNull();
  });

  test("a desk from before the agent closed a conversation does not bring it back", () => {
    const session = applyDesk(applyGivenAway(claimed(), ID, 4), desk({ mine: [own({ version: 3 })] }));
    expect(session.desk.mine).toEqual([]);
    expect(session.threads.size).toBe(0);
  });

  test("what the agent had not sent comes back with the conversation after a reload", () => {
    const unsent = new Map([[ID, { draft: "Hei", outbox: [{ id: "a", text: "one" }] }]]);
    const session = openSession(desk({ mine: [own()] }), unsent);
    expect(thread(session).draft).toBe("Hei");
    expect(thread(session).outbox.map((outgoing) => outgoing.id)).toEqual(["a"]);
  });
});

describe("standing", () => {
  test.each([
    ["closed", state({ version: 4, status: "closed", owner: "bot" })],
    ["queued", state({ version: 4, owner: "queue" })],
    ["with_bot", state({ version: 4, owner: "bot" })],
  ] as const)("a newer state tells that the conversation is %s, before the desk does", (expected, newer) => {
    const session = applyState(claimed(), newer);
    expect(standing(session, thread(session))).toBe(expected);
  });

  test("a desk newer than the state tells that the conversation is the agent's again", () => {
    const lost = applyState(claimed(), state({ version: 4, owner: "queue" }));
    const back = applyDesk(lost, desk({ mine: [own({ version: 5 })] }));
    expect(standing(back, thread(back))).toBe("mine");
  });
});

describe("catching up", () => {
  test("a conversation is fetched until its history is here, then only after a gap", () => {
    const fresh = openSession(desk({ mine: [own({ last_seq: 3 })] }));
    expect(conversationsBehind(fresh)).toEqual([ID]);
    const synced = applySynced(fresh, ID, { ok: true, state: state({ last_seq: 3 }), messages: run(1, 3), more: false });
    expect(conversationsBehind(synced)).toEqual([]);
    const gap = applyMessage(synced, ID, message(5));
    expect(conversationsBehind(gap)).toEqual([ID]);
    expect(syncCursor(thread(gap))).toBe(3);
  });

  test("of a long history the newest page comes first, and earlier pages on demand", () => {
    const fresh = openSession(desk({ mine: [own({ last_seq: 450 })] }));
    expect(syncCursor(thread(fresh))).toBe(250);
    const newest = applySynced(fresh, ID, { ok: true, state: state(), messages: run(251, 450), more: false });
    expect(earlierCursor(thread(newest))).toBe(50);
    const earlier = applySynced(newest, ID, { ok: true, state: state(), messages: run(51, 250), more: true });
    expect(earlierCursor(thread(earlier))).toBe(0);
    const all = applySynced(earlier, ID, { ok: true, state: state(), messages: run(1, 200), more: true });
    expect(thread(all).messages.map((each) => each.seq)).toEqual(run(1, 450).map((each) => each.seq));
    expect(earlierCursor(thread(all))).toBeNull();
  });
});

describe("sending", () => {
  const stored = { ok: true as const, at: "2026-05-21T12:01:00.000Z", text: "●●●●●●-●●●●" };

  test("a stored message joins the conversation as the server stored it, and the event after it changes nothing", () => {
    const sent = updateThread(claimed(), ID, (each) => withOutgoing(each, "a", "010594Y9032"));
    const acknowledged = applyStored(sent, ID, "a", { ...stored, seq: 4 });
    const echoed = applyMessage(acknowledged, ID, message(4, { id: "a", author: "agent", text: stored.text }));
    expect(thread(echoed).outbox).toEqual([]);
    expect(thread(echoed).messages.map((each) => each.text)).toEqual(["text 1", "text 2", "text 3", stored.text]);
    expect(thread(echoed).messages.at(-1)).toMatchObject({ seq: 4, author: "agent", name: "Aino" });
  });

  test("a message stored behind a gap stays in the outbox, sent, until the gap is closed", () => {
    const sent = updateThread(claimed(), ID, (each) => withOutgoing(each, "a", "hei"));
    const acknowledged = applyStored(sent, ID, "a", { ...stored, seq: 5 });
    expect(thread(acknowledged).outbox.map((outgoing) => outgoing.status)).toEqual(["stored"]);
    expect(conversationsBehind(acknowledged)).toEqual([ID]);
    const messages = [message(4), message(5, { id: "a", author: "agent" })];
    const closed = applySynced(acknowledged, ID, { ok: true, state: null, messages, more: false });
    expect(thread(closed).outbox).toEqual([]);
    expect(thread(closed).messages.map((each) => each.seq)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("practice", () => {
  const practice = { fi: "Kiire", sv: "Brådska", en: "In a hurry" };
  const answer = { ok: true as const, state: state({ last_seq: 3 }), messages: run(1, 3) };
  const practising = (): Session => applyClaimed(openSession(desk({ practice: waiting({ practice }) })), answer, waiting({ practice }));

  test("what is claimed waits no more, and keeps its mark", () => {
    expect(practising().desk.practice).toBeNull();
    expect(thread(practising()).item.practice).toEqual(practice);
  });

  test("is put aside with its end, while a real conversation stays to be read", () => {
    expect(dismissPractice(practising()).threads.size).toBe(1);
    expect(dismissPractice(applyDesk(practising(), desk()))).toMatchObject({ threads: new Map(), selected: null });
    expect(dismissPractice(applyDesk(claimed(), desk())).threads.size).toBe(1);
  });
});

describe("reading", () => {
  test("messages of a conversation that is not open count as unread until it is opened", () => {
    const elsewhere = applyMessage(select(claimed(), null), ID, message(4));
    expect(totalUnread(markRead(elsewhere))).toBe(1);
    expect(totalUnread(markRead(select(elsewhere, ID)))).toBe(0);
  });

  test("a conversation that is not there cannot be opened", () => {
    expect(selectedThread(select(claimed(), OTHER))?.item.conversation).toBe(ID);
  });
});

test("only the visitor's typing shows, for its time to live", () => {
  const typing = { conversation: ID, author: "visitor" as const, on: true, ttl_ms: 6000 };
  expect(thread(applyTyping(claimed(), typing, 1000)).typingUntil).toBe(7000);
  expect(thread(applyTyping(claimed(), { ...typing, author: "agent" }, 1000)).typingUntil).toBe(0);
  expect(thread(applyTyping(applyTyping(claimed(), typing, 0), { ...typing, on: false }, 1)).typingUntil).toBe(0);
});
