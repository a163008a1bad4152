import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import { type Language, LANGUAGES } from "../../../shared/language";
import type { ContactLogged, ProposalIs, ServicesAre } from "../../../shared/protocol";
import { RequestRefused } from "../../link/connection";
import type { ErrorCode } from "../../session/thread";
import type { Texts } from "../../texts";
import { dialogStyles } from "../../view/dialog";
import { rendered } from "../../view/rendered";
import { shared } from "../../view/styles";
import type { CaseDesk } from "../case-desk";
import {
  CHANNELS,
  type Contact,
  type Field,
  forgetUnlogged,
  keepHabits,
  keepUnlogged,
  loadHabits,
  loadUnlogged,
  preselected,
  problemsOf,
  toPayload,
} from "../contact";
import { serviceName } from "../services";
import { CASE_TEXTS } from "../texts/case";
import { CONTACT_TEXTS, type ContactTexts } from "../texts/contact";
import { LIST_TEXTS } from "../texts/list";
import { contactStyles } from "./contact-styles";
import { signpost } from "./signpost";

// Long enough to type on; short enough that the proposal is there when the text is.
const PROPOSED_AFTER_MS = 600;
/** Of fewer characters nothing can be told. */
const PROPOSED_FROM_CHARS = 10;

/**
 * Writes down that somebody called or came by: a case for them, or only a count.
 *
 * What is written stays while the dialog is closed. Fires `contact-logged` when a case is made, `case-wanted` with its
 * code, `advice-logged` with what to say, and `closed`.
 */
export class ContactDialog extends LitElement {
  static override styles = [shared, dialogStyles, contactStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) cases!: CaseDesk;
  @property({ attribute: false }) services: ServicesAre | null = null;
  @state() private contact: Contact | null = null;
  @state() private proposal: ProposalIs | null = null;
  @state() private problems: ReturnType<typeof problemsOf> = {};
  @state() private refused: ErrorCode | null = null;
  @state() private isBusy = false;
  @state() private made: ContactLogged | null = null;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("#text") private text!: HTMLTextAreaElement | null;
  private hasChosenService = false;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  /** One for each wording: what is sent again after an answer was lost makes one case. */
  private requestId = "";

