import { css } from "lit";

export const consoleStyles = css`
  .outside {
    min-height: 100vh;
    min-height: 100dvh;
  }

  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 0.375rem 1rem;
    background: var(--bus);
    color: #fff;
    font-size: 1.25rem;
    font-weight: 600;
  }

  .brand {
    display: flex;
    align-items: center;
    gap: 0.625rem;
  }

  .bar language-picker {
    font-size: 1rem;
  }

  .plain {
    display: grid;
    justify-items: center;
    gap: 1rem;
    padding: 15vh 1rem;
  }

  .plain p {
    max-width: 40rem;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
  }
`;
