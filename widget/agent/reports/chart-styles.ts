import { css } from "lit";

export const chartStyles = css`
  figure {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    margin: 0;
    padding: 1rem;
    border: 1px solid var(--line);
    background: var(--paper);
  }

  h3 {
    font-size: 1.125rem;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.25rem;
    font-size: 0.875rem;
  }

  .legend li {
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }

  .picture {
    display: flex;
    container-type: inline-size;
  }

  @container (max-width: 26rem) {
    .extra {
      display: none;
    }
  }

  .ticks {
    flex: none;
  }

  .plot {
    flex: 1;
    min-width: 0;
  }

  svg {
    display: block;
  }

  text {
    fill: var(--ink-soft);
    font-size: 0.8125rem;
  }

  .name {
    fill: var(--ink);
    font-size: 0.875rem;
  }

  line {
    stroke: var(--line);
  }

  rect {
    stroke: var(--bus);
  }

  .ground {
    fill: var(--paper);
    stroke: none;
  }

  .stripe {
    fill: var(--bus);
    stroke: none;
  }

  summary {
    width: fit-content;
    padding: 0.25rem 0;
    color: var(--bus);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    cursor: pointer;
  }

  .scroll {
    max-height: 24rem;
    overflow: auto;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 0.375rem 0.75rem;
    border-bottom: 1px solid var(--line);
    text-align: end;
    white-space: nowrap;
  }

  th:first-child {
    text-align: start;
  }

  thead th {
    vertical-align: bottom;
    white-space: normal;
  }

  tbody th {
    font-weight: 400;
  }

  tfoot :is(th, td) {
    border-bottom: 0;
    font-weight: 600;
  }
`;
