import type { SubmitFeedback } from "../../shared/protocol";
import { choiceField, textField, type Field } from "./field";
import { countCharacters, MAX_TEXT_CHARS } from "../format";
import type { FeedbackTexts } from "./texts";
import { h, type View } from "../view";

export type Kind = SubmitFeedback["kind"];
export type FeedbackFields = Record<"kind" | "text" | "place" | "email", Field>;

/** The wire's limits. */
const MIN_TEXT_CHARS = 10;
const MAX_PLACE_CHARS = 200;
const MAX_EMAIL_CHARS = 254;
/** The same as the service checks: one @ and a dotted host; whether mail arrives only sending tells. */
const EMAIL = /^([^@\s]+@[^@\s]+\.[^@\s]+)?$/;

/** In the order in which the city's own form has them. */
const KINDS: Record<Kind, (texts: FeedbackTexts) => string> = {
  complaint: (texts) => texts.kinds.complaint,
  thanks: (texts) => texts.kinds.thanks,
  idea: (texts) => texts.kinds.idea,
  question: (texts) => texts.kinds.question,
  other: (texts) => texts.kinds.other,
};

/** Make the fields of the feedback form. */
export function feedbackFields(view: View<FeedbackTexts>): FeedbackFields {
  return {
    kind: choiceField(view, "kind", {
      label: (texts) => texts.kind,
      choices: KINDS,
      missing: (texts) => texts.kindMissing,
    }),
    text: textField(view, h("textarea", { id: "text", rows: "5", required: "" }), {
      label: (texts) => texts.text,
      help: (texts) => texts.textHelp,
      check: (value) => {
        const count = countCharacters(value);
        if (count < MIN_TEXT_CHARS) return (texts) => texts.textTooShort;
        return count > MAX_TEXT_CHARS ? (texts) => texts.textTooLong : undefined;
      },
    }),
    place: textField(view, h("input", { id: "place", type: "text" }), {
      label: (texts) => texts.place,
      help: (texts) => texts.placeHelp,
      check: (value) =>
        countCharacters(value) > MAX_PLACE_CHARS ? (texts) => texts.placeTooLong : undefined,
    }),
    email: textField(view, h("input", { id: "email", type: "email", autocomplete: "email" }), {
      label: (texts) => texts.email,
      help: (texts) => texts.emailHelp,
      check: (value) =>
        EMAIL.test(value) && value.length <= MAX_EMAIL_CHARS ? undefined : (texts) => texts.emailWrong,
    }),
  };
}
