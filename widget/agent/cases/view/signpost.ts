import { html, type TemplateResult } from "lit";

import type { Language } from "../../../shared/language";
import type { ProposalIs } from "../../../shared/protocol";
import type { Texts } from "../../texts";
import type { ContactTexts } from "../texts/contact";

/** Where a matter belongs that is not one for the city's feedback, in the customer's language. */
export function signpost(
  { title, text, links }: NonNullable<ProposalIs["signpost"]>,
  customers: Language,
  words: ContactTexts,
  t: Texts,
  language: Language,
): TemplateResult {
  return html`<div class="signpost" role="status" lang=${customers}>
    <p lang=${language}><b>${words.signpost}</b></p>
    <p><b>${title}</b> ${text}</p>
    <ul>
      ${links.map(
        (link) =>
          html`<li>
            <a href=${link.url} target="_blank" rel="noopener noreferrer"
              >${link.title} <span class="visually-hidden" lang=${language}>(${t.opensInNewTab})</span></a
            >
          </li>`,
      )}
    </ul>
  </div>`;
}
