import type {
  AnsweredView,
  CaseIs,
  CasePlaceView,
  CaseRowView,
  CasesAre,
  CaseView,
  ColleagueView,
  FindCases,
  PublishCase,
  ServicesAre,
  StepCase,
} from "../../shared/protocol";
import { wellFormed } from "../../shared/text";
import { type CaseLink, REFRESHED_MS } from "../desk/case-counts";
import { RequestRefused, type Requests } from "../link/connection";
import type { ErrorCode } from "../session/thread";
import { ALL_CHOSEN, type Box, Drafts } from "./drafts";
import { isOwnDoing } from "./steps";

/** What is looked for: a list, narrowed by what is not empty. */
export type Wish = Required<Pick<FindCases, "name" | "service" | "kind" | "language" | "words">>;

export const NARROWED_BY_NOTHING = { service: "", kind: "", language: "", words: "" } as const;

/** Somebody was quicker: what they have done, or null if it only does not fit the case as it is. */
export interface Clash {
  readonly event: CaseView["events"][number] | null;
}

/** What became of cases that were answered alike; those without an outcome are not known to be answered. */
export interface AnsweredAlike {
  readonly outcomes: readonly AnsweredView[];
  readonly problem: ErrorCode | null;
}

type CaseRequest = "step_case" | "note_case" | "publish_case";

/** The wire's limit of cases that are answered at once. */
const ANSWERED_AT_ONCE = 50;

/** The cases as this browser has them: a list, the case that is open, what is being written, and all that can be done. */
export class CaseDesk {
  wish: Wish = { name: "unit", ...NARROWED_BY_NOTHING };
  rows: readonly CaseRowView[] = [];
  after: CasePlaceView | null = null;
  chosen: ReadonlySet<string> = new Set();
  isLoading = false;
  problem: ErrorCode | null = null;

  case: CaseView | null = null;
  /** The code of the case that is wanted, before it is there, and after. */
  wanted = "";
  caseProblem: ErrorCode | null = null;
  clash: Clash | null = null;
  /** Why what was tried last with the open case was not done, or not known to be. */
  failure: ErrorCode | null = null;
  isBusy = false;

  services: ServicesAre | null = null;
  readonly drafts: Drafts;

  private readonly listeners = new Set<() => void>();
  private readonly known = new Map<string, ColleagueView>();
  private timer: ReturnType<typeof setInterval> | undefined;
  private pages = 1;
  /** What the rows were found by. */
  private listed: Wish | null = null;

  constructor(private readonly link: CaseLink) {
    this.drafts = new Drafts(link.agent.id);
  }

  get agent(): CaseLink["agent"] {
    return this.link.agent;
  }

  get counts(): CaseLink["counts"] {
    return this.link.counts;
  }

  /** Be told of every change, until the function that is returned is called; while somebody is, lists are refreshed. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => {
      if (document.visibilityState === "visible") void this.refresh();
    }, REFRESHED_MS);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.close();
    };
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  // --- lists -------------------------------------------------------------------------------------

  /** Show the first page of what is looked for. */
  async find(wish: Wish): Promise<void> {
    this.wish = wish;
    this.pages = 1;
    this.chosen = new Set();
    this.isLoading = true;
    this.problem = null;
    this.changed();
    await this.load();
  }

  /** Show the same list as it is now, as far as it was shown. */
  async refresh(): Promise<void> {
    await this.load();
  }

  /** The connection is back: what could not be had is asked for anew. */
  reconnected(): void {
    if (this.listeners.size === 0) return;
    void this.loadServices();
    void this.refresh();
    if (this.wanted && !this.case) void this.open(this.wanted);
  }

  async more(): Promise<void> {
    this.pages += 1;
    await this.load();
  }

  choose(codes: Iterable<string>): void {
    this.chosen = new Set(codes);
    this.changed();
  }

  async loadServices(): Promise<void> {
    if (this.services) return;
    await this.tell(async () => (this.services = await this.link.connection.request("services", {})));
  }

  // --- a case ------------------------------------------------------------------------------------

