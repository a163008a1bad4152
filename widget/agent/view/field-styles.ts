import { css } from "lit";

/** What forms have beside the shared fields: groups, selects, boxes to tick, and what is wrong with a field. */
export const fieldStyles = css`
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    padding: 0;
    font-weight: 600;
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

  input:is([type="checkbox"], [type="radio"]) {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    min-height: 0;
    margin: 0;
    accent-color: var(--bus);
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

  textarea[aria-invalid="true"] {
    border-color: var(--error);
  }

  .fault {
    color: var(--error);
    font-weight: 600;
  }
`;
