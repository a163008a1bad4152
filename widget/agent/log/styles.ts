import { css } from "lit";

/** Wide dialogs with a search above and what was found below. */
export const searchStyles = css`
  dialog {
    width: min(64rem, calc(100vw - 2rem));
  }

  .top {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: 1rem;
  }

  .top + p,
  .top + div > p:first-child {
    margin-top: 0.5rem;
  }

  .search {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr));
    gap: 1rem;
    align-items: start;
    margin-top: 1rem;
  }

  select {
    width: 100%;
    min-height: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: inherit;
  }

  .search .actions {
    grid-column: 1 / -1;
    align-items: center;
    margin-top: 0;
  }

  a {
    color: var(--bus);
  }

  .found {
    margin-top: 1rem;
  }

  .rows {
    margin-top: 0.5rem;
    border-bottom: 1px solid var(--line);
  }

  .rows > li {
    display: grid;
    grid-template-columns: 10rem minmax(0, 1fr) auto;
    gap: 0.25rem 1rem;
    align-items: center;
    min-height: 3rem;
    padding: 0.375rem 0;
    border-top: 1px solid var(--line);
    overflow-wrap: anywhere;
  }

  .rows time {
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }

  .more {
    margin-top: 1rem;
  }

  @media (max-width: 40rem) {
    .rows > li {
      grid-template-columns: minmax(0, 1fr);
      justify-items: start;
    }
  }
`;
