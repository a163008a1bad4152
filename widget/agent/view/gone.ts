import { html, nothing, type TemplateResult } from "lit";

import type { Texts } from "../texts";
import { moment } from "../texts/format";

/** Since when the visitor of a conversation is not connected; nothing while they are. */
export function goneChip(item: { gone_since: string }, nowMs: number, t: Texts): TemplateResult | typeof nothing {
  return item.gone_since ? html`<span class="chip strong">${t.notConnected(moment(item.gone_since, nowMs))}</span>` : nothing;
}
