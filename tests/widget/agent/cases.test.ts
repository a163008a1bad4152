import { beforeEach, describe, expect, test } from "vitest";

import { CaseDesk } from "../../../widget/agent/cases/case-desk";
import {
  type Contact,
  keepHabits,
  keepUnlogged,
  loadHabits,
  loadUnlogged,
  preselected,
  problemsOf,
  toPayload,
} from "../../../widget/agent/cases/contact";
import { ALL_CHOSEN, Drafts, forgetDrafts } from "../../../widget/agent/cases/drafts";
import { dueOf } from "../../../widget/agent/cases/due";
import { originalOf, proposePublicWords } from "../../../widget/agent/cases/publishing";
import { findServices, serviceName } from "../../../widget/agent/cases/services";
import { deedsOf, panelsOf, strandedBoxes } from "../../../widget/agent/cases/steps";
import { CASE_TEXTS } from "../../../widget/agent/cases/texts/case";
import { LETTER_TEXTS } from "../../../widget/agent/cases/texts/letters";
import { reasonOf } from "../../../widget/agent/cases/view/letters-dialog";
import { eventWords, isInternal, whoDid } from "../../../widget/agent/cases/wording";
import { CaseCounts } from "../../../widget/agent/desk/case-counts";
import { caseAddress, caseOf, pageOf } from "../../../widget/agent/view/pages";
import { shortcutLetter } from "../../../widget/agent/view/shortcuts";
import { LANGUAGES } from "../../../widget/shared/language";
import type { CaseEventView, CaseRowView, CaseView, ServicesAre } from "../../../widget/shared/protocol";
import { ScriptedConnection, settled } from "./fakes";

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

const CODE = "LK-MHSR-PWRG-43YM6";

function row(change: Partial<CaseRowView> = {}): CaseRowView {
  return {
    code: CODE,
    version: 1,
    kind: "complaint",
    status: "received",
    title: "Kuoppa",
    place: "",
    language: "fi",
    service: "171",
    unit: "streets",
    assignee: null,
    received_at: "2026-11-26T10:00:00Z",
    due_on: "2026-12-03",
    is_late: false,
    is_escalated: false,
    is_published: false,
    ...change,
  };
}

function event(kind: CaseEventView["kind"], facts: Record<string, string> = {}, by = ""): CaseEventView {
  const told = Object.entries(facts).map(([name, value]) => ({ name, value }));
  return { seq: 1, kind, actor: by ? "agent" : "service", by, at: "2026-11-26T10:00:00Z", facts: told };
}

function caseOfRow(change: Partial<CaseRowView> = {}, more: Partial<CaseView> = {}): CaseView {
  return {
    row: row(change),
    text: "Kadulla on kuoppa.",
    lat: null,
    lon: null,
    channel: "web",
    contact: "none",
    email: "",
    phone: "",
    sender_name: "",
    may_publish: true,
    merged_into: "",
    followers: [],
    routed_by: "",
    proposed: [],
    events: [event("received", { channel: "web" })],
    images: [],
    suspicions: [],
    public_title: "",
    public_text: "",
    public_answer: "",
    redacted: null,
    ...more,
  };
}

const names = (fi: string) => ({ fi, sv: `${fi} sv`, en: `${fi} en` });
const SERVICES: ServicesAre = {
  ok: true,
  services: [
    { code: "174", unit: "parks", needs_place: true, name: names("Puistot"), description: names("Penkit ja katujen puut") },
    { code: "171", unit: "streets", needs_place: true, name: names("Katujen kunto"), description: names("Kuopat") },
  ],
  units: [{ id: "streets", name: names("Kadut ja liikenne"), has_mailbox: false }],
  mine: [],
};

