import { css } from "lit";

/** The look of the modal dialogs; the browser's own <dialog> keeps the focus inside and Escape working. */
export const dialogStyles = css`
  dialog {
    width: min(30rem, calc(100vw - 2rem));
    max-height: calc(100dvh - 2rem);
    padding: clamp(1rem, 4vw, 2rem);
    overflow: auto;
    border: 0;
    border-top: 6px solid var(--bus);
    border-radius: 0;
    color: var(--ink);
    background: var(--paper);
    box-shadow: 0 8px 32px rgb(0 0 0 / 30%);
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 55%);
  }

  h2 {
    font-size: 1.375rem;
    line-height: 1.3;
  }

  h2 + p {
    margin-top: 0.5rem;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    margin-top: 1.5rem;
  }
`;
