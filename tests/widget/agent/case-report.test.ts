import { render } from "lit";
import { describe, expect, test } from "vitest";

import { CASE_FIGURES, type CaseFigures, type CaseReport } from "../../../widget/agent/reports/case-api";
import { caseChart } from "../../../widget/agent/reports/case-chart";
import { caseTable } from "../../../widget/agent/reports/case-table";
import { CASE_TEXTS } from "../../../widget/agent/reports/case-texts";
import { LANGUAGES } from "../../../widget/shared/language";

const nothing = Object.fromEntries(CASE_FIGURES.map((name) => [name, 0])) as CaseFigures;
const cases = (received: number): CaseFigures => ({ ...nothing, received, answered: received });
const named = (name: string) => ({ fi: `${name} fi`, sv: `${name} sv`, en: `${name} en` });

/** Streets had cases and advice, culture only advice. */
function report(advice: number): CaseReport {
  return {
    from: "2026-11-01",
    to: "2026-11-30",
    by: "service",
    unit: null,
    service: null,
    units: [],
    services: [],
    total: cases(40),
    advice,
    groups: [
      { key: "171", titles: named("streets"), figures: cases(40), advice: advice && 10 },
      ...(advice ? [{ key: "2807", titles: named("culture"), figures: nothing, advice: advice - 10 }] : []),
    ],
  };
}

function shown(part: Parameters<typeof render>[0]): HTMLElement {
  const root = document.createElement("div");
  render(part, root);
  return root;
}

const texts = (root: ParentNode, selector: string) =>
  [...root.querySelectorAll(selector)].map(({ textContent }) => textContent!.trim().replaceAll("\u00a0", " "));

describe("general advice in the report of the cases", () => {
  test.each(LANGUAGES)("has a column of its own with a heading, also where there were no cases, in %s", (language) => {
    const words = CASE_TEXTS[language];
    const root = shown(caseTable(report(1210), words, language));
    const thousand = { fi: "1 200", sv: "1 200", en: "1,200" }[language];
    const all = { fi: "1 210", sv: "1 210", en: "1,210" }[language];
    const headings = texts(root, "thead th");
    expect(headings.at(-1)).toBe(words.advice);
    expect(texts(root, "tbody th")).toEqual([`streets ${language}`, `culture ${language}`]);
    expect(texts(root, "tbody td:last-child")).toEqual(["10", thousand]);
    expect([texts(root, "tfoot td")[0], texts(root, "tfoot td").at(-1)]).toEqual(["40", all]);
    for (const row of root.querySelectorAll("tr")) expect(row.children).toHaveLength(headings.length);
    expect(root.querySelectorAll("thead th:not([scope=col]), :is(tbody, tfoot) th:not([scope=row])")).toHaveLength(0);
  });

  test("is a second bar on the same scale, told apart by a pattern that the legend explains", () => {
    const root = shown(caseChart(report(30), CASE_TEXTS.en, "en"));
    const picture = root.querySelector("svg[role=img]")!;
    const bars = [...picture.querySelectorAll(":scope > rect")];
    expect(bars.map((bar) => bar.getAttribute("width"))).toEqual(["80%", "20%", "0%", "40%"]);
    expect(texts(picture, "text")).toEqual(["streets en", "40", "10", "culture en", "0", "20"]);
    const fills = bars.slice(0, 2).map((bar) => bar.getAttribute("fill"));
    expect([...root.querySelectorAll(".legend > li > svg > rect")].map((bar) => bar.getAttribute("fill"))).toEqual(fills);
    expect(new Set(fills).size).toBe(2);
    expect(texts(root, ".legend li")).toEqual(["Received", "General advice"]);
  });

  test("takes no room in the chart of a period without any", () => {
    const root = shown(caseChart(report(0), CASE_TEXTS.fi, "fi"));
    expect(root.querySelectorAll("svg[role=img] > rect")).toHaveLength(1);
    expect(root.querySelector(".legend")).toBeNull();
  });

  test("has a chart where there was nothing else, and nothing at all has none", () => {
    const only: CaseReport = { ...report(30), total: nothing, groups: report(30).groups.slice(1) };
    expect(shown(caseChart(only, CASE_TEXTS.sv, "sv")).querySelectorAll("svg[role=img] > rect")).toHaveLength(2);
    const none: CaseReport = { ...report(0), total: nothing, groups: [] };
    expect(shown(caseChart(none, CASE_TEXTS.sv, "sv")).querySelector("svg")).toBeNull();
  });
});
