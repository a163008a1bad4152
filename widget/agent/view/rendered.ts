/** Resolve when everything shows what it was given: Lit renders in microtasks, a parent before its children. */
export function rendered(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
