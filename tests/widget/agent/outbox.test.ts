import { beforeEach, describe, expect, test, vi } from "vitest";

import { Outbox } from "../../../widget/agent/desk/outbox";
import { applySynced, openSession, updateThread } from "../../../widget/agent/session/session";
import { withOutgoing, withOutgoingStatus } from "../../../widget/agent/session/thread";
import { ScriptedConnection, SessionHolder, settled } from "./fakes";
import { desk, ID, own, run, state } from "./views";

let connection: ScriptedConnection;
let holder: SessionHolder;
let outbox: Outbox;

beforeEach(() => {
  connection = new ScriptedConnection();
  const fresh = openSession(desk({ mine: [own()] }));
  const read = applySynced(fresh, ID, { ok: true, state: state({ last_seq: 1 }), messages: run(1, 1), more: false });
  holder = new SessionHolder(
    updateThread(read, ID, (thread) => withOutgoing(withOutgoing(thread, "a", "one"), "b", "two")),
  );
  outbox = new Outbox(connection, holder);
});

const sent = () => connection.calls.map(({ payload }) => (payload as { id: string }).id);
const statuses = () => holder.session?.threads.get(ID)?.outbox.map(({ id, status }) => [id, status]);
const texts = () => holder.session?.threads.get(ID)?.messages.map((message) => message.text);
const stored = (seq: number, text: string) => connection.answer<"send">({ seq, at: "2026-05-21T12:00:00Z", text });

describe("sending", () => {
  test("the second message waits for the first one's acknowledgement", async () => {
    void outbox.flush(ID);
    await settled();
    expect(sent()).toEqual(["a"]);
    await stored(2, "one");
    expect(sent()).toEqual(["a", "b"]);
    await stored(3, "two");
    expect(texts()).toEqual(["text 1", "one", "two"]);
    expect(statuses()).toEqual([]);
  });

  test("two calls at once send once", async () => {
    void outbox.flush(ID);
    void outbox.flush(ID);
    await settled();
    expect(sent()).toEqual(["a"]);
  });

  test("a message without an answer is shown as failed, holds the next one up, and goes again under its id", async () => {
    void outbox.flush(ID);
    await connection.refuse("timeout");
    expect(statuses()).toEqual([
      ["a", "failed"],
      ["b", "waiting"],
    ]);
    if (holder.session) {
      holder.commit(updateThread(holder.session, ID, (thread) => withOutgoingStatus(thread, "a", "waiting")));
    }
    void outbox.flush(ID);
    await settled();
    expect(sent()).toEqual(["a", "a"]);
  });

  test("a lost connection leaves the message waiting, not failed", async () => {
    void outbox.flush(ID);
    connection.isUp = false;
    await connection.refuse("disconnected");
    expect(statuses()).toEqual([
      ["a", "waiting"],
      ["b", "waiting"],
    ]);
    expect(sent()).toEqual(["a"]);
  });

  test("a connection that is back already goes on by itself", async () => {
    void outbox.flush(ID);
    await connection.refuse("disconnected");
    expect(sent()).toEqual(["a", "a"]);
  });

  test("when the server asks to slow down, the message goes again after the time it named", async () => {
    vi.useFakeTimers();
    try {
      void outbox.flush(ID);
      const refused = connection.refuse("rate_limited", 4);
      await vi.advanceTimersByTimeAsync(3_900);
      await refused;
      expect(sent()).toEqual(["a"]);
      await vi.advanceTimersByTimeAsync(200);
      expect(sent()).toEqual(["a", "a"]);
    } finally {
      vi.useRealTimers();
    }
  });
});
