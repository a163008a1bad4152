import type { Language } from "../../shared/language";
import type { Store } from "../store";
// Of its code nothing: the build would make a chunk of its own of what the panel and this have in common.
import type { View } from "../view";
import css from "./exit.css?inline";

/** Says nothing of where its reader comes from; a page may name another by `quick-exit`. */
const ELSEWHERE = "https://www.ilmatieteenlaitos.fi/";
/** Two presses within it are one wish to be gone. */
const TWICE_MS = 1_500;
/** Where the tab keeps the conversation's secret, see `Store`. */
const TOKEN_KEY = "luukku.youth.token";

const WORDS: Record<Language, { leave: string; help: string }> = {
  fi: { leave: "Poistu heti", help: "Keskustelu häviää tältä laitteelta, ja tilalle tulee toinen sivu." },
  sv: { leave: "Lämna genast", help: "Samtalet försvinner från den här apparaten och en annan sida visas." },
  en: { leave: "Leave now", help: "The conversation disappears from this device and another page takes its place." },
};

/** What of the launcher the way out needs. */
interface Place {
  readonly server: string;
  readonly language: Language;
  adoptStyle(css: string): void;
}

/**
 * The quick way out of a page with the youth chat: a button, or Esc twice, wherever the focus is.
 *
 * There before the chat is opened, and whatever else cannot be fetched. What it leaves behind is what only the browser
 * itself can remove: that the address was visited.
 */
export class Exit {
  private readonly others = new BroadcastChannel("luukku.leave");
  private store: Store | undefined;
  private escapedAt = -Infinity;
  private isGone = false;
  /** The secret of the conversation that this page showed when it was last left by a link. */
  private hiddenWith: string | null | undefined;

  constructor(
    private readonly chat: HTMLElement,
    private readonly place: Place,
    launcher: HTMLElement,
    signal: AbortSignal,
  ) {
    place.adoptStyle(css);
    launcher.before(this.makeButton("outside", WORDS[place.language]));
    // Heard before anything else can stop it.
    addEventListener("keydown", (event) => this.pressed(event), { capture: true, signal });
    document.addEventListener("click", (event) => stay(event), { signal });
    addEventListener("pagehide", () => (this.hiddenWith = keptSecret()), { signal });
    // Shown again as it was, by Back, after its conversation has been left or ended on another page.
    addEventListener("pageshow", () => this.hiddenWith !== undefined && this.hiddenWith !== keptSecret() && renew(), {
      signal,
    });
    this.others.onmessage = () => this.leave();
    signal.addEventListener("abort", () => this.others.close());
  }

  /** Be in the panel too, which may cover the page, in its language; `store` knows what is kept where nothing may be. */
  join<Words>(view: View<Words>, toolbar: HTMLElement, store: Store): void {
    this.store = store;
    const button = this.makeButton("action", WORDS[view.language]);
    toolbar.append(button);
    view.bind(() => label(button, WORDS[view.language]));
  }

  private makeButton(className: string, words: (typeof WORDS)[Language]): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `quick-exit ${className}`;
    label(button, words);
    button.onclick = () => this.leave();
    return button;
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.repeat) return;
    const isSecond = event.timeStamp - this.escapedAt < TWICE_MS;
    this.escapedAt = event.timeStamp;
    if (!isSecond) return;
    hold(event);
    this.leave();
  }

  /**
   * Nothing stays to be seen, not for the blink that the other page takes to come, nor in a page that the browser keeps
   * to show it again. Nothing is waited for, and nothing that fails keeps anybody here.
   */
  private leave(): void {
    if (this.isGone) return;
    this.isGone = true;
    const elsewhere = this.chat.getAttribute("quick-exit") || ELSEWHERE;
    const go = (): void => location.replace(elsewhere);
    const secret = keptSecret() ?? tried(() => this.store?.token());
    addEventListener("pageshow", go);
    // By itself the key stops what a page is loading, which here is the other page.
    addEventListener("keydown", hold, { capture: true });
    tried(() => this.others.postMessage(""));
    document.title = "";
    // With its element the chat ends, and its connection.
    document.documentElement.replaceChildren();
    eraseTraces();
    if (secret) tried(() => navigator.sendBeacon(new URL("/api/visitor/close", this.place.server), secret));
    go();
  }
}

/** Within the page, and to its other languages, a link adds nothing to what Back leads through. */
function stay(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const isThisPage = link.pathname === location.pathname && link.hash !== "";
  if (link.origin !== location.origin || (!isThisPage && !link.hreflang)) return;
  event.preventDefault();
  location.replace(link.href);
}

/** The secret of the tab's conversation, if it has one that can be kept. */
const keptSecret = (): string | null => tried(() => sessionStorage.getItem(TOKEN_KEY)) ?? null;

/** Let nothing be seen of the page as it was. */
function renew(): void {
  document.documentElement.replaceChildren();
  location.reload();
}

function hold(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function label(button: HTMLButtonElement, { leave, help }: (typeof WORDS)[Language]): void {
  button.textContent = leave;
  button.title = help;
}

/** Leave no trace in this browser, not even that the chat was ever opened. */
function eraseTraces(): void {
  for (const find of [() => sessionStorage, () => localStorage]) {
    // Blocked: nothing was ever kept there.
    tried(() => {
      const area = find();
      for (const key of Object.keys(area)) if (key.startsWith("luukku.")) area.removeItem(key);
    });
  }
}

function tried<Result>(attempt: () => Result): Result | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
