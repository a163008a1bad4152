import { expect, it } from "vitest";
import { countCharacters, formatDate, formatTime } from "../../../widget/visitor/format";

it("writes a day without leading zeros", () => {
  expect(formatDate("2020-06-24")).toBe("24.6.2020");
  expect(formatDate("2027-01-02")).toBe("2.1.2027");
});

it("writes a time with a full stop, and the day only if it is not today", () => {
  const now = new Date(2020, 5, 24, 16, 0);
  expect(formatTime(new Date(2020, 5, 24, 15, 0).toISOString(), now)).toBe("15.00");
  expect(formatTime(new Date(2020, 5, 23, 9, 5).toISOString(), now)).toBe("23.6. 9.05");
});

it("counts code points, as the service does", () => {
  expect(countCharacters("hyvä 👍")).toBe(6);
});
