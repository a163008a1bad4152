/** Whether this browser can show notifications to a page at all. */
export const CAN_NOTIFY = "Notification" in window && window.isSecureContext;

/** Ask the agent's browser; to be called when the agent has asked for it, never by itself. */
export async function askToNotify(): Promise<boolean> {
  return CAN_NOTIFY && (await Notification.requestPermission()) === "granted";
}

/** Shows the browser's notifications while nobody looks at the page, and takes them away when somebody does. */
export class Notifier {
  private readonly shown = new Map<string, Notification>();
  private listening = new AbortController();

  open(): void {
    this.listening = new AbortController();
    const { signal } = this.listening;
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.clear(), { signal });
  }

  close(): void {
    this.listening.abort();
    this.clear();
  }

  /** Show one; a newer one about the same conversation takes its place. */
  show(conversation: string, title: string, body: string, opened: () => void): void {
    if (Notification.permission !== "granted") return;
    // Before the new one: browsers know them by their tag, and closing the old one later would close both.
    this.shown.get(conversation)?.close();
    let notification: Notification;
    try {
      notification = new Notification(title, { body, tag: conversation });
    } catch {
      // Some browsers of telephones promise and then refuse; the console is not for telephones in pockets.
      return;
    }
    notification.onclick = () => {
      window.focus();
      opened();
      notification.close();
    };
    this.shown.set(conversation, notification);
  }

  private clear(): void {
    for (const notification of this.shown.values()) notification.close();
    this.shown.clear();
  }
}
