/** Whether Alt + digit is free: on a Mac it types characters, on a Finnish one the @ of every address. */
export const HAS_SHORTCUTS = !/^(Mac|iP)/.test(navigator.platform);

/** Which digit is pressed with Alt: 1–9 stand for the agent's conversations, 0 for the queue; null for none. */
export function shortcutDigit(event: KeyboardEvent): number | null {
  // AltGr reports itself as Ctrl + Alt, and types characters.
  const isAltAlone = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  return HAS_SHORTCUTS && isAltAlone && digit ? Number(digit) : null;
}
