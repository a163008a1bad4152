import { expect, test } from "vitest";

import { ApiRefused } from "../../../../widget/agent/link/api";
import { ReplyBooks } from "../../../../widget/agent/replies/book";
import type { ReplyBookView } from "../../../../widget/shared/protocol";

const BOOK: ReplyBookView = { replies: [], faq: [], unknown: {}, opens_at: {} };

test("a language is fetched once in a while, and an old book is better than none", async () => {
  let [now, fetched, isDown] = [0, 0, false];
  const books = new ReplyBooks(
    () => {
      if (isDown) return Promise.reject(new ApiRefused("disconnected"));
      fetched += 1;
      return Promise.resolve({ ...BOOK, opens_at: { city: String(fetched) } });
    },
    () => now,
  );
  expect(books.find("fi")).toBeNull();
  await books.get("fi");
  await books.get("fi");
  expect(fetched).toBe(1);
  now = 60_000;
  expect((await books.get("fi")).opens_at).toEqual({ city: "2" });
  isDown = true;
  now = 120_000;
  expect((await books.get("fi")).opens_at).toEqual({ city: "2" });
  await expect(books.get("sv")).rejects.toThrow(ApiRefused);
});
