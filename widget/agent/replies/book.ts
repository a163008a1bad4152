import type { Language } from "../../shared/language";
import type { ReplyBookView } from "../../shared/protocol";
import { ApiRefused, fetchReplies } from "../link/api";

// Answers are edited and opening times pass; the service tells without sending all of it again.
const FRESH_MS = 60_000;

/** What there is to answer with, by language, fetched when it is first wanted. */
export class ReplyBooks {
  private readonly books = new Map<Language, { readonly book: ReplyBookView; readonly fetchedAt: number }>();

  constructor(
    private readonly fetchBook: (language: Language) => Promise<ReplyBookView> = fetchReplies,
    private readonly now: () => number = Date.now,
  ) {}

  /** Return what is here, however old. */
  find(language: Language): ReplyBookView | null {
    return this.books.get(language)?.book ?? null;
  }

  /**
   * Return the book as the service has it now, or the one from before if the service does not answer.
   *
   * @throws ApiRefused there is neither.
   */
  async get(language: Language): Promise<ReplyBookView> {
    const kept = this.books.get(language);
    if (kept && this.now() - kept.fetchedAt < FRESH_MS) return kept.book;
    try {
      const book = await this.fetchBook(language);
      this.books.set(language, { book, fetchedAt: this.now() });
      return book;
    } catch (error) {
      if (!(error instanceof ApiRefused && kept)) throw error;
      return kept.book;
    }
  }
}
