import { css, html, LitElement, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import type { CaseImageView } from "../../../shared/protocol";
import { dialogStyles } from "../../view/dialog";
import { shared } from "../../view/styles";
import type { CaseTexts } from "../texts/case";

/** A case's images, small; each opens large. */
export class CaseImages extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    css`
      h3 {
        font-size: 1.125rem;
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem;
        margin-top: 0.5rem;
      }

      li button {
        padding: 0;
        border: 1px solid var(--line-strong);
        background: none;
        cursor: zoom-in;
      }

      li img {
        display: block;
        width: 8rem;
        height: 6rem;
        object-fit: cover;
      }

      dialog {
        width: min(70rem, calc(100vw - 2rem));
      }

      dialog img {
        display: block;
        max-width: 100%;
        max-height: 75dvh;
        margin: 0 auto;
      }
    `,
  ];

  @property({ attribute: false }) words!: CaseTexts;
  @property({ attribute: false }) images: readonly CaseImageView[] = [];
  @state() private large: number | null = null;
  @query("dialog") private dialog!: HTMLDialogElement;

  override render(): TemplateResult {
    const { words, images, large } = this;
    const shown = large === null ? undefined : images[large];
    return html`<h3 id="title">${words.images}</h3>
      <ul aria-labelledby="title">
        ${images.map(
          ({ path, is_public }, number) => html`<li>
            <button type="button" @click=${() => this.show(number)}>
              <img src="${path}?size=thumbnail" alt=${words.image(number + 1, is_public)} loading="lazy" />
            </button>
          </li>`,
        )}
      </ul>
      <dialog aria-labelledby="large" @close=${this.closed}>
        <h2 id="large" class="visually-hidden">${words.image((large ?? 0) + 1, shown?.is_public ?? false)}</h2>
        ${shown ? html`<img src=${shown.path} alt=${words.image((large ?? 0) + 1, shown.is_public)} />` : ""}
        <form method="dialog" class="actions"><button class="button primary">${words.closeImage}</button></form>
      </dialog>`;
  }

  private async show(number: number): Promise<void> {
    this.large = number;
    await this.updateComplete;
    this.dialog.showModal();
  }

  private closed(): void {
    const button = this.renderRoot.querySelectorAll<HTMLElement>("li button")[this.large ?? 0];
    this.large = null;
    button?.focus();
  }
}
