import type { Texts } from "./texts/texts";
import { h, type View } from "./view";

/** On a small screen the panel covers the page, and must keep the focus from going behind it. */
const SMALL_SCREEN = "(max-width: 575px), (max-height: 559px)";

/** The panel's window: beside the page on a large screen, over all of it on a small one. */
export class Sheet {
  readonly element = h("dialog", { "aria-labelledby": "title" });
  private readonly smallScreen = matchMedia(SMALL_SCREEN);

  constructor(view: View<Texts>, onLeave: () => void) {
    const { element } = this;
    view.on(element, "keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      onLeave();
    });
    // The way back of a telephone closes a modal dialog without any key.
    view.on(element, "cancel", (event) => {
      event.preventDefault();
      onLeave();
    });
    view.on(this.smallScreen, "change", () => {
      if (!element.open) return;
      const focused = (element.getRootNode() as ShadowRoot).activeElement;
      element.close();
      this.open();
      if (focused instanceof HTMLElement) focused.focus();
    });
  }

  get isOpen(): boolean {
    return this.element.open;
  }

  open(): void {
    if (this.element.open) return;
    // `show()` would move the focus, which a reload must not do.
    if (this.smallScreen.matches) this.element.showModal();
    else this.element.open = true;
  }
}