  private get words(): ContactTexts {
    return CONTACT_TEXTS[this.language];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.waiting);
  }

  async show(): Promise<void> {
    if (!this.contact) this.resume();
    else if (this.made) this.begin();
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    this.text?.focus();
  }

  override render(): TemplateResult {
    const { words, made, contact } = this;
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new CustomEvent("closed"))}>
      <h2 id="title" tabindex="-1">${made ? words.made : words.title}</h2>
      ${made
        ? html`<contact-made
            .words=${words}
            .language=${this.language}
            .services=${this.services}
            .made=${made}
            @next-wanted=${this.next}
            @case-wanted=${() => this.open(made.code)}
            @close-wanted=${() => this.dialog.close()}
          ></contact-made>`
        : contact
          ? this.form(contact)
          : nothing}
    </dialog>`;
  }

  private form(contact: Contact): TemplateResult {
    const { t, words, refused, problems } = this;
    return html`<p class="hint">${words.help}</p>
      <form novalidate @submit=${this.submit} @keydown=${this.pressed}>
        <div role="alert">${refused ? html`<p class="problem">${t.errors[refused]}</p>` : nothing}</div>
        <div class="row">
          <fieldset>
            <legend>${words.channel}</legend>
            <div class="choices">
              ${CHANNELS.map(
                (channel) => html`<label>
                  <input
                    type="radio"
                    name="channel"
                    .checked=${live(contact.channel === channel)}
                    @change=${() => this.set({ channel })}
                  />
                  ${words.channels[channel]}
                </label>`,
              )}
            </div>
          </fieldset>
          ${this.select("language", words.language, contact.language, LANGUAGES.map((one) => [one, t.languageNames[one]]), (value) =>
            this.set({ language: value as Language }),
          )}
        </div>
        <div class="field">
          <label for="text">${words.text}</label>
          <textarea
            id="text"
            rows="4"
            lang=${contact.language}
            aria-describedby="text-help text-fault"
            aria-invalid=${problems.text ? "true" : "false"}
            .value=${live(contact.text)}
            @input=${(event: Event) => this.typed((event.target as HTMLTextAreaElement).value)}
          ></textarea>
          <p class="hint" id="text-help">${words.textHelp}</p>
          ${this.fault("text")}
        </div>
        <p role="status" class="visually-hidden">${this.proposedWords()}</p>
        ${this.proposal?.signpost ? signpost(this.proposal.signpost, contact.language, words, t, this.language) : nothing}
        <div class="row">
          ${this.select("kind", words.kind, contact.kind, Object.entries(LIST_TEXTS[this.language].kinds), (value) =>
            this.set({ kind: value as Contact["kind"] }),
          )}
          ${this.service(contact)}
        </div>
        <details>
          <summary>${words.more}</summary>
          <div class="more">
            ${this.line("place", words.place, contact, 200)} ${this.line("name", words.name, contact, 80)}
            ${this.line("email", words.email, contact, 254, "email")} ${this.line("phone", words.phone, contact, 20, "tel")}
          </div>
          <label class="tick">
            <input
              type="checkbox"
              .checked=${live(contact.may_publish)}
              @change=${() => this.set({ may_publish: !contact.may_publish })}
            />
            ${words.consent}
          </label>
        </details>
        <div class="ways">
          <div>
            <button class="button primary" aria-disabled=${this.isBusy ? "true" : "false"}>${words.makeCase}</button>
            <p class="hint">${words.makeCaseHelp}</p>
          </div>
          <div>
            <button type="button" class="button" aria-disabled=${this.isBusy ? "true" : "false"} @click=${this.logAdvice}>
              ${words.adviceOnly}
            </button>
            <p class="hint">${words.adviceHelp}</p>
          </div>
        </div>
        <div class="actions">
          <button type="button" class="button small quiet" @click=${this.next}>${words.empty}</button>
          <button type="button" class="button small quiet" @click=${() => this.dialog.close()}>${words.close}</button>
        </div>
      </form>`;
  }

  private select(
    id: string,
    label: string,
    chosen: string,
    options: readonly (readonly [string, string])[],
    change: (value: string) => void,
  ): TemplateResult {
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <select id=${id} @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}>
        ${options.map(([value, name]) => html`<option value=${value} .selected=${live(value === chosen)}>${name}</option>`)}
      </select>
    </div>`;
  }

  /** What the text proposes stands first; all other services follow by name. */
  private service(contact: Contact): TemplateResult {
    const { words, language } = this;
    const { probability } = CASE_TEXTS[language];
    const proposed = this.proposal?.proposed ?? [];
    const others = (this.services?.services ?? [])
      .filter(({ code }) => !proposed.some(({ service }) => service === code))
      .map(({ code, name }) => [code, name[language]] as const)
      .sort(([, one], [, other]) => one.localeCompare(other, language));
    const option = (code: string, name: string): TemplateResult =>
      html`<option value=${code} .selected=${live(code === contact.service)}>${name}</option>`;
    return html`<div class="field">
      <label for="service">${words.service}</label>
      <select id="service" @change=${this.chooseService}>
        ${option("", words.undecided)}
        ${proposed.length
          ? html`<optgroup label=${words.proposed}>
              ${proposed.map((each) =>
                option(each.service, `${serviceName(this.services, each.service, language)} (${probability(each.probability)})`),
              )}
            </optgroup>`
          : nothing}
        <optgroup label=${words.allServices}>${others.map(([code, name]) => option(code, name))}</optgroup>
      </select>
    </div>`;
  }

  private line(
    name: "place" | "name" | "email" | "phone",
    label: string,
    contact: Contact,
    max: number,
    type = "text",
  ): TemplateResult {
    const problem = name === "email" || name === "phone" ? this.problems[name] : undefined;
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        type=${type}
        autocomplete="off"
        maxlength=${max}
        aria-invalid=${problem ? "true" : "false"}
        aria-describedby="${name}-fault"
        .value=${live(contact[name])}
        @input=${(event: Event) => this.set({ [name]: (event.target as HTMLInputElement).value })}
      />
      ${name === "email" || name === "phone" ? this.fault(name) : nothing}
    </div>`;
  }

  private fault(field: Field): TemplateResult {
    const problem = this.problems[field];
    return html`<p class="fault" id="${field}-fault" role="alert">${problem ? this.words.problems[problem] : nothing}</p>`;
  }

  private proposedWords(): string {
    const service = this.contact?.service ?? "";
    if (!this.proposal || !service || this.hasChosenService) return "";
    return this.words.proposedNow(serviceName(this.services, service, this.language));
  }

  // --- writing -----------------------------------------------------------------------------------

  /** Go on with what was begun before the page was left or loaded anew. */
  private resume(): void {
    this.begin();
    const kept = loadUnlogged(this.cases.agent.id);
    if (!kept) return;
    this.contact = kept.contact;
    this.hasChosenService = kept.hasChosenService;
    this.requestId = kept.id;
    this.proposeSoon();
  }

  private begin(): void {
    const habits = loadHabits(this.language);
    const nothingYet = { text: "", place: "", service: "", email: "", phone: "", name: "", may_publish: false } as const;
    this.contact = { ...habits, kind: "complaint", ...nothingYet };
    this.proposal = null;
    this.problems = {};
    this.refused = null;
    this.made = null;
    this.hasChosenService = false;
    this.requestId = crypto.randomUUID();
  }

  private set(change: Partial<Contact>): void {
    if (!this.contact) return;
    this.contact = { ...this.contact, ...change };
    this.requestId = crypto.randomUUID();
    const { contact, requestId: id, hasChosenService } = this;
    keepUnlogged({ agent: this.cases.agent.id, id, contact, hasChosenService });
    if (change.language) this.proposeSoon();
  }

  private typed(text: string): void {
    this.set({ text });
    if (this.problems.text) this.problems = { ...this.problems, text: undefined };
    this.proposeSoon();
  }

  private chooseService(event: Event): void {
    this.hasChosenService = true;
    this.set({ service: (event.target as HTMLSelectElement).value });
  }

  private proposeSoon(): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.propose(), PROPOSED_AFTER_MS);
  }

  private async propose(): Promise<void> {
    const { contact } = this;
    if (!contact || contact.text.trim().length < PROPOSED_FROM_CHARS) return;
    const { text, language } = contact;
    try {
      const proposal = await this.cases.ask("propose_service", { text: text.slice(0, 4_000), language });
      // More has been written meanwhile: another one is under way.
      if (this.contact?.text !== text) return;
      this.proposal = proposal;
      if (!this.hasChosenService) this.set({ service: preselected(proposal) });
    } catch (error) {
      // Without a proposal the agent or a sorter decides.
      if (!(error instanceof RequestRefused)) throw error;
    }
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) void this.submit(event);
  }

  // --- sending -----------------------------------------------------------------------------------

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const { contact } = this;
    if (!contact || this.isBusy) return;
    this.problems = problemsOf(contact);
    const [first] = Object.keys(this.problems);
    if (first) return this.goTo(first);
    const made = await this.send(() => this.cases.ask("log_contact", toPayload(contact, this.requestId)));
    if (!made) return;
    clearTimeout(this.waiting);
    keepHabits(contact);
    forgetUnlogged();
    this.made = made;
    this.dispatchEvent(new CustomEvent("contact-logged"));
    await rendered();
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  private async goTo(field: string): Promise<void> {
    if (field !== "text") this.renderRoot.querySelector("details")?.setAttribute("open", "");
    await rendered();
    this.renderRoot.querySelector<HTMLElement>(`#${field}`)?.focus();
  }

  private async logAdvice(): Promise<void> {
    const { contact } = this;
    if (!contact || this.isBusy) return;
    const { channel, language, service } = contact;
    const advice = { id: this.requestId, channel, language, service };
    if (!(await this.send(() => this.cases.ask("log_advice", advice)))) return;
    clearTimeout(this.waiting);
    keepHabits(contact);
    forgetUnlogged();
    this.begin();
    this.dialog.close();
    this.dispatchEvent(new CustomEvent("advice-logged", { detail: this.words.adviceLogged }));
  }

  private async send<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
    this.isBusy = true;
    this.refused = null;
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      this.refused = error.code;
      return null;
    } finally {
      this.isBusy = false;
    }
  }

  private async next(): Promise<void> {
    clearTimeout(this.waiting);
    forgetUnlogged();
    this.begin();
    await rendered();
    this.text?.focus();
  }

  private open(code: string): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent("case-wanted", { detail: code }));
  }
}
