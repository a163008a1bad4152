import { beforeEach, describe, expect, test } from "vitest";

import { Briefs } from "../../../widget/agent/desk/briefs";
import type { Wording } from "../../../widget/agent/desk/host";
import { isPhone } from "../../../widget/agent/session/phone";
import { openSession } from "../../../widget/agent/session/session";
import { TEXTS } from "../../../widget/agent/texts";
import { whatTheBotDid } from "../../../widget/agent/view/brief/wording";
import { CHECKS } from "../../../widget/shared/feedback-checks";
import type { AskedView, BriefIs, FormView } from "../../../widget/shared/protocol";
import { ScriptedConnection, SessionHolder } from "./fakes";
import { desk, ID, own } from "./views";

const FORM: FormView = {
  name: "feedback_form",
  step: "feedback_contact",
  fields: [
    { name: "feedback_kind", value: "idea" },
    { name: "feedback_text", value: "Lisää penkkejä!" },
    { name: "feedback_place", value: "" },
  ],
};
const brief = (about: Partial<BriefIs> = {}): Omit<BriefIs, "ok"> => ({
  language: "fi",
  page: "/",
  crisis: "",
  asked: [],
  form: FORM,
  is_form_seen: true,
  ...about,
});

let connection: ScriptedConnection;
let holder: SessionHolder;
let told: [string, string][];
let briefs: Briefs;

beforeEach(() => {
  connection = new ScriptedConnection();
  holder = new SessionHolder(openSession(desk({ mine: [own()] })));
  told = [];
  briefs = new Briefs(connection, holder, {
    notify: (level: string, wording: Wording) => told.push([level, wording(TEXTS.en)]),
  });
});

const kept = () => holder.session!.threads.get(ID)!.brief;
const sent = () => connection.calls.filter(({ name }) => name === "finish_form").map(({ payload }) => payload);

async function begun(): Promise<void> {
  briefs.show(ID, true);
  await connection.answer<"brief">(brief());
  briefs.begin(ID);
}

describe("the brief", () => {
  test("is fetched when it is opened, and folded without asking", async () => {
    briefs.show(ID, true);
    expect(kept()).toMatchObject({ isShown: true, content: null });
    await connection.answer<"brief">(brief());
    expect(kept().content?.form).toEqual(FORM);
    briefs.show(ID, false);
    expect(kept().isShown).toBe(false);
    expect(connection.calls.length).toBe(1);
  });

  test("that cannot be fetched says so until it can", async () => {
    briefs.show(ID, true);
    await connection.refuse("timeout");
    expect(kept().hasFailed).toBe(true);
    void briefs.fetch(ID);
    expect(kept().hasFailed).toBe(false);
    await connection.answer<"brief">(brief());
    expect(kept().content).not.toBeNull();
  });

  test("that arrives after the conversation has gone is forgotten", async () => {
    briefs.show(ID, true);
    holder.session = openSession(desk());
    await connection.answer<"brief">(brief());
    expect(holder.session.threads.size).toBe(0);
  });
});

