import type { ReactiveController, ReactiveControllerHost } from "lit";

const TICK_MS = 1_000;

/** The time now, for texts that tick: renders its host once a second while it is on the page. */
export class Clock implements ReactiveController {
  nowMs = Date.now();
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => this.host.requestUpdate(), TICK_MS);
  }

  hostUpdate(): void {
    this.nowMs = Date.now();
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }
}
