import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

/** Of the series of a chart, told apart by more than their colour: full, striped, empty. */
export const FILLS = ["var(--bus)", "url(#stripes)", "var(--paper)"];

/** What the striped ones need in their picture. */
export const STRIPES: SVGTemplateResult = svg`<defs>
  <pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect class="ground" width="6" height="6"></rect>
    <rect class="stripe" width="3" height="6"></rect>
  </pattern>
</defs>`;

/** Which series is filled how. */
export function legend(names: readonly string[]): TemplateResult {
  return html`<ul class="legend">
    ${names.map(
      (name, index) =>
        html`<li>
          <svg width="20" height="14" aria-hidden="true">${STRIPES}<rect x="1" y="1" width="18" height="12" fill=${FILLS[index]}></rect></svg>
          ${name}
        </li>`,
    )}
  </ul>`;
}
