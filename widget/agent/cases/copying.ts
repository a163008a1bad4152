/** Put a text on the clipboard; return whether the browser let it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed, or not there at all: some offices' browsers are set so.
    return false;
  }
}
