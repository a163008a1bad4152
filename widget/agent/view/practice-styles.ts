import { css } from "lit";

/** What marks a conversation as practice: unlike every mark of a real one. */
export const practiceStyles = css`
  .chip.practice {
    border-color: var(--ink);
    background: var(--alert);
    color: var(--ink);
    font-weight: 700;
  }

  .practising {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    padding: 0.5rem 1rem;
    border-bottom: 1px solid var(--line-strong);
    background: repeating-linear-gradient(135deg, var(--alert) 0 0.5rem, var(--ink) 0.5rem 1rem) 0 0 / 6px 100% no-repeat
      var(--alert-light);
  }

  .practising p {
    flex: 1 1 14rem;
  }
`;

/** A long choice, with its buttons in sight. */
export const longDialogStyles = css`
  dialog {
    width: min(36rem, calc(100vw - 2rem));
    padding-bottom: 0;
  }

  .choice {
    align-items: start;
    padding: 0.5rem;
  }

  .actions {
    position: sticky;
    bottom: 0;
    margin-top: 0;
    padding-block: 1rem;
    background: var(--paper);
  }

  /* What gets the focus is not below them. */
  .choice input {
    scroll-margin-bottom: 6rem;
  }
`;
