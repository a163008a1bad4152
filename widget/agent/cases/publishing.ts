import type { CaseView } from "../../shared/protocol";

/** What a case would show on the public board. */
export interface PublicWords {
  readonly title: string;
  readonly text: string;
  readonly answer: string;
}

/** Return what was written and answered, as it stands in the case. */
export function originalOf({ row, text, events }: CaseView): PublicWords {
  const answers = events.filter(({ kind }) => kind === "answered");
  const answer = answers.at(-1)?.facts.find(({ name }) => name === "text")?.value ?? "";
  return { title: row.title, text, answer };
}

/** Return the words to begin with: those that are published already, else the service's proposal with people masked. */
export function proposePublicWords(of: CaseView): PublicWords {
  if (of.row.is_published) return { title: of.public_title, text: of.public_text, answer: of.public_answer };
  return of.redacted ?? originalOf(of);
}
