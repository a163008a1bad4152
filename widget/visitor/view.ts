import type { Language } from "../shared/language";

type Attributes = Record<string, string>;

/** Make an element. Text goes in as text nodes: nothing that anybody wrote is ever read as HTML. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Make a decorative 24 × 24 line drawing. */
export function icon(path: string): Element {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  const line = document.createElementNS(namespace, "path");
  line.setAttribute("d", path);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(line);
  return svg;
}

/** Set an element's text only if it changes: a live region would say it again. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** What the parts of a view share: the words of the language in use, and listeners that end with `signal`. */
export class View<Words> {
  private readonly bound: ((texts: Words) => void)[] = [];

  constructor(
    public language: Language,
    public texts: Words,
    readonly signal: AbortSignal,
  ) {}

  /** Apply words now and again whenever the language changes. */
  bind(apply: (texts: Words) => void): void {
    this.bound.push(apply);
    apply(this.texts);
  }

  use(language: Language, texts: Words): void {
    this.language = language;
    this.texts = texts;
    for (const apply of this.bound) apply(texts);
  }

  on<Name extends keyof HTMLElementEventMap>(
    target: EventTarget,
    name: Name | "visibilitychange" | "storage",
    listener: (event: HTMLElementEventMap[Name]) => void,
  ): void {
    target.addEventListener(name, listener as EventListener, { signal: this.signal });
  }

  /** Make a button whose label follows the language. */
  button(label: (texts: Words) => string, className: string, action: () => void, path?: string): HTMLButtonElement {
    const words = h("span");
    const button = h("button", { type: "button", class: className }, words);
    if (path) button.prepend(icon(path));
    this.bind((texts) => setText(words, label(texts)));
    // Without the event: an action's own parameters are not the browser's.
    this.on(button, "click", () => action());
    return button;
  }
}
