import { beforeEach, expect, test } from "vitest";

import { Sync } from "../../../widget/agent/desk/sync";
import { applyMessage, openSession } from "../../../widget/agent/session/session";
import { ScriptedConnection, SessionHolder, settled } from "./fakes";
import { desk, ID, message, own, run, state } from "./views";

let connection: ScriptedConnection;
let holder: SessionHolder;
let sync: Sync;

function begin(lastSeq: number): void {
  connection = new ScriptedConnection();
  holder = new SessionHolder(openSession(desk({ mine: [own({ last_seq: lastSeq })] })));
  sync = new Sync(connection, holder);
}

beforeEach(() => begin(3));

const cursors = () => connection.calls.map(({ payload }) => (payload as { after: number }).after);
const seqs = () => holder.session?.threads.get(ID)?.messages.map((each) => each.seq);
const page = (from: number, to: number, last: number) =>
  connection.answer<"sync">({ state: state({ last_seq: last }), messages: run(from, to), more: to < last });

test("pages are fetched until there are no more, however often it is asked for meanwhile", async () => {
  sync.catchUp();
  sync.catchUp();
  await settled();
  await page(1, 2, 5);
  sync.catchUp();
  await page(3, 5, 5);
  expect(cursors()).toEqual([0, 2]);
  expect(seqs()).toEqual([1, 2, 3, 4, 5]);
});

test("a message that overtook the page it belongs after is fetched at once", async () => {
  sync.catchUp();
  await settled();
  if (holder.session) holder.commit(applyMessage(holder.session, ID, message(5)));
  await page(1, 3, 3);
  expect(cursors()).toEqual([0, 3]);
  await page(4, 5, 5);
  expect(seqs()).toEqual([1, 2, 3, 4, 5]);
});

test("a server that mentions messages it does not give is not asked for ever", async () => {
  sync.catchUp();
  await settled();
  await connection.answer<"sync">({ state: state({ last_seq: 9 }), messages: run(1, 3), more: false });
  await connection.answer<"sync">({ state: state({ last_seq: 9 }), messages: [], more: false });
  expect(cursors()).toEqual([0, 3]);
});

test("after a refusal the next occasion asks again from the same place", async () => {
  sync.catchUp();
  await settled();
  await connection.refuse("disconnected");
  sync.catchUp();
  await settled();
  expect(cursors()).toEqual([0, 0]);
});
