import type { Language, Mode } from "../shared/language";
import type { Exit } from "./exit/exit";
import css from "./launcher.css?inline";
import type { Host, Panel } from "./panel";
import type { Texts } from "./texts/texts";

const WORDS: Record<Language, { region: string; ask: string; failed: string; unread: (count: number) => string }> = {
  fi: {
    region: "Neuvonta",
    ask: "Kysy Luukulta",
    failed: "Keskustelua ei saatu auki. Yritä uudelleen.",
    unread: (count) => (count === 1 ? "1 uusi viesti" : `${count} uutta viestiä`),
  },
  sv: {
    region: "Rådgivning",
    ask: "Fråga Luukku",
    failed: "Samtalet kunde inte öppnas. Försök igen.",
    unread: (count) => (count === 1 ? "1 nytt meddelande" : `${count} nya meddelanden`),
  },
  en: {
    region: "Advice",
    ask: "Ask Luukku",
    failed: "The chat could not be opened. Try again.",
    unread: (count) => (count === 1 ? "1 new message" : `${count} new messages`),
  },
};

/** Only the language in use is fetched. */
const TEXTS: Record<Language, () => Promise<{ texts: Texts }>> = {
  fi: () => import("./texts/fi"),
  sv: () => import("./texts/sv"),
  en: () => import("./texts/en"),
};
const loadTexts = (language: Language): Promise<Texts> => TEXTS[language]().then((module) => module.texts);

const BUBBLE = "M3 3h18v14H10l-5 4v-4H3z";

/** The button in the corner. The chat's own code is fetched when it is first opened. */
export class LuukkuChat extends HTMLElement {
  private readonly root = this.attachShadow({ mode: "open" });
  private readonly button = document.createElement("button");
  private readonly unreadBadge = document.createElement("span");
  private readonly failure = document.createElement("p");
  private listening: AbortController | undefined;
  private panel: Panel | undefined;
  private exit: Exit | undefined;

  connectedCallback(): void {
    const wasOpen = this.remembered() === "yes";
    const words = WORDS[this.language];
    this.root.adoptedStyleSheets = [];
    this.adoptStyle(css);

    const label = document.createElement("span");
    label.textContent = words.ask;
    this.unreadBadge.className = "unread";
    this.failure.className = "failure";
    this.failure.setAttribute("role", "status");
    this.button.type = "button";
    this.button.className = "launcher";
    this.button.replaceChildren(bubble(), label, this.unreadBadge);
    this.setExpanded(false);

    const region = document.createElement("aside");
    region.lang = this.language;
    region.setAttribute("aria-label", words.region);
    region.append(this.failure, this.button);
    this.root.replaceChildren(region);

    this.listening = new AbortController();
    this.button.addEventListener("click", () => this.toggle(), { signal: this.listening.signal });
    if (wasOpen) void this.open(false);
    else this.prepareExit().catch(() => {});
  }

  disconnectedCallback(): void {
    this.listening?.abort();
    this.panel?.destroy();
    this.panel = this.exit = undefined;
  }

  private get language(): Language {
    const tag = (this.getAttribute("language") || document.documentElement.lang).slice(0, 2).toLowerCase();
    return tag in WORDS ? (tag as Language) : "fi";
  }

  private get mode(): Mode {
    return this.getAttribute("mode") === "youth" ? "youth" : "city";
  }

  private toggle(): void {
    if (this.button.getAttribute("aria-expanded") === "true") this.minimise();
    else void this.open(true);
  }

  private async open(takeFocus: boolean): Promise<void> {
    this.failure.textContent = "";
    this.button.setAttribute("aria-busy", "true");
    const { listening } = this;
    try {
      const parts = [import("./panel"), loadTexts(this.language), this.prepareExit()] as const;
      const [{ openPanel }, texts] = await Promise.all(parts);
      if (listening?.signal.aborted) return;
      this.panel ??= openPanel(this.host(), texts);
      this.button.after(this.panel.element);
    } catch {
      this.failure.textContent = WORDS[this.language].failed;
      return;
    } finally {
      this.button.removeAttribute("aria-busy");
    }
    this.setExpanded(true);
    this.remembered("yes");
    this.panel.show(takeFocus);
  }

  /** The young leave in a blink, from the page too: without that way out their chat does not open. */
  private async prepareExit(): Promise<void> {
    if (this.mode !== "youth") return;
    const { signal } = this.listening!;
    const { Exit } = await import("./exit/exit");
    if (!signal.aborted) this.exit ??= new Exit(this, this.host(), this.button, signal);
  }

  private minimise(): void {
    this.panel?.hide();
    this.setExpanded(false);
    this.remembered("no");
    this.button.focus();
  }

  private host(): Host {
    return {
      // The chat's service is by default the one that served this script.
      server: this.getAttribute("server") || new URL(import.meta.url).origin,
      language: this.language,
      mode: this.mode,
      exit: this.exit,
      loadTexts,
      adoptStyle: (css) => this.adoptStyle(css),
      minimise: () => this.minimise(),
      showUnread: (count) => {
        this.unreadBadge.textContent = count ? WORDS[this.language].unread(count) : "";
      },
    };
  }

  /** A constructed sheet needs no exception in a strict Content-Security-Policy. */
  private adoptStyle(css: string): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets.push(sheet);
  }

  private setExpanded(isOpen: boolean): void {
    this.button.setAttribute("aria-expanded", String(isOpen));
  }

  /**
   * Read, or write and return, whether the chat is open: for the tab's life, so that a reload goes on where it was,
   * and for each mode alone. Nothing is kept of who has not opened it, and nothing where storage is blocked.
   */
  private remembered(value?: "yes" | "no"): string | null {
    const key = `luukku.${this.mode}.open`;
    try {
      if (value) sessionStorage.setItem(key, value);
      return value ?? sessionStorage.getItem(key);
    } catch {
      return null;
    }
  }
}

function bubble(): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", BUBBLE);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg as SVGSVGElement;
}
