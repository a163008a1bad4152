import type { FaqEntryView, ReplyBookView } from "../../shared/protocol";
import { fillPlaces } from "./places";

/** Something to answer with: a canned reply, or with `faq` the answer to a frequent question. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly faq: FaqEntryView | null;
  readonly found: Searched;
}

/** What a choice is found by, folded. */
interface Searched {
  readonly names: readonly string[];
  readonly title: string;
  readonly text: string;
}

/** Choices of one kind, best first. */
export interface Group {
  readonly kind: "replies" | "faq";
  readonly choices: readonly Choice[];
}

// The lower the better: what the agent has typed in full, then what begins so, then what holds it anywhere.
const [EXACT, NAME_BEGINS, TITLE_BEGINS, TITLE_WORD, TITLE_HOLDS, TEXT_WORD, TEXT_HOLDS] = [0, 1, 2, 3, 4, 5, 6];

/** Return everything that fits a conversation in a queue, filled in. */
export function choicesFor(
  book: ReplyBookView,
  queue: string,
  values: Readonly<Record<string, string>>,
): Choice[] {
  const replies = book.replies
    .filter((reply) => reply.queues.includes(queue))
    .map(({ id, title, text, keywords }) => choice(id, title, fillPlaces(text, values, book.unknown), keywords, null));
  return [...replies, ...book.faq.map((entry) => choice(entry.id, entry.title, entry.text, [], entry))];
}

function choice(id: string, title: string, text: string, keywords: string[], faq: FaqEntryView | null): Choice {
  const found = { names: [id, ...id.split("_"), ...keywords].map(fold), title: fold(title), text: fold(text) };
  return { id, title, text, faq, found };
}

/** Return the choices in which every word of the query is found; the group with the best one first. */
export function findChoices(choices: readonly Choice[], query: string): Group[] {
  const terms = fold(query).split(/\s+/).filter(Boolean);
  const ranked = choices
    .map((each) => ({ each, rank: rankOf(each.found, terms) }))
    .filter(({ rank }) => rank < Infinity)
    // The sort is stable: equals stay in the order in which the city has written them.
    .sort((one, other) => one.rank - other.rank)
    .map(({ each }) => each);
  const groups: Group[] = [
    { kind: "replies", choices: ranked.filter(({ faq }) => faq === null) },
    { kind: "faq", choices: ranked.filter(({ faq }) => faq !== null) },
  ];
  if (terms.length && ranked[0]?.faq) groups.reverse();
  return groups.filter((group) => group.choices.length > 0);
}

/** Lower-case, without dots and accents: an agent in a hurry types `paatos`. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function rankOf(found: Searched, terms: readonly string[]): number {
  return terms.reduce((sum, term) => sum + rankOfTerm(found, term), 0);
}

function rankOfTerm({ names, title, text }: Searched, term: string): number {
  if (names.includes(term)) return EXACT;
  if (names.some((name) => name.startsWith(term))) return NAME_BEGINS;
  if (title.startsWith(term)) return TITLE_BEGINS;
  if (hasWord(title, term)) return TITLE_WORD;
  if (title.includes(term) || names.some((name) => name.includes(term))) return TITLE_HOLDS;
  if (hasWord(text, term)) return TEXT_WORD;
  return text.includes(term) ? TEXT_HOLDS : Infinity;
}

function hasWord(text: string, beginning: string): boolean {
  return text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(beginning));
}
