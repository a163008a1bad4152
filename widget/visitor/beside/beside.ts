import type { Mode } from "../../shared/language";
import type { History } from "../history";
import type { Session } from "../session";
import type { Texts } from "../texts/texts";
import { View } from "../view";
import { Banners } from "./banners";
import css from "./beside.css?inline";
import { BESIDE_TEXTS } from "./texts";
import { Waiting } from "./waiting";

export { css };

export interface BesideActions {
  open(part: "callback" | "feedback"): void;
  giveFocus(): void;
}

/** A live region is heard once the browser knows it: its first words come this much later. */
const LIVE_AFTER_MS = 100;

/** What few conversations have beside them: banners below the header, and ways out of a queue above the status line. */
export class Beside {
  private readonly banners: Banners;
  private readonly waiting: Waiting;
  private isLive = false;

  constructor(
    outer: View<Texts>,
    private readonly session: Session,
    mode: Mode,
    header: Element,
    private readonly history: History,
    statusLine: Element,
    actions: BesideActions,
  ) {
    const view = new View(outer.language, BESIDE_TEXTS[outer.language], outer.signal);
    outer.bind(() => {
      view.use(outer.language, BESIDE_TEXTS[outer.language]);
      this.render();
    });
    this.banners = new Banners(view, `luukku.${mode}.banner.`, actions.giveFocus);
    this.waiting = new Waiting(view, mode, actions.open);
    header.after(this.banners.element);
    statusLine.before(this.waiting.element);
    setTimeout(() => {
      this.isLive = true;
      this.render();
    }, LIVE_AFTER_MS);
  }

  render(): void {
    if (!this.isLive) return;
    const { scroller } = this.history;
    const [height, wasNearEnd] = [scroller.clientHeight, this.history.isNearEnd()];
    this.banners.render(this.session.banners);
    this.waiting.render(this.session.state);
    // Who was at the end of the conversation stays there when it gets less room; a greeting is read from its beginning.
    if (wasNearEnd && this.session.log.last) scroller.scrollTop += height - scroller.clientHeight;
  }
}
