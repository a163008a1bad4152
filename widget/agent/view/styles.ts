import { css } from "lit";

/** What every component shares: measures, focus, and the look of real buttons and fields. */
export const shared = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host {
    display: block;
  }

  h1,
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  ol,
  ul {
    list-style: none;
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  button,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-height: 2.75rem;
    padding: 0.375rem 1rem;
    border: 2px solid var(--bus);
    border-radius: var(--radius);
    background: var(--paper);
    color: var(--bus);
    font-weight: 600;
    text-align: center;
    cursor: pointer;
  }

  .button:hover {
    background: var(--bus-light);
  }

  .button.primary {
    background: var(--bus);
    color: #fff;
  }

  .button.primary:hover {
    border-color: var(--bus-dark);
    background: var(--bus-dark);
  }

  .button.quiet {
    border-color: transparent;
    background: none;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  .button.quiet:hover {
    background: var(--bus-light);
  }

  .button.small {
    min-height: 2rem;
    padding: 0.125rem 0.625rem;
    font-size: 0.875rem;
  }

  .button[aria-disabled="true"] {
    border-color: var(--line-strong);
    background: var(--ground);
    color: var(--ink-soft);
    cursor: default;
  }

  .field {
    display: grid;
    gap: 0.25rem;
  }

  .field label {
    font-weight: 600;
  }

  .field input,
  textarea {
    width: 100%;
    min-height: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--paper);
  }

  .field input:focus-visible,
  textarea:focus-visible {
    outline-offset: 0;
  }

  .field input[aria-invalid="true"] {
    border-color: var(--error);
  }

  .hint {
    color: var(--ink-soft);
    font-size: 0.875rem;
  }

  .problem {
    padding: 0.75rem 1rem;
    border-left: 6px solid var(--error);
    background: var(--error-light);
  }

  /* A live region is there before its words are: until then it takes no room between the fields. */
  form > [role="alert"]:empty {
    position: absolute;
  }

  .chip {
    display: inline-block;
    padding: 0 0.5rem;
    border: 1px solid var(--line-strong);
    border-radius: 1rem;
    background: var(--paper);
    font-size: 0.875rem;
    white-space: nowrap;
  }

  .chip.strong {
    border-color: var(--bus);
    background: var(--bus-light);
    color: var(--bus-dark);
  }

  .chip.danger {
    border-color: var(--error);
    background: var(--error-light);
    color: var(--error);
    font-weight: 600;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: no-preference) {
    .button {
      transition: background-color 0.12s;
    }
  }
`;
