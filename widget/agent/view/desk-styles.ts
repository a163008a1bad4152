import { css } from "lit";

export const deskStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    height: 100vh;
    height: 100dvh;
  }

  .skip {
    position: absolute;
    z-index: 1;
  }

  .skip a {
    position: absolute;
    padding: 0.5rem 1rem;
    color: var(--bus);
    background: var(--paper);
    white-space: nowrap;
  }

  .skip a:focus-visible {
    outline-offset: -3px;
  }

  .skip a:not(:focus) {
    clip-path: inset(50%);
  }

  .reports {
    display: grid;
    min-height: 0;
  }

  live-view,
  people-view {
    min-height: 0;
    overflow-y: auto;
  }

  .work {
    display: grid;
    grid-template-columns: minmax(18rem, 24rem) minmax(0, 1fr);
    min-height: 0;
  }

  .work[hidden] {
    display: none;
  }

  .lists {
    min-height: 0;
    overflow-y: auto;
    border-right: 1px solid var(--line);
    background: var(--ground);
  }

  .conversation {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-height: 0;
  }

  .conversation:focus-visible {
    outline-offset: -3px;
  }

  .placeholder {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 0.75rem;
    padding: 2rem 1rem;
    text-align: center;
  }

  .placeholder h2 {
    font-size: 1.25rem;
  }

  /* On a small screen one thing at a time: the lists, or the conversation. */
  @media (max-width: 48rem) {
    .work {
      grid-template-columns: minmax(0, 1fr);
    }

    .lists {
      border-right: 0;
    }

    .work:not(.with-conversation) .conversation,
    .work.with-conversation .lists {
      display: none;
    }
  }

  /* Too low for panes that scroll by themselves, as when zoomed to 400 %: the page scrolls instead. */
  @media (max-height: 30rem) {
    :host {
      height: auto;
    }
  }
`;
