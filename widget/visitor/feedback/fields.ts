import { CHECKS, KINDS, type FeedbackField, type Kind } from "../../shared/feedback-checks";
import type { FeedbackTexts } from "../../shared/feedback-texts";
import { type Check, choiceField, textField, type Field } from "./field";
import { h, type View } from "../view";

export type { Kind } from "../../shared/feedback-checks";
export type FeedbackFields = Record<FeedbackField, Field>;

type Words = (texts: FeedbackTexts) => string;
const CHOICES = Object.fromEntries(
  KINDS.map((kind) => [kind, (texts: FeedbackTexts) => texts.kinds[kind]]),
) as Record<Kind, Words>;

/** Make the fields of the feedback form. */
export function feedbackFields(view: View<FeedbackTexts>): FeedbackFields {
  return {
    kind: choiceField(view, "kind", {
      label: (texts) => texts.kind,
      choices: CHOICES,
      missing: (texts) => texts.kindMissing,
    }),
    text: textField(view, h("textarea", { id: "text", rows: "5", required: "" }), {
      label: (texts) => texts.text,
      help: (texts) => texts.textHelp,
      check: worded("text"),
    }),
    place: textField(view, h("input", { id: "place", type: "text" }), {
      label: (texts) => texts.place,
      help: (texts) => texts.placeHelp,
      check: worded("place"),
    }),
    email: textField(view, h("input", { id: "email", type: "email", autocomplete: "email" }), {
      label: (texts) => texts.email,
      help: (texts) => texts.emailHelp,
      check: worded("email"),
    }),
  };
}

function worded(field: FeedbackField): Check<FeedbackTexts> {
  return (value) => {
    const problem = CHECKS[field](value);
    return problem && ((texts) => texts[problem]);
  };
}
