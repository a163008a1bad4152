import { css } from "lit";

/** The frame of the two lists at the left. */
export const listStyles = css`
  h2 {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    padding: 0.75rem 1rem 0.5rem;
    font-size: 1.125rem;
  }

  h2 .chip {
    font-weight: 600;
  }

  li {
    border-top: 1px solid var(--line);
    background: var(--paper);
  }

  li:last-child {
    border-bottom: 1px solid var(--line);
  }

  .empty {
    padding: 0.25rem 1rem 1rem;
  }
`;
