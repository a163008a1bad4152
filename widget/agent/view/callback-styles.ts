import { css } from "lit";

export const callbackStyles = css`
  ol > li {
    display: grid;
    gap: 0.375rem;
    padding: 0.75rem 1rem;
  }

  .line,
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem 0.5rem;
  }

  .line > p:first-child {
    flex: 1;
    font-variant-numeric: tabular-nums;
  }

  .line > p:first-child .hint {
    display: inline-block;
  }

  .phone {
    display: inline-block;
    min-height: 1.5rem;
    color: var(--bus);
    font-size: 1.25rem;
    font-weight: 600;
  }

  .text {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .attempts li {
    border: 0;
    background: none;
    font-size: 0.875rem;
  }
`;
