import { beforeEach, expect, test } from "vitest";

import { forgetUnsent, keepUnsent, loadUnsent } from "../../../widget/agent/desk/unsent";
import { newThread, NOTHING_UNSENT, withOutgoing, withOutgoingStatus } from "../../../widget/agent/session/thread";
import { ID, own } from "./views";

beforeEach(() => sessionStorage.clear());

const written = { ...withOutgoing(newThread(own(), NOTHING_UNSENT), "a", "one"), draft: "tw" };

test("drafts and unsent messages outlive the page, under their ids", () => {
  keepUnsent("aino", new Map([[ID, written]]));
  expect(loadUnsent("aino").get(ID)).toEqual({ draft: "tw", attached: [], outbox: [{ attached: [], id: "a", text: "one" }] });
});

test("another agent in the same tab does not find them", () => {
  keepUnsent("aino", new Map([[ID, written]]));
  expect(loadUnsent("bo").size).toBe(0);
});

test("what the server has stored is not kept for sending", () => {
  const stored = { ...withOutgoingStatus(written, "a", "stored"), draft: "" };
  keepUnsent("aino", new Map([[ID, stored]]));
  expect(loadUnsent("aino").size).toBe(0);
});

test("signing out leaves nothing behind", () => {
  keepUnsent("aino", new Map([[ID, written]]));
  forgetUnsent();
  expect(loadUnsent("aino").size).toBe(0);
  expect(sessionStorage.length).toBe(0);
});
