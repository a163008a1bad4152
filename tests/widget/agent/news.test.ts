import { expect, test } from "vitest";

import { News } from "../../../widget/agent/session/news";
import { applyDesk, applyMessage, applySynced, markRead, openSession, select } from "../../../widget/agent/session/session";
import { desk, ID, message, own, run, state } from "./views";

function synced(last: number) {
  const fresh = openSession(desk({ mine: [own({ last_seq: last })] }));
  const answer = { ok: true as const, state: state({ last_seq: last }), messages: run(1, last), more: false };
  return applySynced(fresh, ID, answer);
}

test("what was there when the page opened is no news", () => {
  const news = new News();
  expect(news.take(openSession(desk({ mine: [own({ last_seq: 3 })] })))).toEqual([]);
  expect(news.take(synced(3))).toEqual([]);
});

test("a message is told of once, whether it is pushed or fetched after a gap", () => {
  const news = new News();
  const session = synced(3);
  news.take(session);
  const pushed = applyMessage(session, ID, message(4));
  expect(news.take(pushed)).toEqual([ID]);
  expect(news.take(pushed)).toEqual([]);
  const behind = applyDesk(pushed, desk({ mine: [own({ last_seq: 6 })] }));
  expect(news.take(behind)).toEqual([]);
  const answer = { ok: true as const, state: state({ last_seq: 6 }), messages: run(5, 6), more: false };
  expect(news.take(applySynced(behind, ID, answer))).toEqual([ID]);
});

test("what is read at once, and what the agent says, is no news", () => {
  const news = new News();
  const session = select(synced(3), ID);
  news.take(session);
  const read = markRead(applyMessage(session, ID, message(4)));
  expect(news.take(read)).toEqual([]);
  expect(news.take(applyMessage(read, ID, message(5, { author: "agent" })))).toEqual([]);
});
