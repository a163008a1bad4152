import { css } from "lit";

export const commentsStyles = css`
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: 0.75rem;
    padding: 1rem;
    border: 1px solid var(--line);
    background: var(--paper);
  }

  h3 {
    font-size: 1.125rem;
  }

  ol {
    display: grid;
    justify-self: stretch;
    gap: 0.75rem;
  }

  li {
    padding-top: 0.75rem;
    border-top: 1px solid var(--line);
  }

  .text {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .about {
    color: var(--ink-soft);
    font-size: 0.875rem;
  }

  select {
    min-height: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: inherit;
  }
`;
