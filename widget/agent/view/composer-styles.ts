import { css } from "lit";

export const composerStyles = css`
  :host {
    position: relative;
  }

  form {
    display: grid;
    grid-template: "label replies" "text send" "attached attached" "below below" / minmax(0, 1fr) auto;
    gap: 0.25rem 0.75rem;
    padding: 0.75rem max(1rem, calc(50% - 30rem));
    border-top: 1px solid var(--line);
    background: var(--paper);
  }

  label {
    grid-area: label;
    align-self: center;
    font-weight: 600;
  }

  .replies {
    grid-area: replies;
  }

  textarea {
    grid-area: text;
    display: block;
    min-height: 4.75rem;
    max-height: min(12rem, 30dvh);
    resize: none;
    field-sizing: content;
  }

  textarea[aria-invalid="true"] {
    border-color: var(--error);
  }

  .attached {
    grid-area: attached;
  }

  .button {
    align-self: end;
  }

  .send {
    grid-area: send;
  }

  .below {
    grid-area: below;
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1rem;
  }

  .over {
    color: var(--error);
    font-weight: 600;
  }

  /* Above the field, over the messages: what is being answered stays in view at the top. */
  reply-picker {
    position: absolute;
    z-index: 1;
    inset: auto max(1rem, calc(50% - 30rem)) 100%;
  }

  @media (max-width: 30rem) {
    form {
      grid-template-areas: "label replies" "text text" "attached attached" "below send";
    }
  }
`;
