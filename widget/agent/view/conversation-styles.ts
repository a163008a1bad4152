import { css } from "lit";

export const conversationStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto auto / minmax(0, 1fr);
    min-height: 0;
  }

  /* However much there is to know about a conversation, its messages stay in sight. */
  .top {
    max-height: 45vh;
    overflow-y: auto;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    padding: 0.625rem 1rem;
    border-bottom: 1px solid var(--line);
    background: var(--paper);
  }

  .about {
    display: flex;
    flex: 1 1 14rem;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.75rem;
    min-width: 0;
  }

  h2 {
    font-size: 1.25rem;
    line-height: 1.4;
  }

  .chip.ours {
    border-color: var(--success);
    background: var(--success-light);
  }

  .page {
    flex-basis: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  .back {
    display: none;
  }

  .loading {
    padding: 1rem;
  }

  .typing {
    min-height: 1.75rem;
    padding: 0 1rem;
    color: var(--success);
    font-size: 0.875rem;
    font-weight: 600;
  }

  .ending {
    display: grid;
    justify-items: start;
    gap: 0.75rem;
    padding: 1rem;
    border-top: 1px solid var(--line);
    background: var(--alert-light);
  }

  .ending label {
    font-weight: 600;
  }

  @media (max-width: 48rem) {
    .back {
      display: inline-flex;
    }

    .page {
      display: none;
    }
  }
`;