  /** Open a case, or with an empty code none. */
  async open(code: string): Promise<void> {
    this.wanted = code;
    this.clash = null;
    this.failure = null;
    this.caseProblem = null;
    if (this.case?.row.code !== code) this.case = null;
    this.changed();
    if (code) await this.fetch(code);
  }

  /** Whether the list knows the open case to have changed since it was fetched. */
  get isStale(): boolean {
    const listed = this.rows.find(({ code }) => code === this.case?.row.code);
    return listed !== undefined && this.case !== null && listed.version > this.case.row.version;
  }

  async reload(): Promise<void> {
    const { wanted } = this;
    if (!wanted) return;
    const problem = await this.fetch(wanted);
    if (this.wanted !== wanted) return;
    this.failure = problem;
    this.changed();
  }

  write(box: Box, text: string): void {
    this.drafts.set(this.wanted, box, text);
    this.changed();
  }

  /** What was said of the step before is read. */
  forgetTrouble(): void {
    this.clash = null;
    this.failure = null;
    this.changed();
  }

  /** Throw away what was written and cannot be sent any more. */
  discard(box: Box): void {
    this.drafts.forget(this.wanted, [box]);
    this.changed();
  }

  /** Take a step; return whether it was taken. `boxes`: what has been sent then. */
  async step(step: StepCase["step"], given: { text?: string; to?: string } = {}, boxes: readonly Box[] = []): Promise<boolean> {
    const { text = "", to = "" } = given;
    const payload = ({ code, version }: CaseRowView) => ({ code, version, step, text: wellFormed(text), to: wellFormed(to) });
    const isDone = (events: CaseView["events"]): boolean =>
      events.some((event) => isOwnDoing(event, step, wellFormed(text), this.agent.name));
    return this.act("step_case", payload, boxes, isDone);
  }

  /** Write a note, or with a unit tell that unit of the case. */
  async note(text: string, unit = ""): Promise<boolean> {
    const box = unit ? "inform" : "note";
    const id = this.drafts.idOf(this.wanted, box);
    return this.act("note_case", ({ code }) => ({ id, code, text: wellFormed(text), unit }), [box]);
  }

  async publish(words: Omit<PublishCase, "code" | "version">, boxes: readonly Box[]): Promise<boolean> {
    return this.act("publish_case", ({ code, version }) => ({ code, version, ...words }), boxes);
  }

  /** Answer all that are chosen alike; what was answered is not chosen any more. */
  async answerChosen(text: string): Promise<AnsweredAlike> {
    const chosen = this.rows.filter(({ code }) => this.chosen.has(code)).map(({ code, version }) => ({ code, version }));
    const outcomes: AnsweredView[] = [];
    let problem: ErrorCode | null = null;
    try {
      for (let from = 0; from < chosen.length; from += ANSWERED_AT_ONCE) {
        const cases = chosen.slice(from, from + ANSWERED_AT_ONCE) as Requests["answer_cases"][0]["cases"];
        const answer = await this.link.connection.request("answer_cases", { cases, text: wellFormed(text) });
        outcomes.push(...answer.outcomes);
      }
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      problem = error.code;
    }
    const answered = new Set(outcomes.filter(({ error }) => !error).map(({ code }) => code));
    this.chosen = new Set(chosen.map(({ code }) => code).filter((code) => !answered.has(code)));
    if (!problem) this.drafts.forget(ALL_CHOSEN, ["answer"]);
    await this.refresh();
    if (this.case && this.wanted && this.isStale) await this.reload();
    return { outcomes, problem };
  }

  /** Colleagues that a case can be given to: who is there, and whoever has a case of the list. */
  async colleagues(): Promise<readonly ColleagueView[]> {
    await this.tell(async () => {
      const { colleagues } = await this.link.connection.request("colleagues", {});
      for (const { id, name } of colleagues) this.known.set(id, { id, name });
    });
    this.known.delete(this.agent.id);
    return [...this.known.values()].sort((one, other) => one.name.localeCompare(other.name));
  }

  /** Ask for something that is neither a list nor the open case. Raises RequestRefused. */
  ask<Name extends "log_contact" | "log_advice" | "propose_service" | "letters" | "retry_letter" | "drop_letter">(
    name: Name,
    payload: Requests[Name][0],
  ): Promise<Requests[Name][1]> {
    return this.link.connection.request(name, payload);
  }

