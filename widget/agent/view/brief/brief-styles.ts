import { css } from "lit";

export const briefStyles = css`
  :host {
    container-type: inline-size;
  }

  section {
    border-bottom: 1px solid var(--line);
    background: var(--bus-light);
  }

  .toggle {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    width: 100%;
    min-height: 2.25rem;
    padding: 0.25rem 1rem;
    border: 0;
    background: none;
    color: var(--bus-dark);
    font-weight: 600;
    text-align: start;
    cursor: pointer;
  }

  .toggle:focus-visible {
    outline-offset: -3px;
  }

  h3,
  h4 {
    margin: 0;
    font-size: 1rem;
    line-height: 1.5;
  }

  .content {
    position: relative;
    display: grid;
    gap: 0.5rem 1rem;
    align-items: start;
    max-height: 42vh;
    max-height: 42dvh;
    padding: 0 1rem 0.75rem;
    overflow-y: auto;
    overflow-wrap: anywhere;
  }

  /* A live region is there before its words are, and takes no room until then. */
  .content > [role="status"]:empty {
    position: absolute;
  }

  .content:focus-visible {
    outline-offset: -3px;
  }

  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 0.75rem;
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.5rem;
  }

  .facts div {
    display: flex;
    gap: 0.5rem;
  }

  dt {
    color: var(--ink-soft);
  }

  .form dd {
    white-space: pre-wrap;
  }

  .danger {
    color: var(--error);
    font-weight: 600;
  }

  .asked {
    display: grid;
    gap: 0.375rem;
  }

  .asked li {
    padding-left: 0.625rem;
    border-left: 3px solid var(--line-strong);
  }

  .asked li.unsure,
  .asked li.unknown {
    border-left-color: var(--error);
  }

  .words {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }

  .form {
    display: grid;
    justify-items: start;
    gap: 0.375rem;
    padding: 0.625rem 0.75rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
  }

  .form dl,
  finish-form {
    width: 100%;
  }

  @container (min-width: 44rem) {
    .content {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }

    .facts,
    .form.finishing {
      grid-column: 1 / -1;
    }
  }

  /* On a small screen some of the messages stay in sight. */
  @media (max-width: 48rem) {
    .content {
      max-height: 30vh;
      max-height: 30dvh;
    }
  }

  /* Too low for panes that scroll by themselves: the page scrolls instead. */
  @media (max-height: 30rem) {
    .content {
      max-height: none;
    }
  }
`;
