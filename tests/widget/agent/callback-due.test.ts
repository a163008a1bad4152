import { expect, it } from "vitest";

import type { CallbackItemView } from "../../../widget/shared/protocol";
import { callbacksDue } from "../../../widget/agent/view/callback-due";

const NOW = Date.parse("2026-05-21T12:00:00.000Z");

function until(minutes: number, tried = false): CallbackItemView {
  const attempts = tried ? [{ outcome: "no_answer", name: "Maija", at: "2026-05-21T11:00:00.000Z" }] : [];
  return { window_until: new Date(NOW + minutes * 60_000).toISOString(), attempts } as unknown as CallbackItemView;
}

it("counts calls whose time ends within a quarter of an hour, and those that are late", () => {
  expect(callbacksDue([until(-1), until(0), until(15), until(16)], NOW)).toEqual({ soon: 2, late: 1 });
});

it("leaves out what somebody has tried: the promise was to call", () => {
  expect(callbacksDue([until(-1, true), until(5, true)], NOW)).toEqual({ soon: 0, late: 0 });
});
