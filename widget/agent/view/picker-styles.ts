import { css } from "lit";

export const pickerStyles = css`
  section {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    max-height: max(14rem, min(24rem, 45dvh));
    border: 1px solid var(--line-strong);
    background: var(--paper);
    box-shadow: 0 -4px 16px rgb(0 0 0 / 20%);
  }

  .search {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 0.25rem 0.5rem;
    padding: 0.625rem 1rem;
    border-bottom: 1px solid var(--line);
  }

  label {
    grid-column: 1 / -1;
    font-weight: 600;
  }

  input {
    width: 100%;
    min-width: 0;
    min-height: 2.75rem;
    padding: 0.375rem 0.75rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
  }

  input:focus-visible {
    outline-offset: 0;
  }

  [role="listbox"] {
    overflow-y: auto;
    overscroll-behavior: contain;
  }

  .group {
    position: sticky;
    top: 0;
    padding: 0.25rem 1rem;
    background: var(--ground);
    font-size: 0.875rem;
    font-weight: 600;
  }

  .option {
    padding: 0.5rem 1rem;
    border-left: 6px solid transparent;
    cursor: pointer;
    /* The group's title covers the top of what scrolls below it. */
    scroll-margin-top: 2rem;
  }

  .option:hover {
    background: var(--ground);
  }

  .option[aria-selected="true"] {
    border-left-color: var(--bus);
    background: var(--bus-light);
  }

  .title {
    font-weight: 600;
  }

  .preview {
    display: -webkit-box;
    overflow: hidden;
    color: var(--ink-soft);
    font-size: 0.875rem;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .none {
    padding: 0.75rem 1rem;
  }

  #keys {
    padding: 0.375rem 1rem;
    border-top: 1px solid var(--line);
  }

  @media (forced-colors: active) {
    .option[aria-selected="true"] {
      border-left-color: Highlight;
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }

  @media not (pointer: fine) {
    #keys {
      display: none;
    }
  }

  @media (max-height: 40rem) {
    #keys {
      display: none;
    }
  }
`;
