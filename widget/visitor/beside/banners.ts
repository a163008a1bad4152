import type { BannerView } from "../../shared/protocol";
import { storageOr } from "../store";
import { h, icon, type View } from "../view";
import type { BesideTexts } from "./texts";

const CROSS = "M5 5l14 14M19 5 5 19";

/** What everybody is told: an outage or a rush. Closed by the visitor, one stays closed in the tab until it is changed. */
export class Banners {
  readonly element = h("div", { role: "status" });
  private readonly tab = storageOr(() => sessionStorage);
  private shown = "";

  constructor(
    private readonly view: View<BesideTexts>,
    private readonly key: string,
    /** The button that had the focus is gone. */
    private readonly onClosed: () => void,
  ) {}

  /** Only what has changed is put in anew: a live region says all that is put in. */
  render(banners: readonly BannerView[]): void {
    const open = banners.filter((banner) => this.tab.getItem(this.key + banner.id) !== banner.changed_at);
    const shown = JSON.stringify([this.view.language, open]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.element.replaceChildren(...open.map((banner) => this.item(banner, () => this.close(banner, banners))));
  }

  private item(banner: BannerView, close: () => void): HTMLElement {
    const { texts, language } = this.view;
    const kind = texts.kinds[banner.kind];
    const button = h("button", { type: "button", "aria-label": texts.closeBanner(kind) });
    button.append(icon(CROSS));
    button.onclick = close;
    const words = h("p", {}, h("b", {}, `${kind}: `), banner[language]);
    return h("div", { class: `notice ${banner.kind}` }, words, button);
  }

  private close({ id, changed_at }: BannerView, banners: readonly BannerView[]): void {
    this.tab.setItem(this.key + id, changed_at);
    this.render(banners);
    this.onClosed();
  }
}
