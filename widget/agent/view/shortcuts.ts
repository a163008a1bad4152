/** Whether Alt + digit is free: on a Mac it types characters, on a Finnish one the @ of every address. */
export const HAS_SHORTCUTS = !/^(Mac|iP)/.test(navigator.platform);

/** Which of the agent's conversations a key press asks for, from 1; 0 for none. */
export function conversationNumber(event: KeyboardEvent): number {
  // AltGr reports itself as Ctrl + Alt, and types characters.
  const isAltAlone = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  return HAS_SHORTCUTS && isAltAlone && digit ? Number(digit) : 0;
}
