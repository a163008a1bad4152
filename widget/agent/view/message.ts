import { css, html, nothing, type TemplateResult } from "lit";

import type { LinkView, MessageView } from "../../shared/protocol";
import { linksOf, type Outgoing } from "../session/thread";
import type { Texts } from "../texts";
import { day, moment, windowOf } from "../texts/format";

// So many characters tell one message from another to whoever hears the buttons read out.
const NAMED_BY = 60;

export const messageStyles = css`
  .message {
    display: grid;
    justify-items: start;
    max-width: min(85%, 44rem);
    margin-block-start: 0.875rem;
  }

  .bubble {
    padding: 0.5rem 0.875rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--paper);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .meta {
    color: var(--ink-soft);
    font-size: 0.875rem;
  }

  .meta strong {
    color: var(--ink);
  }

  .visitor .bubble {
    border-color: var(--ink-soft);
    border-left: 6px solid var(--ink);
  }

  .bot .bubble {
    border-style: dashed;
    border-color: var(--line-strong);
    background: transparent;
  }

  .agent {
    justify-items: end;
    margin-inline-start: auto;
  }

  .agent .bubble {
    border-color: var(--bus);
    background: var(--bus-light);
  }

  .system {
    display: block;
    max-width: none;
    color: var(--ink-soft);
    font-size: 0.875rem;
    text-align: center;
  }

  .more {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    margin-top: 0.375rem;
  }

  .more a {
    color: var(--bus);
    overflow-wrap: anywhere;
  }

  .more.links {
    gap: 0.375rem 1rem;
  }

  .more .chip {
    white-space: normal;
  }

  .agent.failed .bubble {
    border-color: var(--error);
    background: var(--error-light);
  }

  .agent.waiting .bubble {
    border-style: dashed;
  }

  .propose {
    margin-top: 0.25rem;
  }

  .trouble {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 0.25rem 0.5rem;
    margin-top: 0.25rem;
    font-size: 0.875rem;
  }

  .trouble strong {
    color: var(--error);
  }
`;

/** A message of the conversation as the agent reads it; `propose`: gives this one, the agent's own, to the editors. */
export function renderMessage(
  message: MessageView,
  t: Texts,
  nowMs: number,
  propose?: (seq: number) => void,
): TemplateResult {
  const time = html`<time datetime=${message.at}>${moment(message.at, nowMs)}</time>`;
  if (message.event) {
    const { code, name, case_code, due_on, to, window_from, window_until } = message.event;
    const window = window_from && windowOf({ window_from, window_until }, nowMs);
    const about = { name, to, caseCode: case_code, dueOn: due_on && day(due_on), window };
    return html`<li class="message system">
      ${time} <span>${t.events[code](about)}</span>
      ${message.links.length ? renderLinks(message.links, message.language, t) : nothing}
    </li>`;
  }
  return html`<li class="message ${message.author}">
    <p class="meta"><strong>${senderOf(message, t)}</strong> ${time}</p>
    <p class="bubble" lang=${message.language}>${message.text}</p>
    ${message.links.length ? renderLinks(message.links, message.language, t) : nothing}
    ${message.buttons.length
      ? html`<ul class="more" aria-label=${t.offeredButtons}>
          ${message.buttons.map((button) =>
            button.code
              ? html`<li class="chip">${t.buttonCodes[button.code]}</li>`
              : html`<li class="chip" lang=${message.language}>${button.title}</li>`,
          )}
        </ul>`
      : nothing}
    ${propose
      ? html`<button type="button" class="button small quiet propose" @click=${() => propose(message.seq)}>
          ${t.proposeAnswer}<span class="visually-hidden">: ${message.text.slice(0, NAMED_BY)}</span>
        </button>`
      : nothing}
  </li>`;
}

/** The agent's own message that the server has not stored yet. */
export function renderOutgoing(
  { id, text, attached, status, error }: Outgoing,
  context: { t: Texts; name: string; language: string; isFirst: boolean; isUp: boolean; act: OutgoingActions },
): TemplateResult {
  const { t, name, language, isFirst, isUp, act } = context;
  const progress = status === "stored" || isUp ? t.sending : t.waitsForConnection;
  return html`<li class="message agent ${status}">
    <p class="meta"><strong>${name}</strong></p>
    <p class="bubble" lang=${language}>${text}</p>
    ${attached.length ? renderLinks(linksOf(attached), language, t) : nothing}
    ${status === "failed"
      ? html`<div class="trouble">
          <strong>${t.notSent(error ? t.errors[error] : "")}</strong>
          <button type="button" class="button small" @click=${() => act.sendAgain(id)}>${t.sendAgain}</button>
          <button type="button" class="button small quiet" @click=${() => act.discard(id)}>${t.discard}</button>
        </div>`
      : html`<p class="meta">${status === "waiting" && isUp && !isFirst ? t.waitsForEarlier : progress}</p>`}
  </li>`;
}

export interface OutgoingActions {
  sendAgain(id: string): void;
  discard(id: string): void;
}

function senderOf(message: MessageView, t: Texts): string {
  if (message.author === "agent") return message.name || t.agent;
  return message.author === "visitor" ? t.visitor : t.bot;
}

export function renderLinks(links: readonly LinkView[], language: string, t: Texts): TemplateResult {
  return html`<ul class="more links">
    ${links.map((link) =>
      // Numbers of a help card are for the visitor to call: the agent reads which they are.
      link.url.startsWith("tel:")
        ? html`<li lang=${language}>${link.title}</li>`
        : html`<li>
            <a href=${safeUrl(link.url)} target="_blank" rel="noopener noreferrer"
              ><span lang=${language}>${link.title}</span
              ><span class="visually-hidden"> (${t.opensInNewTab})</span></a
            >
          </li>`,
    )}
  </ul>`;
}

/** An agent's click must never run a script, whoever managed to put one where an address belongs. */
function safeUrl(url: string): string | typeof nothing {
  return /^https?:\/\//i.test(url) ? url : nothing;
}
