import { css, html, nothing, type TemplateResult } from "lit";

import type { Language } from "../../shared/language";
import type { Attached } from "../session/thread";
import type { Texts } from "../texts";
import { renderLinks } from "./message";

export const attachmentStyles = css`
  .attached li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
  }

  .attached .hint {
    flex-basis: 100%;
  }

  .attached .more {
    margin: 0;
  }
`;

export interface AttachmentActions {
  /** Put one wording of the answer in the place of the other. */
  reword(from: string, to: string): void;
  detach(attached: Attached): void;
}

/** The answers whose links go out with the draft, each with its way into plain language and back. */
export function renderAttachments(
  attached: readonly Attached[],
  context: { t: Texts; draft: string; language: Language; act: AttachmentActions },
): TemplateResult {
  const { t, draft, language, act } = context;
  return html`<ul class="attached" aria-label=${t.attachedLinks}>
    ${attached.map((each) => {
      const { title, text, plain, links } = each;
      const isPlain = !draft.includes(text);
      return html`<li>
        <p class="hint">${t.linksOf} <span lang=${language}>${title}</span></p>
        ${renderLinks(links, language, t)}
        ${!isPlain || draft.includes(plain)
          ? html`<button
              type="button"
              class="button small"
              @click=${() => (isPlain ? act.reword(plain, text) : act.reword(text, plain))}
            >
              ${isPlain ? t.useStandard : t.usePlain}
            </button>`
          : nothing}
        <button type="button" class="button small quiet" @click=${() => act.detach(each)}>
          ${t.detach}<span class="visually-hidden"> <span lang=${language}>${title}</span></span>
        </button>
      </li>`;
    })}
  </ul>`;
}
