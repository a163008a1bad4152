import { css } from "lit";

/** The supervisors' views: sections with tables that scroll by themselves where they do not fit. */
export const tableStyles = css`
  .page {
    display: grid;
    gap: 1.5rem;
    padding: 1rem;
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1rem;
  }

  h2 {
    font-size: 1.375rem;
    line-height: 1.3;
  }

  h3 {
    margin-bottom: 0.5rem;
    font-size: 1.125rem;
  }

  section {
    min-width: 0;
  }

  .scroll {
    overflow-x: auto;
    border: 1px solid var(--line);
    background: var(--paper);
  }

  table {
    width: 100%;
    border-collapse: collapse;
  }

  th,
  td {
    padding: 0.5rem 0.75rem;
    border-bottom: 1px solid var(--line);
    text-align: start;
    vertical-align: top;
  }

  tbody tr:last-child > * {
    border-bottom: 0;
  }

  thead th {
    background: var(--ground);
    font-size: 0.875rem;
    white-space: nowrap;
  }

  tbody th {
    font-weight: 600;
  }

  .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  tr.alert > :first-child {
    box-shadow: inset 6px 0 0 var(--error);
  }

  .acts {
    display: flex;
    gap: 0.5rem;
    white-space: nowrap;
  }
`;
