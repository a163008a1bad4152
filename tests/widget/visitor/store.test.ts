import { afterEach, expect, it } from "vitest";
import { Store, storageOr } from "../../../widget/visitor/store";

afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

it("keeps young people's secret apart from the city's", () => {
  const city = new Store(localStorage, sessionStorage, "city").token();
  const youth = new Store(sessionStorage, sessionStorage, "youth").token();
  expect(youth).not.toBe(city);
  expect(Object.values(localStorage)).not.toContain(youth);
});

it("gives the same secret until it is cleared", () => {
  const store = new Store(localStorage, sessionStorage, "city");
  const token = store.token();
  expect(new Store(localStorage, sessionStorage, "city").token()).toBe(token);
  store.keepDraft("message", "half a sen");
  store.clear();
  expect(store.token()).not.toBe(token);
  expect(store.draft("message")).toBe("");
});

it("works in memory where the browser refuses to store anything", () => {
  const blocked = storageOr(() => {
    throw new DOMException("blocked", "SecurityError");
  });
  const store = new Store(blocked, blocked, "city");
  expect(store.token()).toBe(store.token());
});
