import { css } from "lit";

export const caseActionsStyles = css`
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

  .fault {
    color: var(--error);
    font-weight: 600;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
  }

  .field select {
    min-height: 2.75rem;
    padding: 0.375rem 0.75rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: inherit;
  }

  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }

  .choice {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-height: 2.75rem;
    padding: 0.25rem 0.5rem;
    border-bottom: 1px solid var(--line);
    cursor: pointer;
  }

  .choice:hover {
    background: var(--bus-light);
  }

  .choice input {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin: 0;
    accent-color: var(--bus);
  }
`;
