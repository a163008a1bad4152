import { expect, test } from "vitest";

import { conversationNumber } from "../../../widget/agent/view/shortcuts";

const press = (init: KeyboardEventInit) => conversationNumber(new KeyboardEvent("keydown", init));

test("Alt and a digit name a conversation", () => {
  expect(press({ altKey: true, code: "Digit3" })).toBe(3);
});

test.each([
  ["no Alt", { code: "Digit3" }],
  ["AltGr, which types @ on a Finnish keyboard", { altKey: true, ctrlKey: true, code: "Digit2" }],
  ["Shift too", { altKey: true, shiftKey: true, code: "Digit2" }],
  ["zero", { altKey: true, code: "Digit0" }],
  ["a letter", { altKey: true, code: "KeyD" }],
])("%s names none", (_why, init) => {
  expect(press(init)).toBe(0);
});
