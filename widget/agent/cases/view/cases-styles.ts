import { css } from "lit";

export const casesStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
  }

  .cases {
    display: grid;
    grid-template-columns: 15rem minmax(20rem, 2fr) minmax(0, 3fr);
    min-height: 0;
  }

  .side,
  case-list,
  .case {
    min-height: 0;
    overflow-y: auto;
  }

  .side,
  case-list {
    border-right: 1px solid var(--line);
  }

  .doing {
    display: grid;
    gap: 0.5rem;
    padding: 0.75rem;
  }

  nav button {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
    width: 100%;
    min-height: 2.75rem;
    padding: 0.25rem 0.75rem 0.25rem 1rem;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
  }

  nav button:hover {
    background: var(--paper);
  }

  nav button[aria-current="true"] {
    padding-left: calc(1rem - 6px);
    border-left: 6px solid var(--bus);
    background: var(--bus-light);
    font-weight: 600;
  }

  nav button:focus-visible {
    outline-offset: -3px;
  }

  .placeholder {
    display: grid;
    gap: 0.75rem;
    justify-items: center;
    padding: 3rem 1rem;
    text-align: center;
  }

  .placeholder h2 {
    font-size: 1.25rem;
  }

  /* On a smaller screen one thing at a time: the list, or the case. */
  @media (max-width: 64rem) {
    .cases {
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
      overflow-y: auto;
    }

    .side,
    case-list,
    .case {
      overflow-y: visible;
      border-right: 0;
    }

    .doing {
      grid-template-columns: repeat(auto-fit, minmax(12rem, max-content));
      padding-bottom: 0;
    }

    nav {
      display: flex;
      flex-wrap: wrap;
      gap: 0.25rem;
      padding: 0.5rem 0.75rem;
      border-bottom: 1px solid var(--line);
    }

    nav button,
    nav button[aria-current="true"] {
      width: auto;
      padding: 0.25rem 0.75rem;
      border: 2px solid transparent;
      border-radius: var(--radius);
    }

    nav button[aria-current="true"] {
      border-color: var(--bus);
    }

    .cases:not(.with-case) .case,
    .cases.with-case :is(.side, case-list) {
      display: none;
    }
  }
`;
