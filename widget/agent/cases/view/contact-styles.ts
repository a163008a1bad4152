import { css } from "lit";

import { fieldStyles } from "../../view/field-styles";

export const contactStyles = [
  fieldStyles,
  css`
    dialog {
      width: min(46rem, calc(100vw - 2rem));
    }

    form {
      display: grid;
      gap: 0.75rem;
      margin-top: 0.75rem;
    }

    .row,
    .more {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr));
      gap: 0.75rem 1rem;
      align-items: start;
    }

    .choices {
      display: flex;
      flex-wrap: wrap;
      gap: 0 1.25rem;
    }

    .choices label,
    .tick {
      display: inline-flex;
      align-items: center;
      gap: 0.5rem;
      min-height: 2.75rem;
      cursor: pointer;
    }

    input[type="radio"],

    textarea {
      field-sizing: content;
      max-height: 40dvh;
    }

    summary {
      width: max-content;
      min-height: 2rem;
      padding: 0.25rem 0;
      font-weight: 600;
      cursor: pointer;
    }

    .signpost {
      display: grid;
      gap: 0.25rem;
      padding: 0.75rem 1rem;
      border-left: 6px solid var(--alert);
      background: var(--alert-light);
    }

    .signpost a {
      color: var(--bus);
    }

    .ways {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
      gap: 0.75rem 1rem;
    }

    .ways .button {
      width: 100%;
      min-height: 3.25rem;
    }

    form .actions {
      justify-content: space-between;
      margin-top: 0;
    }
  `,
];
