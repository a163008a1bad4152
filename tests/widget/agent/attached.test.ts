import { describe, expect, test } from "vitest";

import { Outbox } from "../../../widget/agent/desk/outbox";
import { keepUnsent, loadUnsent } from "../../../widget/agent/desk/unsent";
import { applyStored, openSession, updateThread } from "../../../widget/agent/session/session";
import {
  type Attached,
  linksOf,
  newThread,
  NOTHING_UNSENT,
  withAttached,
  withDraft,
  withoutAttached,
  withOutgoing,
} from "../../../widget/agent/session/thread";
import { ScriptedConnection, SessionHolder } from "./fakes";
import { desk, ID, own, run, state } from "./views";

function answer(faq: string, ...urls: string[]): Attached {
  return { faq, title: faq, text: `text ${faq}`, plain: `plain ${faq}`, links: urls.map((url) => ({ title: url, url })) };
}

const card = answer("library_card", "https://helmet.fi");
const loans = answer("library_loans", "https://helmet.fi", "https://hel.fi");
const thread = withAttached(withAttached(withDraft(newThread(own(), NOTHING_UNSENT), "Katso:"), card), loans);

describe("answers whose links go along", () => {
  test("are there once, can be left out, and go with the last word", () => {
    expect(withAttached(thread, card).attached).toEqual([loans, card]);
    expect(withoutAttached(thread, "library_card").attached).toEqual([loans]);
    expect(withDraft(thread, "").attached).toEqual([]);
    expect(withDraft(thread, "Katso").attached).toEqual([card, loans]);
  });

  test("are never more than the wire takes", () => {
    const many = Array.from({ length: 8 }, (_, number) => answer(`topic_${number}`));
    const attached = many.reduce(withAttached, thread).attached.map(({ faq }) => faq);
    expect(attached).toEqual(["topic_2", "topic_3", "topic_4", "topic_5", "topic_6", "topic_7"]);
  });

  test("bring each page once", () => {
    expect(linksOf([card, loans]).map(({ url }) => url)).toEqual(["https://helmet.fi", "https://hel.fi"]);
  });

  test("leave the draft with the message, by their ids", async () => {
    const session = updateThread(openSession(desk({ mine: [own()] })), ID, () => withOutgoing(thread, "a", "Katso:"));
    expect(session.threads.get(ID)?.attached).toEqual([]);
    const connection = new ScriptedConnection();
    void new Outbox(connection, new SessionHolder(session)).flush(ID);
    const payload = { conversation: ID, id: "a", text: "Katso:", faq: ["library_card", "library_loans"] };
    expect(connection.calls).toEqual([{ name: "send", payload }]);
  });

  test("are links of the message when it is stored", () => {
    const before = updateThread(openSession(desk({ mine: [own()] })), ID, () => ({
      ...withOutgoing(thread, "a", "Katso:"),
      state: state(),
      messages: run(1, 1),
    }));
    const after = applyStored(before, ID, "a", { ok: true, seq: 2, at: "2026-05-21T12:01:00.000Z", text: "Katso:" });
    expect(after.threads.get(ID)?.messages.at(-1)?.links).toEqual(linksOf([card, loans]));
  });

  test("survive a reload of the page", () => {
    keepUnsent("aino", new Map([[ID, thread]]));
    expect(newThread(own(), loadUnsent("aino").get(ID)!).attached).toEqual([card, loans]);
  });
});
