import { describe, expect, test } from "vitest";

import type { Group } from "../../../widget/agent/reports/api";
import { figure, groupName } from "../../../widget/agent/reports/format";
import { axisEnd, layOut, named } from "../../../widget/agent/reports/layout";
import { isPeriod, periodOf, today } from "../../../widget/agent/reports/period";
import { pageOf, pagesOf } from "../../../widget/agent/view/pages";

describe("periods", () => {
  test("the day is Helsinki's", () => expect(today(Date.parse("2026-06-01T21:30:00Z"))).toBe("2026-06-02"));

  test.each([
    ["week", "2026-03-02", "2026-02-24", "2026-03-02"],
    ["thirty", "2026-03-02", "2026-02-01", "2026-03-02"],
    ["month", "2026-03-02", "2026-03-01", "2026-03-02"],
    ["last_month", "2026-03-02", "2026-02-01", "2026-02-28"],
    ["last_month", "2026-01-31", "2025-12-01", "2025-12-31"],
  ] as const)("%s on %s is from %s to %s", (span, day, from, to) => {
    expect(periodOf(span, day)).toEqual({ from, to });
  });

  test.each([
    ["2026-06-01", "2026-06-01", true],
    ["2026-01-01", "2026-12-31", true],
    ["2024-01-01", "2024-12-31", true],
    ["2026-01-01", "2027-01-02", false],
    ["2026-06-02", "2026-06-01", false],
    ["", "2026-06-01", false],
  ])("from %s to %s: %s", (from, to, expected) => expect(isPeriod({ from, to })).toBe(expected));
});

describe("figures are written as the language does", () => {
  test.each([
    ["contacts", 12345, "fi", "12 345"],
    ["answer_rate", 75, "sv", "75 %"],
    ["answer_rate", 75, "en", "75%"],
    ["succeeded_mean", 4, "fi", "4,0"],
    ["recommendation", -12, "fi", "−12"],
    ["wait_p50_s", 0, "en", "0 s"],
    ["wait_p50_s", 59, "en", "59 s"],
    ["wait_p50_s", 120, "en", "2 min"],
    ["wait_p50_s", 125, "en", "2 min 5 s"],
    ["handling_p90_s", 3600, "en", "1 h"],
    ["handling_p90_s", 3725, "en", "1 h 2 min"],
    ["resolution", null, "fi", "–"],
  ] as const)("%s of %s in %s", (name, value, language, expected) => {
    expect(figure(name, value, language).replaceAll("\u00a0", " ")).toBe(expected);
  });

  test("a day is a date, anything else its title", () => {
    const group: Group = { key: "2026-06-01", titles: { fi: "jono", sv: "kö", en: "queue" }, figures: {} as Group["figures"] };
    expect(groupName(group, "day", "sv")).toBe("1.6.2026");
    expect(groupName(group, "day", "sv", true)).toBe("1.6.");
    expect(groupName(group, "queue", "sv")).toBe("kö");
  });
});

describe("charts", () => {
  test.each([
    [[[0], [0]], true, "count", 2],
    [[[3], [4]], true, "count", 8],
    [[[3], [4]], false, "count", 4],
    [[[41], [0]], true, "count", 60],
    [[[95], [6]], true, "count", 200],
    [[[null], [301]], false, "seconds", 600],
    [[[200_000]], false, "seconds", 259_200],
    [[[3.2]], false, "grade", 5],
  ] as const)("an axis for %j, stacked %s, in %s, ends at %d", (values, isStacked, unit, end) => {
    expect(axisEnd(values, isStacked, unit)).toBe(end);
  });

  test("stacked bars stand on each other, and nothing takes no room", () => {
    const bars = layOut([[2, 1], [0, 3]], true, 4);
    expect(bars.map(({ group, series, start, size }) => [group, series, start, size])).toEqual([
      [0, 0, 0, 0.5],
      [1, 0, 0, 0.25],
      [1, 1, 0.25, 0.75],
    ]);
  });

  test("other bars stand beside each other within their group", () => {
    const [first, second] = layOut([[2], [4]], false, 4);
    expect([first?.start, first?.size, second?.start, second?.size]).toEqual([0, 0.5, 0, 1]);
    expect(second!.at).toBeCloseTo(first!.at + first!.breadth);
    expect(second!.at + second!.breadth).toBeLessThan(1);
  });

  test("names are as many as fit, evenly spaced", () => {
    expect(named(7, 8)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(named(30, 8)).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
    expect(named(0, 8)).toEqual([]);
  });
});

describe("pages", () => {
  const agent = (role: "agent" | "supervisor" | "editor" | "administrator") => ({ role });

  test("reports are for supervisors and administrators", () => {
    expect(pagesOf(agent("supervisor"))).toContain("reports");
    expect(pageOf("#reports", agent("administrator"))).toBe("reports");
    expect(pageOf("#reports", agent("agent"))).toBe("desk");
    expect(pageOf("#reports", agent("editor"))).toBe("desk");
    expect(pageOf("#nowhere", agent("supervisor"))).toBe("desk");
  });
});
