import type { Kind } from "../../shared/feedback-checks";
import type { FeedbackReceived } from "../../shared/protocol";
import { wellFormed } from "../../shared/text";
import { type Requester, RequestRefused } from "../link/connection";
import { type FinishField, newDraft, type ThreadBrief, withValue } from "../session/brief";
import { updateThread } from "../session/session";
import { day } from "../texts/format";
import type { DeskHost } from "./host";
import type { Holder } from "./outbox";

/** The briefs of the agent's conversations, and the forms that the agent finishes from there. */
export class Briefs {
  constructor(
    private readonly connection: Requester,
    private readonly holder: Holder,
    private readonly host: Pick<DeskHost, "notify">,
  ) {}

  /** Open or fold the brief; opened, it is fetched anew. */
  show(conversation: string, isShown: boolean): void {
    this.change(conversation, (brief) => ({ ...brief, isShown }));
    if (isShown) void this.fetch(conversation);
  }

  async fetch(conversation: string): Promise<void> {
    this.change(conversation, (brief) => ({ ...brief, hasFailed: false }));
    try {
      const content = await this.connection.request("brief", { conversation });
      this.change(conversation, (brief) => ({ ...brief, content }));
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      this.change(conversation, (brief) => ({ ...brief, hasFailed: true }));
    }
  }

  /** Begin to finish the form that the visitor left. */
  begin(conversation: string): void {
    this.change(conversation, (brief) =>
      brief.content?.form ? { ...brief, draft: newDraft(brief.content.form, crypto.randomUUID()) } : brief,
    );
  }

  edit(conversation: string, field: FinishField, value: string): void {
    const whole = wellFormed(value);
    this.change(conversation, (brief) =>
      brief.draft ? { ...brief, draft: withValue(brief.draft, field, whole, crypto.randomUUID()) } : brief,
    );
  }

  abandon(conversation: string): void {
    this.change(conversation, (brief) => ({ ...brief, draft: null }));
  }

  /** Send the form as it is; return whether it is stored. */
  async send(conversation: string): Promise<boolean> {
    const draft = this.holder.session?.threads.get(conversation)?.brief.draft;
    if (!draft || draft.isSending) return false;
    const { id, values } = draft;
    this.change(conversation, (brief) => ({ ...brief, draft: { ...draft, isSending: true } }));
    let received: FeedbackReceived;
    try {
      received = await this.connection.request("finish_form", {
        conversation,
        id,
        kind: values.kind as Kind,
        text: values.text.trim(),
        place: values.place.trim(),
        email: values.email.trim(),
        phone: values.phone.trim(),
      });
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const { code } = error;
      this.change(conversation, (brief) => ({ ...brief, draft: brief.draft && { ...brief.draft, isSending: false } }));
      this.host.notify("error", (t) => t.brief.notSent(t.errors[code]));
      return false;
    }
    this.change(conversation, (brief) => ({ ...brief, draft: null }));
    this.host.notify("info", (t) => t.brief.sent(received.code, day(received.due_on)));
    await this.fetch(conversation);
    return true;
  }

  private change(conversation: string, transition: (brief: ThreadBrief) => ThreadBrief): void {
    const { session } = this.holder;
    if (!session?.threads.has(conversation)) return;
    this.holder.commit(
      updateThread(session, conversation, (thread) => ({ ...thread, brief: transition(thread.brief) })),
    );
  }
}
