import type { FeedbackTexts } from "./feedback-texts";
import type { SubmitFeedback } from "./protocol";

export type Kind = SubmitFeedback["kind"];

/** In the order in which the city's own form has them. */
export const KINDS: readonly Kind[] = ["complaint", "thanks", "idea", "question", "accessibility", "other"];

/** The wire's limits. */
const MIN_TEXT_CHARS = 10;
const MAX_TEXT_CHARS = 4_000;
const MAX_PLACE_CHARS = 200;
const MAX_EMAIL_CHARS = 254;
/** The same as the service checks: one @ and a dotted host; whether mail arrives only sending tells. */
const EMAIL = /^([^@\s]+@[^@\s]+\.[^@\s]+)?$/;

/** The words for what is wrong with a value. */
type Problem = "kindMissing" | "textTooShort" | "textTooLong" | "placeTooLong" | "emailWrong";
export type FeedbackField = "kind" | "text" | "place" | "email";

/** What is wrong with a field of a feedback, or undefined; surrounding spaces do not count. */
export const CHECKS: Record<FeedbackField, (value: string) => (Problem & keyof FeedbackTexts) | undefined> = {
  kind: (value) => (KINDS.some((kind) => kind === value) ? undefined : "kindMissing"),
  text: (value) => {
    const count = countCharacters(value);
    if (count < MIN_TEXT_CHARS) return "textTooShort";
    return count > MAX_TEXT_CHARS ? "textTooLong" : undefined;
  },
  place: (value) => (countCharacters(value) > MAX_PLACE_CHARS ? "placeTooLong" : undefined),
  email: (value) => (EMAIL.test(value.trim()) && value.length <= MAX_EMAIL_CHARS ? undefined : "emailWrong"),
};

/** Count as the service does: code points, not UTF-16 units. */
function countCharacters(text: string): number {
  return [...text.trim()].length;
}
