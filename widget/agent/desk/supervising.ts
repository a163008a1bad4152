import type { Claimed, LiveConversationView, LiveView, PersonView, UnitView } from "../../shared/protocol";
import { type Requester, RequestRefused, type Requests } from "../link/connection";
import type { ErrorCode } from "../session/thread";
import { visitorName } from "../texts/format";
import type { DeskHost } from "./host";

/** The requests whose answer is every account. */
type AboutPeople = {
  [Name in keyof Requests]: Requests[Name][1] extends { people: PersonView[] } ? Name : never;
}[keyof Requests];

/** What happened to a request: nothing, or why it was refused. */
export type Refusal = ErrorCode | null;

export interface Broadcast {
  readonly queues: [string, ...string[]];
  readonly fi: string;
  readonly sv: string;
  readonly en: string;
}

/** What supervisors see of everybody and can do with anybody's conversation. */
export class Supervising {
  live: LiveView | null = null;
  people: readonly PersonView[] = [];
  /** The units that answer cases. */
  units: readonly UnitView[] = [];
  private isWatching = false;

  constructor(
    private readonly connection: Requester,
    private readonly host: DeskHost,
  ) {}

  /** Be shown the live view from now on, or no more. */
  async watch(on: boolean): Promise<void> {
    this.isWatching = on;
    await this.ask("watch", { on }, ({ live }) => this.show(live));
  }

  /** A new connection knows nothing of what the one before was shown. */
  connected(): void {
    if (this.isWatching) void this.watch(true);
  }

  show(live: LiveView | null): void {
    this.live = live;
    this.host.deskChanged();
  }

  /** Make anybody's conversation one's own; return it if it is. */
  async takeOver({ conversation, version }: LiveConversationView): Promise<Claimed | null> {
    let claimed: Claimed | null = null;
    await this.ask("take_over", { conversation, version }, (answer) => (claimed = answer));
    return claimed;
  }

  /** Hold anybody's conversation for an agent, or put it into a queue. */
  async assign(item: LiveConversationView, to: { queue: string; agent: string | null }): Promise<void> {
    const { conversation, version } = item;
    await this.ask("assign", { conversation, version, ...to }, () =>
      this.host.notify("info", (t) => t.supervisor.assigned(visitorName(item, t))),
    );
  }

  /** Write to everybody who waits; the same id is the same message. Return whether it is done. */
  async broadcast(id: string, message: Broadcast): Promise<boolean> {
    const refused = await this.ask("broadcast", { id, ...message }, ({ count }) =>
      this.host.notify("info", (t) => t.supervisor.broadcasted(count)),
    );
    return refused === null;
  }

  /** Ask for something about people, keep who they are after it, and return why it was refused, if it was. */
  async aboutPeople<Name extends AboutPeople>(
    name: Name,
    payload: Requests[Name][0],
    expected: readonly ErrorCode[] = [],
    then: (answer: Requests[Name][1]) => void = () => undefined,
  ): Promise<Refusal> {
    return this.ask(
      name,
      payload,
      (answer) => {
        this.people = (answer as { people: PersonView[] }).people;
        this.host.deskChanged();
        then(answer);
      },
      expected,
    );
  }

  async loadUnits(): Promise<void> {
    if (this.units.length) return;
    await this.ask("services", {}, ({ units }) => {
      this.units = units;
      this.host.deskChanged();
    });
  }

  /** Args: `expected`: refusals that the caller words. */
  private async ask<Name extends keyof Requests>(
    name: Name,
    payload: Requests[Name][0],
    then: (answer: Requests[Name][1]) => void,
    expected: readonly ErrorCode[] = [],
  ): Promise<Refusal> {
    try {
      then(await this.connection.request(name, payload));
      return null;
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const { code } = error;
      const isShown = code === "disconnected" || code === "unauthenticated" || expected.includes(code);
      if (!isShown) this.host.notify("error", (t) => (code === "not_found" ? t.errors.conflict : t.errors[code]));
      return code;
    }
  }
}