describe("steps", () => {
  test("an unsorted case cannot be answered, and an open one not published", () => {
    expect(panelsOf(caseOfRow({ service: "" }))).not.toContain("answer");
    expect(panelsOf(caseOfRow())).toContain("answer");
    expect(panelsOf(caseOfRow())).not.toContain("publish");
  });

  test("only with consent an answered case is offered for publishing", () => {
    expect(panelsOf(caseOfRow({ status: "answered" }))).toContain("publish");
    expect(panelsOf(caseOfRow({ status: "answered" }, { may_publish: false }))).toEqual(["reopen", "note", "inform"]);
  });

  test.each(["transferred", "merged", "withdrawn"] as const)("a %s case takes notes alone", (status) => {
    expect(panelsOf(caseOfRow({ status }))).toEqual(["note", "inform"]);
    expect(deedsOf(caseOfRow({ status }), "me")).toEqual([]);
  });

  test("one’s own case need not be taken once it is in process, a colleague’s can be", () => {
    const mine = { id: "me", name: "Minä" };
    expect(deedsOf(caseOfRow({ status: "in_process", assignee: mine }), "me")).toEqual([]);
    expect(deedsOf(caseOfRow({ status: "received", assignee: mine }), "me")).toEqual(["take"]);
    expect(deedsOf(caseOfRow({ assignee: { id: "other", name: "Toinen" } }), "me")).toEqual(["take"]);
  });
});

test("words are stranded where their panel is gone", () => {
  expect(strandedBoxes(caseOfRow())).toEqual(["reopen"]);
  expect(strandedBoxes(caseOfRow({ status: "answered" }))).toContain("answer");
  expect(strandedBoxes(caseOfRow({ status: "answered" }))).not.toContain("note");
});

describe("the promise", () => {
  const at = Date.parse("2026-12-03T21:30:00Z");

  test("is due today until midnight by the city's clock", () => {
    expect(dueOf(row(), at)).toBe("today");
    expect(dueOf(row(), at + 3_600_000)).toBe("open");
    expect(dueOf(row({ is_late: true }), at)).toBe("late");
  });

  test("of a case that is answered is kept", () => {
    expect(dueOf(row({ status: "answered" }), at)).toBe("done");
  });
});

describe("words of events", () => {
  const naming = { words: CASE_TEXTS.fi, services: SERVICES, language: "fi" } as const;

  test("services and units are named", () => {
    expect(eventWords(event("routed", { from: "174", to: "171", by: "agent" }), naming)).toBe(
      "vaihdettiin palveluun Katujen kunto palvelusta Puistot",
    );
    expect(eventWords(event("informed", { unit: "streets", text: "Hei" }), naming)).toContain("Kadut ja liikenne");
    expect(eventWords(event("assigned", { to: "" }), naming)).toBe("palautettiin yksikön listalle");
  });

  test.each(LANGUAGES)("no kind is without them, or shows a placeholder, in %s", (language) => {
    for (const kind of Object.keys(CASE_TEXTS[language].events) as CaseEventView["kind"][]) {
      const said = eventWords(event(kind, {}), { ...naming, words: CASE_TEXTS[language], language });
      expect(said).not.toMatch(/undefined|^\s*$/);
    }
  });

  test("what the sender never sees is marked", () => {
    expect(isInternal(event("note"))).toBe(true);
    expect(isInternal(event("answered"))).toBe(false);
    expect(whoDid(event("answered", {}, "Maija"), CASE_TEXTS.fi)).toBe("Maija");
    expect(whoDid(event("late"), CASE_TEXTS.en)).toBe("The service itself");
  });
});

test("a service is found by parts of its name, what is named so before what only mentions it", () => {
  expect(findServices(SERVICES, "KATUJEN", "fi").map(({ code }) => code)).toEqual(["171", "174"]);
  expect(findServices(SERVICES, "kuopat", "fi").map(({ code }) => code)).toEqual(["171"]);
  expect(findServices(SERVICES, "moon", "fi")).toEqual([]);
  expect(serviceName(SERVICES, "999", "fi")).toBe("999");
});

describe("publishing begins", () => {
  const answered = caseOfRow(
    { status: "answered" },
    { events: [event("answered", { text: "Ensin" }), event("reopened"), event("answered", { text: "Lopuksi" })] },
  );

  test("with what was written and last answered",  () => {
    expect(proposePublicWords(answered)).toEqual({ title: "Kuoppa", text: "Kadulla on kuoppa.", answer: "Lopuksi" });
  });

  test("with people masked, where the service has masked them", () => {
    const redacted = { title: "Kuoppa", text: "●●●", answer: "Lopuksi", masked: 1 };
    expect(proposePublicWords({ ...answered, redacted })).toMatchObject({ text: "●●●" });
  });

  test("with what is published already",  () => {
    const shown = { ...answered, row: row({ is_published: true }), public_title: "a", public_text: "b", public_answer: "c" };
    expect(proposePublicWords(shown)).toEqual({ title: "a", text: "b", answer: "c" });
    expect(originalOf(shown).answer).toBe("Lopuksi");
  });
});

