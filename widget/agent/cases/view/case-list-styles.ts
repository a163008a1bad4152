import { css } from "lit";

import { fieldStyles } from "../../view/field-styles";

export const caseListStyles = [
  fieldStyles,
  css`
    :host {
      padding-bottom: 1rem;
    }

    h3 {
      padding: 0.75rem 1rem 0.25rem;
      font-size: 1.125rem;
    }

    h3:focus-visible {
      outline-offset: -3px;
    }

    form {
      display: grid;
      gap: 0.5rem;
      padding: 0 1rem;
    }

    .line {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 0.5rem;
    }

    summary {
      width: max-content;
      min-height: 2rem;
      padding: 0.25rem 0;
      font-weight: 600;
      cursor: pointer;
    }

    .filters {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr));
      gap: 0.5rem 0.75rem;
    }

    form > .button {
      justify-self: start;
    }

    .about {
      padding: 0.5rem 1rem;
    }

    .problem {
      margin: 0 1rem 0.5rem;
    }

    .selection {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.25rem 0.75rem;
      min-height: 2.75rem;
      padding: 0 1rem;
    }

    .selection .button {
      margin-inline-start: auto;
    }

    .all {
      display: inline-flex;
      align-items: center;
      gap: 0.75rem;
      min-height: 2.75rem;
      cursor: pointer;
    }

    li {
      position: relative;
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      border-top: 1px solid var(--line);
      background: var(--paper);
    }

    li:last-child {
      border-bottom: 1px solid var(--line);
    }

    li.late {
      box-shadow: inset 6px 0 0 var(--error);
    }

    li:hover {
      background: var(--ground);
    }

    li:has([aria-current="true"]) {
      background: var(--bus-light);
    }

    .pick {
      z-index: 1;
      display: grid;
      align-content: start;
      padding: 0.875rem 0.75rem 0.5rem 1rem;
      cursor: pointer;
    }

    .case {
      padding: 0.625rem 1rem 0.625rem 0;
    }

    a {
      display: -webkit-box;
      overflow: hidden;
      color: inherit;
      font-weight: 600;
      overflow-wrap: anywhere;
      text-decoration: none;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }

    /* All of the row opens the case; the box beside it stays above. */
    a::after {
      position: absolute;
      inset: 0;
      content: "";
    }

    a:hover {
      text-decoration: underline;
    }

    a:focus-visible {
      outline: 0;
    }

    a:focus-visible::after {
      outline: 3px solid var(--focus);
      outline-offset: -3px;
    }

    .due {
      margin-top: 0.125rem;
      font-size: 0.875rem;
    }

    .hint {
      overflow-wrap: anywhere;
    }

    .code {
      font-variant-numeric: tabular-nums;
    }

    .chip {
      white-space: normal;
    }

    .more {
      padding: 1rem;
    }
  `,
];
