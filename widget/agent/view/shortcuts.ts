/** Whether Alt + digit is free: on a Mac it types characters, on a Finnish one the @ of every address. */
export const HAS_SHORTCUTS = !/^(Mac|iP)/.test(navigator.platform);

/** Which digit is pressed with Alt: 1–9 stand for the agent's conversations, 0 for the queue; null for none. */
export function shortcutDigit(event: KeyboardEvent): number | null {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  return isShortcut(event) && digit ? Number(digit) : null;
}

/** Letters that no browser's menu has in Finnish, Swedish or English. */
const LETTERS: Readonly<Record<string, "cases" | "contact">> = { KeyC: "cases", KeyL: "contact" };

/** What is asked for with Alt and a letter: the cases or chats in turn, or a contact to be logged; null for nothing. */
export function shortcutLetter(event: KeyboardEvent): "cases" | "contact" | null {
  return isShortcut(event) ? (LETTERS[event.code] ?? null) : null;
}

function isShortcut(event: KeyboardEvent): boolean {
  // AltGr reports itself as Ctrl + Alt, and types characters.
  return HAS_SHORTCUTS && event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
}
