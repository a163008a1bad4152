import { describe, expect, test } from "vitest";

import { LOG_TEXTS } from "../../../widget/agent/log/texts";
import { preferredLanguage, TEXTS } from "../../../widget/agent/texts";
import {
  day,
  fromField,
  moment,
  opening,
  pageName,
  toField,
  visitorName,
  waited,
  windowOf,
} from "../../../widget/agent/texts/format";
import { own } from "./views";

test.each([
  [["en-GB", "fi"], "en"],
  [["so", "sv-FI", "fi"], "sv"],
  [["ar", "et"], "fi"],
  [[], "fi"],
])("for a browser that prefers %j the console speaks %s", (tags, expected) => {
  expect(preferredLanguage(tags)).toBe(expected);
});

describe("times are the city's and written the Finnish way", () => {
  const now = Date.parse("2020-06-24T20:30:00Z");

  test("the clock alone today", () => expect(moment("2020-06-24T12:00:00.000Z", now)).toBe("15.00"));

  test("the date too on another day, by the city's midnight", () => {
    expect(moment("2020-06-23T20:59:00.000Z", now)).toBe("23.6.2020 23.59");
    expect(moment("2020-06-23T21:05:00.000Z", now)).toBe("0.05");
  });

  test("a promised day", () => expect(day("2020-06-24")).toBe("24.6.2020"));
});

describe("a field of date and time speaks of the city's clock", () => {
  test.each([
    ["2026-01-15T15:00", "2026-01-15T13:00:00.000Z"],
    ["2026-07-15T15:00", "2026-07-15T12:00:00.000Z"],
    ["2026-03-29T04:30", "2026-03-29T01:30:00.000Z"], // the half hour after the clock has sprung
    ["2026-10-25T12:00", "2026-10-25T10:00:00.000Z"],
  ])("%s is %s, there and back", (field, moment) => {
    expect(fromField(field)).toBe(moment);
    expect(toField(moment)).toBe(field);
  });
});

test("a window of time names its day once", () => {
  const window = { window_from: "2020-06-25T09:00:00.000Z", window_until: "2020-06-25T11:00:00.000Z" };
  expect(windowOf(window, Date.parse("2020-06-24T20:30:00Z"))).toBe("25.6.2020 12.00–14.00");
  expect(windowOf(window, Date.parse("2020-06-25T05:00:00Z"))).toBe("12.00–14.00");
});

test.each([
  ["fi", "ma 23.11. klo 9.00"],
  ["sv", "mån 23.11. kl. 9.00"],
  ["en", "Mon 23.11. at 9.00"],
] as const)("an opening time reads in %s as %s", (language, expected) => {
  expect(opening("2026-11-23T07:00:00.000Z", language)).toBe(expected);
  expect(opening("", language)).toBe("");
});

test.each([
  [0, "0 s"],
  [59, "59 s"],
  [61, "1 min 1 s"],
  [3_600, "1 h 0 min"],
  [-5, "0 s"],
])("%i seconds of waiting are worded %s", (seconds, expected) => {
  const now = Date.parse("2026-05-21T12:00:00Z");
  expect(waited(new Date(now - seconds * 1000).toISOString(), now, TEXTS.en)).toBe(expected);
});

test("a visitor without a name is told apart by the conversation's end", () => {
  expect(visitorName(own(), TEXTS.sv)).toBe("Invånare 7C1E");
});

test("a young person goes by the pseudonym in the agent's language", () => {
  const item = own({ mode: "youth", pseudonym: { fi: "Utelias Kettu", sv: "Nyfiken Räv", en: "Curious Fox" } });
  expect((["fi", "sv", "en"] as const).map((language) => visitorName(item, TEXTS[language]))).toEqual([
    "Utelias Kettu",
    "Nyfiken Räv",
    "Curious Fox",
  ]);
});

test("whom an agent practises with is named so that nobody takes them for somebody real", () => {
  const practice = { fi: "Kiire", sv: "Brådska", en: "In a hurry" };
  expect(visitorName(own({ practice }), TEXTS.fi)).toBe("Harjoitus: Kiire");
  expect(visitorName(own({ practice, mode: "youth", pseudonym: practice }), TEXTS.en)).toBe("Practice: In a hurry");
});

test("a page's address is shown without what every address has", () => {
  expect(pageName("https://www.hel.fi/fi/maksut")).toBe("hel.fi/fi/maksut");
  expect(pageName("/maksut")).toBe("/maksut");
});

const leaves = (value: unknown): string[] =>
  typeof value === "string" ? [value] : value && typeof value === "object" ? Object.values(value).flatMap(leaves) : [];

test.each([
  ["the desk", TEXTS, ["Luukku"]],
  ["the log", LOG_TEXTS, []],
])("no text of %s is empty or left in another language's words", (_what, texts, same) => {
  const all = (["fi", "sv", "en"] as const).map((language) => leaves(texts[language]));
  expect(all.flat().filter((text) => text.trim() === "")).toEqual([]);
  const [fi = [], sv = [], en = []] = all;
  const shared = fi.filter((text, index) => text === sv[index] || text === en[index]);
  expect(shared).toEqual(same);
});

test("what is recorded in the log is told in words, with its figures and its reason", () => {
  const { done } = LOG_TEXTS.en;
  expect(done.open_closed({ reason: "a complaint" })).toBe("opened a closed conversation. Reason: a complaint");
  expect(done.retention({ youth: 2 })).toContain("0 conversations (city) and 2 (youth)");
  expect(done.judge_crisis({ verdict: "cleared" })).not.toBe(done.judge_crisis({ verdict: "confirmed" }));
});