describe("drafts", () => {
  test("outlive the page, for the same agent alone, until signing out", () => {
    new Drafts("aino").set(CODE, "answer", "Korjaamme");
    expect(new Drafts("aino").get(CODE, "answer")).toBe("Korjaamme");
    expect(new Drafts("bo").get(CODE, "answer")).toBe("");
    forgetDrafts();
    expect(new Drafts("aino").get(CODE, "answer")).toBe("");
  });

  test("keep an id until other words are written", () => {
    const drafts = new Drafts("aino");
    drafts.set(CODE, "note", "a");
    const id = drafts.idOf(CODE, "note");
    drafts.set(CODE, "note", "a");
    expect(drafts.idOf(CODE, "note")).toBe(id);
    drafts.set(CODE, "note", "b");
    expect(drafts.idOf(CODE, "note")).not.toBe(id);
  });

  test("that are empty are no unfinished work", () => {
    const drafts = new Drafts("aino");
    drafts.set(CODE, "note", " ");
    expect(drafts.codes().size).toBe(0);
    expect(drafts.has(CODE, "note")).toBe(true);
  });
});

describe("a contact", () => {
  const contact: Contact = {
    channel: "phone",
    language: "fi",
    kind: "complaint",
    text: " Kuoppa kadussa ",
    place: "",
    service: "",
    email: "",
    phone: "",
    name: "",
    may_publish: false,
  };

  test("needs words, and contact details that can be right", () => {
    expect(problemsOf(contact)).toEqual({});
    expect(problemsOf({ ...contact, text: " ", email: "kaisa@", phone: "12" })).toEqual({
      text: "textMissing",
      email: "emailWrong",
      phone: "phoneWrong",
    });
    expect(problemsOf({ ...contact, text: "🙂".repeat(4_000) })).toEqual({});
    expect(problemsOf({ ...contact, text: "a".repeat(4_001) })).toEqual({ text: "textTooLong" });
    expect(toPayload(contact, "1").text).toBe("Kuoppa kadussa");
  });

  test("is given to a service only where that is likely", () => {
    const proposed = [{ service: "171", probability: 0.5 }];
    expect(preselected({ sure: "174", proposed })).toBe("174");
    expect(preselected({ sure: "", proposed })).toBe("171");
    expect(preselected({ sure: "", proposed: [{ service: "171", probability: 0.2 }] })).toBe("");
    expect(preselected({ sure: "", proposed: [] })).toBe("");
  });

  test("that is begun outlives the page, for the same agent alone, until signing out", () => {
    const unlogged = { agent: "aino", id: "1", contact, hasChosenService: true };
    keepUnlogged(unlogged);
    expect(loadUnlogged("aino")).toEqual(unlogged);
    expect(loadUnlogged("bo")).toBeNull();
    forgetDrafts();
    expect(loadUnlogged("aino")).toBeNull();
  });

  test("begins as the one before", () => {
    expect(loadHabits("sv")).toEqual({ channel: "phone", language: "sv" });
    keepHabits({ ...contact, channel: "counter", language: "en" });
    expect(loadHabits("sv")).toEqual({ channel: "counter", language: "en" });
    expect(JSON.stringify(localStorage)).not.toContain("Kuoppa");
  });
});

test("why a letter was given up is said by the code, else by its first word, else with the code", () => {
  expect(reasonOf("recipient_550", LETTER_TEXTS.en)).toContain("did not accept the address");
  expect(reasonOf("too_old", LETTER_TEXTS.en)).toContain("too long");
  expect(reasonOf("gremlins_7", LETTER_TEXTS.en)).toContain("gremlins_7");
});

test("a case has an address", () => {
  const hash = caseAddress(CODE);
  expect(caseOf(hash)).toBe(CODE);
  expect(pageOf(hash, { role: "agent" })).toBe("cases");
  expect(pageOf(hash, { role: "administrator" })).toBe("cases");
  // The letters to staff have it, see handoff/cases/notices.py.
  expect(new URL(`https://www.example.org/agent#cases/${CODE}`).hash).toBe(hash);
  expect(caseOf("#cases/<b>")).toBe("");
  expect(caseOf("#cases")).toBe("");
});

