import { css } from "lit";

export const caseStyles = css`
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: 0.75rem;
    padding: 1rem;
    border: 1px solid var(--line);
    background: var(--paper);
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    justify-self: stretch;
    gap: 1rem;
  }

  .field {
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    max-width: 100%;
  }

  select {
    max-width: 100%;
    min-height: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: inherit;
  }

  .scroll {
    justify-self: stretch;
  }

  .apart {
    border-inline-start: 1px solid var(--line-strong);
  }

  a.button {
    text-decoration: none;
  }
`;
