import type { FeedbackField } from "../../shared/feedback-checks";
import type { BriefIs, FormView } from "../../shared/protocol";

/** A field of the agent's own form: a visitor's form elsewhere asks for no telephone number. */
export type FinishField = FeedbackField | "phone";

/** A feedback that the agent is about to send, as typed; under the id that makes sending it again harmless. */
export interface FeedbackDraft {
  readonly id: string;
  readonly values: Readonly<Record<FinishField, string>>;
  readonly isSending: boolean;
}

/** The brief of one conversation as this browser has it; `content` null: not here yet. */
export interface ThreadBrief {
  readonly isShown: boolean;
  readonly content: BriefIs | null;
  readonly hasFailed: boolean;
  readonly draft: FeedbackDraft | null;
}

export const NO_BRIEF: ThreadBrief = { isShown: false, content: null, hasFailed: false, draft: null };

const FEEDBACK_FORM = "feedback_form";

/** Whether this is the form that an agent can finish. */
export function isFeedback(form: FormView | null): boolean {
  return form?.name === FEEDBACK_FORM;
}

/** Begin the agent's own form with what the visitor has given to the bot. */
export function newDraft(form: FormView, id: string): FeedbackDraft {
  const value = (field: string): string =>
    form.fields.find(({ name }) => name === `feedback_${field}`)?.value ?? "";
  const contact = value("contact");
  // The bot has one of them, as the citizen has chosen.
  const way = contact.includes("@") ? { email: contact, phone: "" } : { email: "", phone: contact };
  const values = { kind: value("kind"), text: value("text"), place: value("place"), ...way };
  return { id, values, isSending: false };
}

/** Change a field. What has other words is another feedback, so it gets another id. */
export function withValue(draft: FeedbackDraft, field: FinishField, value: string, id: string): FeedbackDraft {
  return { ...draft, id, values: { ...draft.values, [field]: value } };
}
