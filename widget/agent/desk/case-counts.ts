import type { AgentView, CaseCountView } from "../../shared/protocol";
import { type Requester, RequestRefused } from "../link/connection";
import type { DeskHost } from "./host";

/** Nobody is told of a case's change: whoever looks at the lists asks again so often. */
export const REFRESHED_MS = 30_000;

/** What the cases' own part needs of the desk. */
export interface CaseLink {
  readonly connection: Requester;
  readonly host: DeskHost;
  readonly counts: CaseCounts;
  readonly agent: AgentView;
}

/** How long the lists of cases are, for the header: asked for while somebody looks. */
export class CaseCounts {
  private counts: ReadonlyMap<CaseCountView["list"], number> = new Map();
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly connection: Requester,
    private readonly host: Pick<DeskHost, "deskChanged">,
  ) {}

  of(list: CaseCountView["list"]): number {
    return this.counts.get(list) ?? 0;
  }

  open(): void {
    this.timer = setInterval(() => {
      if (document.visibilityState === "visible") void this.look();
    }, REFRESHED_MS);
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Ask anew; without an answer the counts stay as they were. */
  async look(): Promise<void> {
    try {
      this.take((await this.connection.request("find_cases", { name: "mine" })).counts);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
    }
  }

  /** Take over what came with a list. */
  take(counts: readonly CaseCountView[]): void {
    this.counts = new Map(counts.map(({ list, count }) => [list, count]));
    this.host.deskChanged();
  }
}