  // --- underneath --------------------------------------------------------------------------------

  private async load(): Promise<void> {
    const { wish } = this;
    try {
      let page = await this.link.connection.request("find_cases", { ...wish, after: null });
      const rows = [...page.cases];
      for (let number = 1; number < this.pages && page.after; number += 1) {
        page = await this.link.connection.request("find_cases", { ...wish, after: page.after });
        rows.push(...page.cases);
      }
      // Somebody in a hurry looks for something else already.
      if (this.wish !== wish) return;
      this.take(rows, page);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      if (this.wish !== wish) return;
      // Under this list's name no other's cases are shown.
      if (this.listed !== wish) [this.rows, this.after] = [[], null];
      this.problem = error.code;
      this.isLoading = false;
    }
    this.changed();
  }

  private take(rows: readonly CaseRowView[], { after, counts }: CasesAre): void {
    const listed = new Map(rows.map((row) => [row.code, row]));
    this.rows = [...listed.values()];
    this.listed = this.wish;
    this.after = after;
    this.chosen = new Set([...this.chosen].filter((code) => listed.has(code)));
    this.isLoading = false;
    this.problem = null;
    for (const { assignee } of rows) if (assignee) this.known.set(assignee.id, assignee);
    this.link.counts.take(counts);
  }

  /** Get a case; return why it could not be had, or null. */
  private async fetch(code: string): Promise<ErrorCode | null> {
    let problem: ErrorCode | null = null;
    try {
      const { case: found } = await this.link.connection.request("open_case", { code });
      if (this.wanted !== code) return null;
      this.case = found;
      this.caseProblem = null;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      problem = error.code;
      if (this.wanted === code) this.caseProblem = problem;
    }
    this.changed();
    return problem;
  }

  private async act<Name extends CaseRequest>(
    name: Name,
    payload: (row: CaseRowView) => Requests[Name][0],
    boxes: readonly Box[],
    isDone: (since: CaseView["events"]) => boolean = () => false,
  ): Promise<boolean> {
    const before = this.case;
    if (!before || this.isBusy) return false;
    this.isBusy = true;
    this.failure = null;
    this.changed();
    try {
      const { case: after } = (await this.link.connection.request(name, payload(before.row))) as CaseIs;
      if (this.wanted === after.row.code) this.case = after;
      return this.settled(before.row.code, boxes);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      if (error.code === "conflict") return await this.explain(before, boxes, isDone);
      if (this.wanted === before.row.code) this.failure = error.code;
      else this.refuse(error.code);
      return false;
    } finally {
      this.isBusy = false;
      this.changed();
    }
  }

  private settled(code: string, boxes: readonly Box[]): true {
    this.drafts.forget(code, boxes);
    this.clash = null;
    void this.refresh();
    return true;
  }

  /**
   * Show the case as it has become, and who was first; what is being written stays.
   *
   * Whoever was first may be the agent: the answer to the same request was lost. Then return that it is done.
   */
  private async explain(before: CaseView, boxes: readonly Box[], isDone: (since: CaseView["events"]) => boolean): Promise<boolean> {
    const { code } = before.row;
    const problem = await this.fetch(code);
    if (this.wanted !== code) {
      // Another case is before the agent's eyes; what was written waits in this one.
      this.refuse("conflict");
      return false;
    }
    if (problem || !this.case) {
      this.failure = problem;
      return false;
    }
    const seen = before.events.at(-1)?.seq ?? 0;
    const since = this.case.events.filter(({ seq }) => seq > seen);
    if (isDone(since)) return this.settled(code, boxes);
    this.clash = { event: since.at(-1) ?? null };
    void this.refresh();
    return false;
  }

  private async tell(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
      this.changed();
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      this.refuse(error.code);
    }
  }

  private refuse(code: ErrorCode): void {
    // The banner already says that the connection is down.
    if (code !== "disconnected" && code !== "unauthenticated") this.link.host.notify("error", (t) => t.errors[code]);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