describe("the form finished by the agent", () => {
  test("begins with what the visitor has given to the bot", async () => {
    await begun();
    expect(kept().draft?.values).toEqual({ kind: "idea", text: "Lisää penkkejä!", place: "", email: "", phone: "" });
  });

  test.each([
    ["+358401234567", { email: "", phone: "+358401234567" }],
    ["kaisa@example.com", { email: "kaisa@example.com", phone: "" }],
    ["", { email: "", phone: "" }],
  ])("goes with the contact %j as the visitor has chosen it", async (contact, way) => {
    briefs.show(ID, true);
    const fields = [...FORM.fields, { name: "feedback_contact", value: contact }];
    await connection.answer<"brief">(brief({ form: { ...FORM, fields } }));
    briefs.begin(ID);
    expect(kept().draft?.values).toMatchObject(way);
    void briefs.send(ID);
    expect(sent()).toMatchObject([way]);
  });

  test("is sent, told with its code, and over", async () => {
    await begun();
    briefs.edit(ID, "place", " Esplanadi ");
    const done = briefs.send(ID);
    expect(sent()).toMatchObject([{ conversation: ID, kind: "idea", place: "Esplanadi", email: "" }]);
    await connection.answer<"finish_form">({ code: "LK-1", due_on: "2026-06-04" });
    await connection.answer<"brief">(brief({ form: null }));
    expect(await done).toBe(true);
    expect(kept()).toMatchObject({ draft: null, content: { form: null } });
    expect(told).toEqual([["info", TEXTS.en.brief.sent("LK-1", "4.6.2026")]]);
  });

  test("keeps its id when it is sent again, so that it is stored once", async () => {
    await begun();
    void briefs.send(ID);
    void briefs.send(ID);
    expect(sent().length).toBe(1);
    await connection.refuse("timeout");
    expect(told[0]?.[0]).toBe("error");
    void briefs.send(ID);
    const ids = sent().map((payload) => (payload as { id: string }).id);
    expect(ids[1]).toBe(ids[0]);
  });

  test("has another id as soon as its words are others", async () => {
    await begun();
    const { id } = kept().draft!;
    briefs.edit(ID, "text", "Jotain muuta kokonaan");
    expect(kept().draft!.id).not.toBe(id);
  });

  test("that is abandoned leaves nothing", async () => {
    await begun();
    briefs.abandon(ID);
    expect(kept().draft).toBeNull();
    expect(await briefs.send(ID)).toBe(false);
  });
});

describe("what the bot did", () => {
  const topic = { fi: "Kirjastokortti", sv: "Bibliotekskort", en: "Library card" };
  const asked = (about: Partial<AskedView>): AskedView => ({
    seq: 1,
    text: "?",
    language: "fi",
    at: "2026-05-21T12:00:00.000Z",
    decision: "answer",
    intent: "",
    topics: [],
    sureness: "sure",
    confidence: 1,
    ...about,
  });
  const t = TEXTS.en.brief;

  test.each([
    [asked({ topics: [topic, topic] }), "Answered: Library card · Library card"],
    [asked({ decision: "choice", topics: [topic] }), "Answered: Library card"],
    [asked({ decision: "clarify", topics: [topic] }), "Asked back: Library card"],
    [asked({ decision: "clarify" }), "Asked back"],
    [asked({ decision: "lost", intent: "lost" }), "Could not answer"],
    [asked({ intent: "give_feedback" }), "Began the feedback form"],
    [asked({ decision: "choice", intent: "inform" }), t.decisions["form"]],
    [asked({ intent: "an_intent_to_come" }), "Answered"],
  ])("%o: %s", (one, words) => {
    expect(whatTheBotDid(one, t)).toBe(words);
  });

  test("is worded for the same decisions and intents in every language", () => {
    for (const { brief: other } of Object.values(TEXTS)) {
      for (const words of ["decisions", "intents", "forms", "fields"] as const) {
        expect(Object.keys(other[words])).toEqual(Object.keys(t[words]));
      }
    }
  });
});

test.each([
  ["kind", "", "kindMissing"],
  ["kind", "rant", "kindMissing"],
  ["kind", "other", undefined],
  ["text", "  lyhyt    ", "textTooShort"],
  ["text", "😀".repeat(4000), undefined],
  ["text", "x".repeat(4001), "textTooLong"],
  ["place", "x".repeat(201), "placeTooLong"],
  ["place", "", undefined],
  ["email", "", undefined],
  ["email", "kaisa@example", "emailWrong"],
  ["email", " kaisa@example.com ", undefined],
] as const)("a feedback's %s %j: %s", (field, value, problem) => {
  expect(CHECKS[field](value)).toBe(problem);
});

test.each([
  ["040 123 4567", true],
  ["+358 (40) 123-4567", true],
  ["00358401234567", true],
  ["112", false],
  ["0", false],
  ["+358", false],
  ["12345678", false],
  ["040.1234567", false],
  ["soita", false],
  ["0401234567890123456789", false],
  ["", false],
])("%j is a telephone number: %s", (typed, is) => {
  expect(isPhone(typed)).toBe(is);
});
