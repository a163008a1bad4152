/**
 * Return the text with every broken half of a character replaced.
 *
 * A bad paste can hold halves; JSON from them is malformed, and the service hangs up on malformed packets: the message
 * would never leave, and nothing after it.
 */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
