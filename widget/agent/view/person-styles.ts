import { css } from "lit";

/** One of the forms about a person. */
export const personStyles = css`
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

  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    padding: 0;
    font-weight: 600;
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

  input[type="checkbox"] {
    width: 1.25rem;
    height: 1.25rem;
    margin: 0;
    accent-color: var(--bus);
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
`;
