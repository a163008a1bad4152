import { css } from "lit";

import { fieldStyles } from "../../view/field-styles";

export const caseActionsStyles = [
  fieldStyles,
  css`
    .buttons {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem;
    }

    .button.small {
      min-height: 2.25rem;
    }

    .button.open {
      background: var(--bus-light);
    }

    .outcome:not(:empty) {
      margin-top: 0.75rem;
      padding: 0.5rem 1rem;
      border-left: 6px solid var(--success);
      background: var(--success-light);
    }

    .trouble:not(:empty) {
      margin-top: 0.75rem;
    }

    form {
      display: grid;
      gap: 0.75rem;
      margin-top: 0.75rem;
      padding: 1rem;
      border: 2px solid var(--bus);
      background: var(--paper);
    }

    publish-form {
      margin-top: 0.75rem;
    }

    h3 {
      font-size: 1.125rem;
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 0.75rem;
    }
  `,
];
