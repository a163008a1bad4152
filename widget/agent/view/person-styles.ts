import { css } from "lit";

import { fieldStyles } from "./field-styles";

/** One of the forms about a person. */
export const personStyles = [
  fieldStyles,
  css`
    :host {
      padding: 1rem;
      border: 1px solid var(--line);
      background: var(--paper);
    }

    h3 {
      font-size: 1.125rem;
    }

    form,
    .rows {
      display: grid;
      gap: 0.75rem;
      margin-top: 0.75rem;
    }

    .choices {
      display: flex;
      flex-wrap: wrap;
      gap: 0 1.25rem;
    }

    .choices label {
      display: inline-flex;
      align-items: center;
      gap: 0.5rem;
      min-height: 2.25rem;
      cursor: pointer;
    }

    .field.short input {
      width: 6rem;
    }

    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: end;
      gap: 0.5rem 0.75rem;
    }

    li.row {
      align-items: center;
      justify-content: space-between;
      padding: 0.25rem 0;
      border-bottom: 1px solid var(--line);
    }

    .row .field input {
      width: auto;
      /* A browser's own picture in a date or a time is higher than a line. */
      height: 2.75rem;
    }
  `,
];
