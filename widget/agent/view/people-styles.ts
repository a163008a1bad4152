import { css } from "lit";

/** A list of people or queues to choose one from. */
export const peopleStyles = css`
  form {
    display: grid;
    gap: 1rem;
    margin-top: 1rem;
  }

  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend,
  .field label {
    padding: 0;
    font-weight: 600;
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

  .choice:has(:disabled) {
    background: none;
    cursor: not-allowed;
  }

  .choice input {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin: 0;
    accent-color: var(--bus);
  }

  .choice .hint {
    margin-inline-start: auto;
    text-align: end;
  }

  select {
    width: 100%;
    min-height: 2.75rem;
    padding: 0.375rem 0.75rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: inherit;
  }
`;
