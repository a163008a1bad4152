import { svg, type TemplateResult } from "lit";

/** A service hatch with somebody's words in it. Beside the name, so it needs none of its own. */
export const logo: TemplateResult = svg`<svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
  <path fill="none" stroke="currentColor" stroke-width="2.5" d="M4 27V5h24v22M1 27h30" />
  <path fill="currentColor" d="M9 10h14v9h-7l-4 4v-4H9z" />
</svg>`;
