import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Language } from "../../../widget/shared/language";
import { Session } from "../../../widget/visitor/session";
import { Store } from "../../../widget/visitor/store";
import { FakeService } from "./fake-service";

const REFUSED = { ok: false, error: "unavailable", retry_after_s: 0, correlation_id: "" } as const;

let service: FakeService;
const sessions: Session[] = [];

function open(language: Language = "fi"): Session {
  const store = new Store(localStorage, sessionStorage, "city");
  const session = new Session(service, store, { language, mode: "city", page: "/" }, () => {});
  sessions.push(session);
  session.start();
  return session;
}

async function opened(language?: Language): Promise<Session> {
  const session = open(language);
  await settle();
  return session;
}

/** Let every answer that is on its way arrive. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1);
const texts = (session: Session): string[] => session.log.messages.map((message) => message.text);
const waiting = (session: Session): string[] => session.outbox.entries.map(({ text, status }) => `${text}: ${status}`);

beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeService();
});

afterEach(() => {
  for (const session of sessions.splice(0)) session.stop();
  localStorage.clear();
  sessionStorage.clear();
  vi.useRealTimers();
});

describe("messages from the service", () => {
  it("are shown in order, each once, however they arrive", async () => {
    const session = await opened();
    const [one, two, three] = [service.store("one"), service.store("two"), service.store("three")];
    service.show(three!, one!, one!, three!, two!, two!);
    expect(texts(session)).toEqual(["one", "two", "three"]);
  });

  it("that were lost on the way are fetched when a later one shows the gap", async () => {
    const session = await opened();
    service.store("lost");
    service.show(service.store("seen"));
    expect(texts(session)).toEqual([]);
    await vi.advanceTimersByTimeAsync(600);
    expect(texts(session)).toEqual(["lost", "seen"]);
  });

  it("that were lost on the way are fetched when the state counts more than is here", async () => {
    const session = await opened();
    service.store("lost");
    service.change({});
    await vi.advanceTimersByTimeAsync(600);
    expect(texts(session)).toEqual(["lost"]);
  });

  it("that came while the line was down are fetched from the cursor on", async () => {
    const session = await opened();
    service.show(service.store("before"));
    service.down();
    service.store("meanwhile");
    expect(session.inStep).toBe(false);
    service.up();
    await settle();
    expect(texts(session)).toEqual(["before", "meanwhile"]);
    expect(service.requests("sync").at(-1)).toEqual({ after: 1 });
    expect(session.inStep).toBe(true);
  });

  it("are fetched page by page", async () => {
    for (let number = 1; number <= 450; number += 1) service.store(`message ${number}`);
    const session = await opened();
    expect(session.log.last).toBe(450);
    expect(service.requests("sync")).toEqual([{ after: 0 }, { after: 200 }, { after: 400 }]);
  });

  it("of another conversation replace those of the one before", async () => {
    service.store("old");
    service.store("old too");
    const session = await opened();
    service.messages = [];
    service.state = { ...service.state, conversation: "00000000-0000-4000-8000-000000000002", last_seq: 0 };
    service.store("new");
    await session.sync();
    expect(texts(session)).toEqual(["new"]);
  });

  it("are asked for again after a refusal", async () => {
    service.store("here");
    service.instead.push(REFUSED);
    const session = await opened();
    expect(session.inStep).toBe(false);
    await vi.advanceTimersByTimeAsync(3_100);
    expect(texts(session)).toEqual(["here"]);
    expect(session.inStep).toBe(true);
  });
});

describe("the visitor's own message", () => {
  it("is shown at once and goes into the log when it is stored", async () => {
    const session = await opened();
    session.send("hello");
    expect(waiting(session)).toEqual(["hello: sending"]);
    await settle();
    expect(waiting(session)).toEqual([]);
    expect(texts(session)).toEqual(["hello"]);
  });

  it("is shown as it was stored: masked", async () => {
    const session = await opened();
    session.send("I am 010594Y9032");
    await settle();
    expect(texts(session)).toEqual(["I am ●●●●●●●●●●●"]);
  });

  it("is not doubled when it is shown before its acknowledgement", async () => {
    const session = await opened();
    session.send("hello");
    service.show(...service.messages);
    expect(texts(session)).toEqual(["hello"]);
    expect(waiting(session)).toEqual([]);
    await settle();
    expect(texts(session)).toEqual(["hello"]);
  });

  it("is sent again under the same id when the acknowledgement is lost, and stored once", async () => {
    const session = await opened();
    service.instead.push("lost");
    session.send("hello");
    await vi.advanceTimersByTimeAsync(600);
    const [first, second] = service.requests("send");
    expect(second).toEqual(first);
    expect(service.messages).toHaveLength(1);
    expect(texts(session)).toEqual(["hello"]);
  });

  it("stays in view while an earlier message is still missing", async () => {
    service.store("seen");
    const session = await opened();
    service.store("missed");
    session.send("hello");
    await settle();
    expect(texts(session)).toEqual(["seen"]);
    expect(waiting(session)).toEqual(["hello: stored"]);
    await vi.advanceTimersByTimeAsync(600);
    expect(texts(session)).toEqual(["seen", "missed", "hello"]);
    expect(waiting(session)).toEqual([]);
  });

  it("survives a reload while the line is down", async () => {
    const before = await opened();
    service.down();
    for (const text of ["one", "two", "three"]) before.send(text);
    before.stop();
    const after = await opened();
    expect(texts(after)).toEqual(["one", "two", "three"]);
    expect(localStorage).toHaveLength(1);
  });

  it("waits for the one before it", async () => {
    const session = await opened();
    session.send("one");
    session.send("two");
    expect(service.requests("send")).toHaveLength(1);
    await settle();
    expect(texts(session)).toEqual(["one", "two"]);
  });

  it("waits as long as the service asks for when there are too many", async () => {
    const session = await opened();
    service.instead.push({ ...REFUSED, error: "rate_limited", retry_after_s: 4 });
    session.send("hello");
    await vi.advanceTimersByTimeAsync(3_900);
    expect(waiting(session)).toEqual(["hello: sending"]);
    await vi.advanceTimersByTimeAsync(200);
    expect(texts(session)).toEqual(["hello"]);
  });

  it("that is refused keeps its text, holds up nothing, and can be sent again", async () => {
    const session = await opened();
    service.instead.push(REFUSED);
    session.send("first");
    session.send("second");
    await settle();
    expect(texts(session)).toEqual(["second"]);
    expect(waiting(session)).toEqual(["first: failed"]);
    session.outbox.again(session.outbox.entries[0]!.id);
    await settle();
    expect(texts(session)).toEqual(["second", "first"]);
  });

  it("that is refused can be given up for good", async () => {
    const session = await opened();
    service.instead.push(REFUSED);
    session.send("first");
    await settle();
    session.outbox.drop(session.outbox.entries[0]!.id);
    session.stop();
    expect(texts(await opened())).toEqual([]);
  });

  it("leaves out halves of characters, which no packet can carry", async () => {
    const session = await opened();
    session.send("a\ud83d b \u{1f600}");
    await settle();
    expect(texts(session)).toEqual(["a\ufffd b \u{1f600}"]);
  });

  it("by a button names the button's message and place", async () => {
    const session = await opened();
    const offer = service.store("Did you mean?", { buttons: [{ code: "", title: "No" }, { code: "", title: "Yes" }] });
    service.show(offer);
    session.choose(offer, 1);
    expect(waiting(session)).toEqual(["Yes: sending"]);
    expect(service.requests("choose")).toMatchObject([{ seq: 1, index: 1 }]);
  });
});

describe("the state", () => {
  it("is asked for once the first message has made the conversation", async () => {
    const session = await opened();
    expect(session.state).toBeNull();
    session.send("hello");
    await settle();
    expect(session.state?.conversation).toBe(service.state.conversation);
  });

  it("that is older than the known one changes nothing", async () => {
    service.store("hello");
    const session = await opened();
    service.change({ version: 3, owner: "agent", agent_name: "Aino" });
    service.change({ version: 2, owner: "queue" });
    expect(session.state?.owner).toBe("agent");
  });

  it("of the same version follows the latest word, such as a new place in the queue", async () => {
    service.store("hello");
    const session = await opened();
    service.change({ version: 2, owner: "queue", queue_place: 3 });
    service.change({ queue_place: 2 });
    expect(session.state?.queue_place).toBe(2);
  });
});

describe("typing", () => {
  it("is told to an agent at most every three seconds, and its end at once", async () => {
    service.store("hello");
    const session = await opened();
    session.compose(false);
    expect(service.requests("typing")).toEqual([]);
    service.change({ version: 2, owner: "agent" });
    session.compose(false);
    session.compose(false);
    await vi.advanceTimersByTimeAsync(3_001);
    session.compose(false);
    session.compose(true);
    expect(service.requests("typing")).toEqual([{ on: true }, { on: true }, { on: false }]);
  });

  it("of the agent ends by itself when its end is lost", async () => {
    const session = await opened();
    service.type(true);
    expect(session.typing.heard?.author).toBe("agent");
    await vi.advanceTimersByTimeAsync(6_001);
    expect(session.typing.heard).toBeNull();
  });

  it("of the agent ends with the agent's message", async () => {
    const session = await opened();
    service.type(true);
    service.show(service.store("Here you are", { author: "agent" }));
    expect(session.typing.heard).toBeNull();
  });
});

describe("the language", () => {
  it("follows the conversation", async () => {
    service.store("hello");
    const session = await opened();
    service.change({ language: "sv" });
    expect(session.language).toBe("sv");
  });

  it("chosen while the line is down holds at once and is told when it is up", async () => {
    service.store("hello");
    const session = await opened();
    service.down();
    await session.setLanguage("en");
    expect(session.language).toBe("en");
    service.up();
    await settle();
    expect(service.state.language).toBe("en");
    service.change({ language: "fi" });
    expect(session.language).toBe("fi");
  });
});

describe("the page's language", () => {
  it("is taken over when the visitor goes to the page in another language", async () => {
    service.store("hello");
    await opened("fi");
    const session = await opened("sv");
    expect(service.state.language).toBe("sv");
    expect(session.language).toBe("sv");
  });

  it("does not undo what the visitor chose in the conversation", async () => {
    service.store("hello");
    await (await opened("fi")).setLanguage("en");
    const session = await opened("fi");
    expect(session.language).toBe("en");
  });

  it("makes no conversation", async () => {
    await opened("fi");
    const session = await opened("sv");
    expect(session.language).toBe("sv");
    expect(service.requests("set_language")).toEqual([]);
  });
});

describe("the end", () => {
  it("leaves a new secret and nothing else", async () => {
    const session = await opened();
    session.send("hello");
    await settle();
    expect(await session.end()).toBe(true);
    expect(session.log.last).toBe(0);
    expect(session.state).toBeNull();
    expect(Object.keys(localStorage)).toEqual(["luukku.city.token"]);
    const [before, after] = service.tokens;
    expect(after).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(after).not.toBe(before);
  });

  it("changes nothing when the service cannot be reached", async () => {
    const session = await opened();
    session.send("hello");
    await settle();
    service.down();
    expect(await session.end()).toBe(false);
    expect(texts(session)).toEqual(["hello"]);
    expect(service.tokens).toHaveLength(1);
  });

  it("in another tab is followed here", async () => {
    const session = await opened();
    session.send("hello");
    await settle();
    new Store(localStorage, sessionStorage, "city").clear();
    service.messages = [];
    service.hasConversation = false;
    session.adoptToken();
    await settle();
    expect(texts(session)).toEqual([]);
    expect(service.tokens.at(-1)).toBe(localStorage.getItem("luukku.city.token"));
  });
});
