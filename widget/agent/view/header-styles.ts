import { css } from "lit";

export const headerStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.5rem;
    padding: 0.375rem 1rem;
    background: var(--bus);
    color: #fff;
  }

  :focus-visible {
    outline-color: #fff;
    outline-offset: -3px;
  }

  h1 {
    margin-inline-end: auto;
    font-size: 1.25rem;
    line-height: 1.2;
  }

  h1 small {
    display: block;
    font-size: 0.8125rem;
    font-weight: 400;
  }

  nav {
    display: flex;
    flex-wrap: wrap;
  }

  nav a {
    display: inline-flex;
    align-items: center;
    min-height: 2.75rem;
    padding: 0.25rem 0.5rem;
    border-radius: var(--radius);
    color: inherit;
    font-weight: 600;
    text-decoration: none;
  }

  nav a:hover {
    background: var(--bus-dark);
  }

  nav a[aria-current] {
    text-decoration: underline 3px;
    text-underline-offset: 0.5em;
  }

  .count {
    position: relative;
    margin-inline-start: 0.375rem;
    padding: 0 0.4375rem;
    border: 1px solid #fff;
    border-radius: 1rem;
    font-size: 0.8125rem;
    font-weight: 400;
    white-space: nowrap;
  }

  .count.late {
    background: #fff;
    color: var(--error);
    font-weight: 600;
  }

  .state {
    position: relative;
    display: inline-flex;
    align-items: center;
  }

  .state select {
    min-height: 2.75rem;
    padding: 0.25rem 0.5rem 0.25rem 2rem;
    border: 2px solid #fff;
    border-radius: var(--radius);
    background: var(--bus);
    color: #fff;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }

  .state option {
    background: var(--paper);
    color: var(--ink);
  }

  .dot {
    position: absolute;
    left: 0.75rem;
    width: 0.75rem;
    height: 0.75rem;
    border: 2px solid #fff;
    border-radius: 50%;
    pointer-events: none;
  }

  .dot.available {
    background: #fff;
  }

  .dot.busy {
    background: linear-gradient(90deg, #fff 50%, transparent 50%);
  }

  .state select:hover,
  .menu:hover {
    background: var(--bus-dark);
  }

  .menu {
    min-height: 2.75rem;
    margin-inline-start: auto;
    max-width: 14rem;
    padding: 0.25rem 0.75rem;
    overflow: hidden;
    border: 2px solid currentcolor;
    border-radius: var(--radius);
    background: none;
    color: inherit;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: pointer;
  }

  [popover] {
    position: fixed;
    inset: 3.75rem 1rem auto auto;
    width: min(20rem, calc(100vw - 2rem));
    margin: 0;
    padding: 0.5rem;
    border: 1px solid var(--line-strong);
    color: var(--ink);
    background: var(--paper);
    box-shadow: 0 4px 16px rgb(0 0 0 / 25%);
  }

  [popover] :focus-visible {
    outline-color: var(--focus);
  }

  [popover] label,
  [popover] button {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    width: 100%;
    min-height: 2.75rem;
    padding: 0.375rem 0.75rem;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
  }

  [popover] h2 {
    padding: 0.5rem 0.75rem 0.125rem;
    border-top: 1px solid var(--line);
    font-size: 0.875rem;
  }

  dl {
    padding: 0 0.75rem 0.375rem;
    color: var(--ink-soft);
    font-size: 0.875rem;
  }

  dl div {
    display: grid;
    grid-template-columns: 6rem 1fr;
    gap: 0.5rem;
    padding-block: 0.125rem;
  }

  kbd {
    color: var(--ink);
    font: inherit;
    font-weight: 600;
  }

  [popover] label:hover,
  [popover] button:hover {
    background: var(--bus-light);
  }

  input[type="checkbox"] {
    flex: none;
    width: 1.5rem;
    height: 1.5rem;
    margin: 0;
    accent-color: var(--bus);
  }

  svg {
    flex: none;
  }

  @media not (pointer: fine) {
    [popover] h2,
    dl {
      display: none;
    }
  }

  @media (max-width: 30rem) {
    header {
      gap: 0.25rem;
    }

    svg {
      width: 1.5rem;
    }

    h1 small {
      display: none;
    }

    .menu {
      max-width: 8.5rem;
      margin-inline-start: auto;
    }
  }
`;
