import { type Requester, RequestRefused, type Requests } from "../../../widget/agent/link/connection";
import type { Session } from "../../../widget/agent/session/session";
import type { ErrorCode } from "../../../widget/agent/session/thread";

type Call = { [Name in keyof Requests]: { name: Name; payload: Requests[Name][0] } }[keyof Requests];

/** A connection whose answers a test gives one by one, in the order in which they were asked for. */
export class ScriptedConnection implements Requester {
  isUp = true;
  readonly calls: Call[] = [];
  private readonly open: { resolve: (reply: never) => void; reject: (error: Error) => void }[] = [];

  request<Name extends keyof Requests>(name: Name, payload: Requests[Name][0]): Promise<Requests[Name][1]> {
    this.calls.push({ name, payload } as Call);
    return new Promise((resolve, reject) => this.open.push({ resolve, reject }));
  }

  async answer<Name extends keyof Requests>(reply: Omit<Requests[Name][1], "ok">): Promise<void> {
    this.open.shift()?.resolve({ ok: true, ...reply } as never);
    await settled();
  }

  async refuse(code: ErrorCode, retryAfterS = 0): Promise<void> {
    this.open.shift()?.reject(new RequestRefused(code, retryAfterS));
    await settled();
  }
}

export class SessionHolder {
  constructor(public session: Session | null) {}

  commit(session: Session): void {
    this.session = session;
  }
}

/** Resolve when every promise that can go on has gone on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
