import { describe, expect, test } from "vitest";

import { choicesFor, findChoices, fold } from "../../../../widget/agent/replies/choices";
import type { CannedReplyView, FaqEntryView, ReplyBookView } from "../../../../widget/shared/protocol";

function reply(id: string, title: string, text: string, about: Partial<CannedReplyView> = {}): CannedReplyView {
  return { id, title, text, keywords: [], queues: ["city"], ...about };
}

function entry(id: string, title: string, text: string): FaqEntryView {
  return { id, title, text, plain: `plain ${text}`, links: [], review_by: "2099-01-01" };
}

const BOOK: ReplyBookView = {
  replies: [
    reply("greeting", "Tervehdys", "Hei! Olen {agent}.", { keywords: ["moi"] }),
    reply("please_wait", "Odota hetki", "Palaan pian."),
    reply("looking_up", "Selvitän asiaa", "Odota, tarkistan päätöksen."),
    reply("warm", "Moikka", "Moi!", { queues: ["loneliness"] }),
  ],
  faq: [
    entry("library_card", "Kirjastokortti", "Hae kortti kirjastosta."),
    entry("city_decisions", "Kaupungin päätökset", "Lue pöytäkirjat."),
  ],
  unknown: {},
  opens_at: {},
};

function found(query: string, queue = "city"): string[] {
  return findChoices(choicesFor(BOOK, queue, { agent: "Aino" }), query).flatMap(({ choices }) => choices.map(({ id }) => id));
}

test("a conversation is offered its own queue's replies, filled in, and every answer", () => {
  const choices = choicesFor(BOOK, "loneliness", { agent: "Aino" });
  expect(choices.map(({ id }) => id)).toEqual(["warm", "library_card", "city_decisions"]);
  expect(choicesFor(BOOK, "city", { agent: "Aino" })[0]?.text).toBe("Hei! Olen Aino.");
});

describe("finding", () => {
  test("nothing typed finds all, replies first, as the city has ordered them", () => {
    expect(found("")).toEqual(["greeting", "please_wait", "looking_up", "library_card", "city_decisions"]);
  });

  test.each([
    ["an id", "looking", "looking_up"],
    ["a keyword", "moi", "greeting"],
    ["a title", "odota", "please_wait"],
    ["a word of a title", "hetki", "please_wait"],
    ["a word of a text", "tarkistan", "looking_up"],
    ["the middle of a word", "kortti", "library_card"],
    ["capitals", "KIRJASTO", "library_card"],
  ])("by %s", (_what, query, expected) => {
    expect(found(query)[0]).toBe(expected);
  });

  test("dots and accents need not be typed, and may be", () => {
    expect(found("paatokset")).toEqual(["city_decisions"]);
    expect(found("päätökset")).toEqual(["city_decisions"]);
    expect(fold("Ängsö Café")).toBe("angso cafe");
  });

  test("a title that begins so comes before a text that holds it", () => {
    expect(found("odota")).toEqual(["please_wait", "looking_up"]);
  });

  test("the group with the best match comes first", () => {
    const groups = findChoices(choicesFor(BOOK, "city", {}), "paato");
    expect(groups.map(({ kind }) => kind)).toEqual(["faq", "replies"]);
  });

  test("every word counts, in any order", () => {
    expect(found("kortti hae")).toEqual(["library_card"]);
    expect(found("kortti odota")).toEqual([]);
  });
});
