import { type Requester, RequestRefused } from "../link/connection";

// Said again well within the server's time to live, so that the sign does not flicker at the visitor's end.
const REPEAT_MS = 3_000;

/** Tells the visitor that the agent is typing: that, never what. */
export class TypingSignal {
  private conversation: string | null = null;
  private saidAt = 0;

  constructor(private readonly connection: Requester) {}

  set(conversation: string, on: boolean): void {
    const isOn = this.conversation === conversation;
    if (!on && !isOn) return;
    if (on && isOn && Date.now() - this.saidAt < REPEAT_MS) return;
    this.conversation = on ? conversation : null;
    this.saidAt = Date.now();
    void this.say(conversation, on);
  }

  private async say(conversation: string, on: boolean): Promise<void> {
    try {
      await this.connection.request("typing", { conversation, on });
    } catch (error) {
      // A sign that got lost is not worth the agent's attention: it ends by itself.
      if (!(error instanceof RequestRefused)) throw error;
    }
  }
}
