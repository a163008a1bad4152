import { expect, test } from "vitest";

import { KEEPING_TEXTS } from "../../../widget/visitor/keeping/keeping";

test.each([
  ["fi", "Keskustelu poistetaan palvelusta yhden päivän kuluttua siitä, kun se on lopetettu, ja muuten 14 päivän kuluttua viimeisestä viestistä."],
  ["sv", "Samtalet raderas ur tjänsten en dag efter att det har avslutats, och annars 14 dagar efter det sista meddelandet."],
  ["en", "The conversation is deleted from the service one day after it has ended, and otherwise 14 days after the last message."],
] as const)("in %s the days of the configuration are told, one of them as a word", (language, expected) => {
  expect(KEEPING_TEXTS[language]({ days: 14, closed_days: 1 })).toBe(expected);
});

test("where the end makes no difference nothing is said of it", () => {
  const same = { days: 30, closed_days: 30 };
  expect(KEEPING_TEXTS.sv(same)).toBe("Samtalet raderas ur tjänsten 30 dagar efter det sista meddelandet.");
});
