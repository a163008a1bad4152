import { describe, expect, test } from "vitest";

import {
  isBehind,
  lastSeq,
  merge,
  newThread,
  nextOutgoing,
  NOTHING_UNSENT,
  receive,
  type Thread,
  unreadCount,
  withAnsweredRead,
  withOutgoing,
  withOutgoingStatus,
  withState,
  withUnansweredWaiting,
} from "../../../widget/agent/session/thread";
import { message, own, run, state } from "./views";

const empty = newThread(own(), NOTHING_UNSENT);
const seqs = (thread: Thread) => thread.messages.map((each) => each.seq);

describe("messages", () => {
  test("the next message is applied once, however often it comes", () => {
    let thread = merge(empty, run(1, 3));
    for (const pushed of [message(4), message(4), message(2)]) thread = receive(thread, pushed);
    expect(seqs(thread)).toEqual([1, 2, 3, 4]);
    expect(isBehind(thread)).toBe(false);
  });

  test("a message beyond a gap waits for what is missing", () => {
    const behind = receive(merge(empty, run(1, 3)), message(6));
    expect(seqs(behind)).toEqual([1, 2, 3]);
    expect(isBehind(behind)).toBe(true);
    const caughtUp = merge(behind, run(4, 6));
    expect(seqs(caughtUp)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(isBehind(caughtUp)).toBe(false);
  });

  test("a message pushed before the history came is not taken for its beginning", () => {
    const early = receive(empty, message(57));
    expect(early.messages).toEqual([]);
    expect(isBehind(early)).toBe(true);
  });

  test("earlier messages go in front, overlapping ones are not doubled", () => {
    const thread = merge(merge(empty, run(201, 210)), run(150, 205));
    expect(seqs(thread)).toEqual(Array.from({ length: 61 }, (_, index) => 150 + index));
  });

  test("a run beyond a gap replaces what is here, so that the order stays true", () => {
    expect(seqs(merge(merge(empty, run(1, 3)), run(300, 302)))).toEqual([300, 301, 302]);
  });

  test("an earlier run that does not touch is left out", () => {
    expect(seqs(merge(merge(empty, run(10, 12)), run(1, 5)))).toEqual([10, 11, 12]);
  });

  test("the visitor's new message ends their typing sign, an earlier one does not", () => {
    const typing = { ...merge(empty, run(5, 6)), typingUntil: 99 };
    expect(merge(typing, run(3, 4)).typingUntil).toBe(99);
    expect(receive(typing, message(7)).typingUntil).toBe(0);
  });
});

describe("state", () => {
  test("an older version does not overwrite a newer one", () => {
    const newer = withState(empty, state({ version: 5, owner: "bot" }));
    expect(withState(newer, state({ version: 4 })).state?.owner).toBe("bot");
    expect(withState(newer, state({ version: 5, language: "sv" })).state?.language).toBe("sv");
  });

  test("its last number shows that messages are missing", () => {
    expect(isBehind(withState(merge(empty, run(1, 3)), state({ last_seq: 4 })))).toBe(true);
  });
});

describe("unread", () => {
  test("only the visitor's words after the agent's last answer count", () => {
    const talk = [message(1), message(2, { author: "agent" }), message(3), message(4, { author: "bot" }), message(5)];
    expect(unreadCount(withAnsweredRead(merge(empty, talk)))).toBe(2);
  });

  test("what was said before the claim has been read with it", () => {
    const joined = {
      code: "agent_joined" as const,
      name: "Aino",
      case_code: "",
      due_on: "",
      opens_at: "",
      to: "",
      window_from: "",
      window_until: "",
    };
    const talk = [message(1), message(2, { author: "system", event: joined }), message(3)];
    expect(unreadCount(withAnsweredRead(merge(empty, talk)))).toBe(1);
  });
});

describe("outbox", () => {
  const two = withOutgoing(withOutgoing({ ...merge(empty, run(1, 1)), draft: "two" }, "a", "one"), "b", "two");

  test("messages go in order, one at a time", () => {
    expect(two.draft).toBe("");
    expect(nextOutgoing(two)?.id).toBe("a");
    expect(nextOutgoing(withOutgoingStatus(two, "a", "sending"))).toBeNull();
  });

  test("a later message does not overtake one that failed", () => {
    expect(nextOutgoing(withOutgoingStatus(two, "a", "failed", "unavailable"))).toBeNull();
  });

  test("a stored message that waits for a gap to close holds nothing up", () => {
    expect(nextOutgoing(withOutgoingStatus(two, "a", "stored"))?.id).toBe("b");
  });

  test("a message that arrived leaves the outbox", () => {
    const arrived = receive(two, message(2, { id: "a", author: "agent" }));
    expect(arrived.outbox.map((outgoing) => outgoing.id)).toEqual(["b"]);
    expect(lastSeq(arrived)).toBe(2);
  });

  test("after a reconnection the unanswered goes again, the refused stays refused", () => {
    const failed = withOutgoingStatus(withOutgoingStatus(two, "a", "failed", "timeout"), "b", "failed", "not_found");
    const again = withUnansweredWaiting(failed);
    expect(again.outbox.map((outgoing) => outgoing.status)).toEqual(["waiting", "failed"]);
    expect(again.outbox.map((outgoing) => outgoing.id)).toEqual(["a", "b"]);
  });

  test("what was kept over a reload waits under its own id", () => {
    const kept = newThread(own(), { draft: "hal", outbox: [{ id: "a", text: "one" }] });
    expect(nextOutgoing(kept)).toEqual({ id: "a", text: "one", attached: [], status: "waiting", error: null });
    expect(kept.draft).toBe("hal");
  });
});
