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
import { type Box, Drafts } from "./drafts";

/** What is looked for: a list, narrowed by what is not empty. */
export type Wish = Required<Pick<FindCases, "name" | "service" | "kind" | "language" | "words">>;

export const NARROWED_BY_NOTHING = { service: "", kind: "", language: "", words: "" } as const;

/** Somebody was quicker: what they have done, or null if it only does not fit the case as it is. */
export interface Clash {
  readonly event: CaseView["events"][number] | null;
}

type CaseRequest = "step_case" | "note_case" | "publish_case";

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
  isBusy = false;

  services: ServicesAre | null = null;
  readonly drafts: Drafts;

  private readonly listeners = new Set<() => void>();
  private readonly known = new Map<string, ColleagueView>();
  private timer: ReturnType<typeof setInterval> | undefined;
  private pages = 1;

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
    if (this.wanted) await this.fetch(this.wanted);
  }

  write(box: Box, text: string): void {
    this.drafts.set(this.wanted, box, text);
    this.changed();
  }

  /** Take a step; return whether it was taken. `boxes`: what has been sent then. */
  async step(step: StepCase["step"], given: { text?: string; to?: string } = {}, boxes: readonly Box[] = []): Promise<boolean> {
    const { text = "", to = "" } = given;
    return this.act("step_case", ({ code, version }) => ({ code, version, step, text: wellFormed(text), to: wellFormed(to) }), boxes);
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

  /** Answer all that are chosen alike; what was answered is not chosen any more. Null: nothing is known of it. */
  async answerChosen(text: string): Promise<readonly AnsweredView[] | null> {
    const cases = this.rows.filter(({ code }) => this.chosen.has(code)).map(({ code, version }) => ({ code, version }));
    const [first, ...others] = cases;
    if (!first) return [];
    let outcomes: readonly AnsweredView[] | null = null;
    await this.tell(async () => {
      const seen = { cases: [first, ...others], text: wellFormed(text) } as Requests["answer_cases"][0];
      ({ outcomes } = await this.link.connection.request("answer_cases", seen));
    });
    if (!outcomes) return null;
    const refused = new Set((outcomes as readonly AnsweredView[]).filter(({ error }) => error).map(({ code }) => code));
    this.chosen = refused;
    await this.refresh();
    if (this.case && this.wanted && this.isStale) await this.reload();
    return outcomes;
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
      this.problem = error.code;
      this.isLoading = false;
    }
    this.changed();
  }

  private take(rows: readonly CaseRowView[], { after, counts }: CasesAre): void {
    const listed = new Map(rows.map((row) => [row.code, row]));
    this.rows = [...listed.values()];
    this.after = after;
    this.chosen = new Set([...this.chosen].filter((code) => listed.has(code)));
    this.isLoading = false;
    this.problem = null;
    for (const { assignee } of rows) if (assignee) this.known.set(assignee.id, assignee);
    this.link.counts.take(counts);
  }

  private async fetch(code: string): Promise<void> {
    try {
      const { case: found } = await this.link.connection.request("open_case", { code });
      if (this.wanted !== code) return;
      this.case = found;
      this.caseProblem = null;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      if (this.wanted === code) this.caseProblem = error.code;
    }
    this.changed();
  }

  private async act<Name extends CaseRequest>(
    name: Name,
    payload: (row: CaseRowView) => Requests[Name][0],
    boxes: readonly Box[],
  ): Promise<boolean> {
    const before = this.case;
    if (!before || this.isBusy) return false;
    this.isBusy = true;
    this.changed();
    try {
      const { case: after } = (await this.link.connection.request(name, payload(before.row))) as CaseIs;
      this.drafts.forget(before.row.code, boxes);
      this.clash = null;
      if (this.wanted === after.row.code) this.case = after;
      void this.refresh();
      return true;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      if (error.code === "conflict") await this.explain(before);
      else this.refuse(error.code);
      return false;
    } finally {
      this.isBusy = false;
      this.changed();
    }
  }

  /** Show the case as others have left it, and who did; what is being written stays. */
  private async explain(before: CaseView): Promise<void> {
    await this.fetch(before.row.code);
    if (this.case?.row.code !== before.row.code) return;
    const last = this.case.events.at(-1);
    const seen = before.events.at(-1)?.seq ?? 0;
    this.clash = { event: last && last.seq > seen ? last : null };
    void this.refresh();
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
