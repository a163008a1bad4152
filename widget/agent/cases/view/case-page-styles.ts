import { css } from "lit";

export const casePageStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.25rem;
    padding: 1rem;
  }

  header {
    display: flex;
    gap: 0.75rem;
    align-items: start;
  }

  h2 {
    font-size: 1.375rem;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  h3 {
    font-size: 1.125rem;
  }

  .code {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  header .chip {
    white-space: normal;
  }

  p.visually-hidden {
    position: absolute;
  }

  .stale,
  .asked {
    padding: 0.75rem 1rem;
    border-left: 6px solid var(--bus);
    background: var(--bus-light);
  }

  .asked ul:not(:empty) {
    display: grid;
    gap: 0.5rem;
    margin: 0.5rem 0;
  }

  .proposals .button {
    justify-content: space-between;
    width: 100%;
  }

  .text {
    margin-top: 0.5rem;
    padding: 0.75rem 1rem;
    border: 1px solid var(--line);
    background: var(--paper);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  a {
    color: var(--bus);
    overflow-wrap: anywhere;
  }

  dl {
    margin-top: 0.5rem;
    border: 1px solid var(--line);
    background: var(--paper);
  }

  dl div {
    display: grid;
    grid-template-columns: minmax(7rem, 11rem) minmax(0, 1fr);
    gap: 0.25rem 0.75rem;
    padding: 0.375rem 1rem;
  }

  dl div + div {
    border-top: 1px solid var(--line);
  }

  dt {
    color: var(--ink-soft);
  }

  dd {
    overflow-wrap: anywhere;
  }

  @media (min-width: 64.01rem) {
    .back {
      display: none;
    }
  }
`;
