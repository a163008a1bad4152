import { css } from "lit";

export const reportsStyles = css`
  :host {
    display: block;
    min-height: 0;
    overflow-y: auto;
    background: var(--ground);
  }

  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
    max-width: 80rem;
    margin: 0 auto;
    padding: 1.5rem 1rem 3rem;
  }

  h2 {
    font-size: 1.5rem;
    line-height: 1.2;
  }

  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 1rem;
  }

  .field select {
    min-height: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
    color: inherit;
    font: inherit;
  }

  .problem {
    flex-basis: 100%;
  }

  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
  }

  .about p {
    font-weight: 600;
  }

  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(11rem, 100%), 1fr));
    gap: 0.75rem;
  }

  dl div {
    display: flex;
    flex-direction: column-reverse;
    justify-content: flex-end;
    padding: 0.75rem 1rem;
    border: 1px solid var(--line);
    border-top: 4px solid var(--bus);
    background: var(--paper);
  }

  dd {
    font-size: 1.75rem;
    font-weight: 600;
    line-height: 1.3;
  }

  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(30rem, 100%), 1fr));
    align-items: start;
    gap: 1rem;
  }

  a.button {
    text-decoration: none;
  }

  @media (max-height: 30rem) {
    :host {
      overflow-y: visible;
    }
  }
`;