test("Alt with C and L are for the cases", () => {
  const press = (init: KeyboardEventInit) => shortcutLetter(new KeyboardEvent("keydown", init));
  expect(press({ altKey: true, code: "KeyC" })).toBe("cases");
  expect(press({ altKey: true, code: "KeyL" })).toBe("contact");
  expect(press({ altKey: true, ctrlKey: true, code: "KeyL" })).toBeNull();
  expect(press({ code: "KeyC" })).toBeNull();
});

describe("at the desk", () => {
  const agent = { id: "me", name: "Minä", role: "agent", availability: "away", absent: "" } as never;
  const said: string[] = [];
  const host = { deskChanged: () => undefined, notify: (level: string) => said.push(level) } as never;

  function open(): { connection: ScriptedConnection; cases: CaseDesk } {
    const connection = new ScriptedConnection();
    const cases = new CaseDesk({ connection, host, counts: new CaseCounts(connection, host), agent });
    return { connection, cases };
  }

  test("what is typed stays when a colleague was first, who is named", async () => {
    const { connection, cases } = open();
    void cases.open(CODE);
    await connection.answer<"open_case">({ case: caseOfRow() });
    cases.write("answer", "Korjaamme");
    const answered = cases.step("answer", { text: "Korjaamme" }, ["answer"]);
    await connection.refuse("conflict");
    const taken = { ...event("assigned", { to: "Maija" }, "Maija"), seq: 2 };
    await connection.answer<"open_case">({
      case: caseOfRow({ version: 2, assignee: { id: "maija", name: "Maija" } }, { events: [event("received"), taken] }),
    });
    expect(await answered).toBe(false);
    expect(cases.clash?.event).toEqual(taken);
    expect(cases.drafts.get(CODE, "answer")).toBe("Korjaamme");
    expect(cases.case?.row.version).toBe(2);
  });

  test("a list of which more was shown is refreshed as far", async () => {
    const { connection, cases } = open();
    const [first, second] = [row(), row({ code: "LK-2", title: "Toinen" })];
    const after = { key: 1, id: "a" };
    const pages = async (): Promise<void> => {
      await connection.answer<"find_cases">({ cases: [first], after, counts: [] });
      await connection.answer<"find_cases">({ cases: [second], after: null, counts: [{ list: "late", count: 2 }] });
    };
    void cases.find(cases.wish);
    await connection.answer<"find_cases">({ cases: [first], after, counts: [] });
    void cases.more();
    await pages();
    expect(cases.rows).toEqual([first, second]);
    cases.choose(["LK-2"]);
    void cases.refresh();
    await pages();
    expect(cases.rows).toHaveLength(2);
    expect([...cases.chosen]).toEqual(["LK-2"]);
    expect(cases.counts.of("late")).toBe(2);
  });

  test("of two lists that were asked for the later one is shown", async () => {
    const { connection, cases } = open();
    void cases.find({ ...cases.wish, name: "late" });
    void cases.find({ ...cases.wish, name: "all" });
    await connection.answer<"find_cases">({ cases: [row({ title: "late" })], after: null, counts: [] });
    await connection.answer<"find_cases">({ cases: [row({ title: "all" })], after: null, counts: [] });
    await settled();
    expect(cases.rows.map(({ title }) => title)).toEqual(["all"]);
  });

  test("those that could not be answered stay selected", async () => {
    const { connection, cases } = open();
    void cases.find(cases.wish);
    const rows = [row(), row({ code: "LK-2" })];
    await connection.answer<"find_cases">({ cases: rows, after: null, counts: [] });
    cases.choose([CODE, "LK-2"]);
    const answered = cases.answerChosen("Aurataan yöllä.");
    await connection.answer<"answer_cases">({ outcomes: [{ code: CODE, error: "" }, { code: "LK-2", error: "conflict" }] });
    await connection.answer<"find_cases">({ cases: rows, after: null, counts: [] });
    expect((await answered).outcomes).toHaveLength(2);
    expect([...cases.chosen]).toEqual(["LK-2"]);
  });

  test("more than fit one request are answered in several, and what is not known to be answered stays selected", async () => {
    const { connection, cases } = open();
    void cases.find(cases.wish);
    const rows = Array.from({ length: 60 }, (_, number) => row({ code: `LK-${number}` }));
    await connection.answer<"find_cases">({ cases: rows, after: null, counts: [] });
    cases.choose(rows.map(({ code }) => code));
    cases.drafts.set(ALL_CHOSEN, "answer", "Aurataan yöllä.");
    const answered = cases.answerChosen("Aurataan yöllä.");
    await connection.answer<"answer_cases">({ outcomes: rows.slice(0, 50).map(({ code }) => ({ code, error: "" })) });
    await connection.refuse("timeout");
    await connection.answer<"find_cases">({ cases: rows, after: null, counts: [] });
    expect((await answered).problem).toBe("timeout");
    expect([...cases.chosen]).toEqual(rows.slice(50).map(({ code }) => code));
    expect(cases.drafts.get(ALL_CHOSEN, "answer")).toBe("Aurataan yöllä.");
  });

  async function answering(): Promise<ReturnType<typeof open> & { answered: Promise<boolean> }> {
    const opened = open();
    void opened.cases.open(CODE);
    await opened.connection.answer<"open_case">({ case: caseOfRow() });
    opened.cases.write("answer", "Korjaamme");
    return { ...opened, answered: opened.cases.step("answer", { text: "Korjaamme" }, ["answer"]) };
  }

  test("a step whose outcome is not known says so, and what was written stays", async () => {
    const { connection, cases, answered } = await answering();
    await connection.refuse("disconnected");
    expect(await answered).toBe(false);
    expect(cases.failure).toBe("disconnected");
    expect(cases.drafts.get(CODE, "answer")).toBe("Korjaamme");
  });

  test.each([
    { by: "Minä", text: "Korjaamme", isDone: true },
    { by: "Minä", text: "Korjasimme", isDone: false },
    { by: "Maija", text: "Korjaamme", isDone: false },
  ])("one's own step whose answer was lost counts as done, no other: $by $text", async ({ by, text, isDone }) => {
    const { connection, cases, answered } = await answering();
    await connection.refuse("conflict");
    const events = [event("received"), { ...event("answered", { text }, by), seq: 2 }];
    await connection.answer<"open_case">({ case: caseOfRow({ version: 2, status: "answered" }, { events }) });
    expect(await answered).toBe(isDone);
    expect(cases.clash === null).toBe(isDone);
    expect(cases.drafts.get(CODE, "answer")).toBe(isDone ? "" : "Korjaamme");
  });

  test("nothing is said of a case that could not be looked at again but that", async () => {
    const { connection, cases, answered } = await answering();
    await connection.refuse("conflict");
    await connection.refuse("timeout");
    expect(await answered).toBe(false);
    expect([cases.clash, cases.failure]).toEqual([null, "timeout"]);
  });

  test("what was not done with a case that is no longer open is told beside it", async () => {
    const { connection, cases, answered } = await answering();
    said.length = 0;
    void cases.open("LK-2");
    await connection.refuse("timeout");
    expect(await answered).toBe(false);
    expect([said, cases.failure]).toEqual([["error"], null]);
    expect(cases.drafts.get(CODE, "answer")).toBe("Korjaamme");
  });

  test("a list that cannot be had shows no other list's cases", async () => {
    const { connection, cases } = open();
    void cases.find(cases.wish);
    await connection.answer<"find_cases">({ cases: [row()], after: null, counts: [] });
    void cases.refresh();
    await connection.refuse("timeout");
    expect(cases.rows).toHaveLength(1);
    void cases.find({ ...cases.wish, name: "late" });
    await connection.refuse("timeout");
    expect([cases.rows, cases.problem]).toEqual([[], "timeout"]);
  });

  test("once the connection is back, a case that could not be opened is opened", async () => {
    const { connection, cases } = open();
    const stop = cases.listen(() => undefined);
    void cases.open(CODE);
    await connection.refuse("disconnected");
    cases.reconnected();
    expect(connection.calls.map(({ name }) => name)).toEqual(["open_case", "services", "find_cases", "open_case"]);
    stop();
  });
});
