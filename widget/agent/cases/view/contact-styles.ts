import { css } from "lit";

export const contactStyles = css`
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

  .choices label,
  .tick {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-height: 2.75rem;
    cursor: pointer;
  }

  input[type="radio"],
  input[type="checkbox"] {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin: 0;
    accent-color: var(--bus);
  }

  .field select {
    width: 100%;
    min-height: 2.75rem;
    padding: 0.375rem 0.75rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: inherit;
  }

  textarea {
    field-sizing: content;
    max-height: 40dvh;
  }

  textarea[aria-invalid="true"] {
    border-color: var(--error);
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

  .fault {
    color: var(--error);
    font-weight: 600;
  }

  form .actions {
    justify-content: space-between;
    margin-top: 0;
  }
`;
