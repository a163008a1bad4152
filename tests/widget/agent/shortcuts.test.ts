import { expect, test } from "vitest";

import { shortcutDigit } from "../../../widget/agent/view/shortcuts";

const press = (init: KeyboardEventInit) => shortcutDigit(new KeyboardEvent("keydown", init));

test("Alt and a digit name a conversation, and Alt and zero the queue", () => {
  expect(press({ altKey: true, code: "Digit3" })).toBe(3);
  expect(press({ altKey: true, code: "Digit0" })).toBe(0);
});

test.each([
  ["no Alt", { code: "Digit3" }],
  ["AltGr, which types @ on a Finnish keyboard", { altKey: true, ctrlKey: true, code: "Digit2" }],
  ["Shift too", { altKey: true, shiftKey: true, code: "Digit2" }],
  ["a letter", { altKey: true, code: "KeyD" }],
])("%s names none", (_why, init) => {
  expect(press(init)).toBeNull();
});
