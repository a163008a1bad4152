import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";

import { type Language, LANGUAGES } from "../../shared/language";
import type { BannerView, SetBanner } from "../../shared/protocol";
import type { Desk } from "../desk/desk";
import type { Texts } from "../texts";
import type { BannerTexts } from "../texts/types";
import { fromField, moment, toField } from "../texts/format";
import { dialogStyles } from "./dialog";
import { shared } from "./styles";

type Kind = BannerView["kind"];
type Mode = BannerView["modes"][number];
type Problem = (words: BannerTexts) => string;

const KINDS: readonly Kind[] = ["outage", "rush"];
const MODES: readonly Mode[] = ["city", "youth"];
/** The wire's limit. */
const MAX_BANNER_CHARS = "300";

/** Where a supervisor sets what everybody is told, changes it and ends it. */
export class BannerDialog extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    css`
      dialog {
        width: min(40rem, calc(100vw - 2rem));
      }

      h3 {
        margin-top: 1.25rem;
        font-size: 1.125rem;
      }

      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.5rem;
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        padding: 0;
        font-weight: 600;
      }

      fieldset label {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-height: 2.25rem;
      }

      fieldset input {
        width: 1.25rem;
        height: 1.25rem;
        accent-color: var(--bus);
      }

      form,
      .current {
        display: grid;
        gap: 0.75rem;
        margin-top: 0.5rem;
      }

      .current li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
        padding: 0.5rem 0.75rem;
        border: 1px solid var(--line);
      }

      .current div {
        flex: 1 1 14rem;
      }

      .actions {
        margin-top: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) language!: Language;
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) banners: readonly BannerView[] = [];
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("form") private form!: HTMLFormElement;
  /** The one that is changed; none while a new one is written. */
  @state() private changed: BannerView | null = null;
  @state() private problem: Problem | null = null;
  /** A retry of the same words changes one banner instead of making two. */
  private bannerId = "";

  async show(): Promise<void> {
    await this.begin(null);
    this.dialog.showModal();
    // The browser shows it scrolled as it was left.
    this.dialog.scrollTop = 0;
  }

  override render(): TemplateResult {
    const { t, banners, changed, problem } = this;
    const words = t.banners;
    return html`<dialog aria-labelledby="title">
      <h2 id="title">${words.title}</h2>
      <p>${words.intro}</p>
      <h3 id="current">${words.current}</h3>
      ${banners.length
        ? html`<ul class="current" aria-labelledby="current">
            ${banners.map((banner) => this.item(banner))}
          </ul>`
        : html`<p class="hint">${words.none}</p>`}
      <h3 id="form" tabindex="-1">${changed ? words.changeOne : words.newOne}</h3>
      <form aria-labelledby="form" novalidate @submit=${this.submit}>
        <div role="alert">${problem ? html`<p class="problem">${problem(words)}</p>` : nothing}</div>
        <fieldset>
          <legend>${words.kind}</legend>
          ${KINDS.map((kind) => html`<label><input type="radio" name="kind" value=${kind} />${words.kinds[kind]}</label>`)}
        </fieldset>
        ${LANGUAGES.map((language) => this.field(language))}
        <fieldset>
          <legend>${words.where}</legend>
          ${MODES.map((mode) => html`<label><input type="checkbox" name=${mode} />${words.modes[mode]}</label>`)}
        </fieldset>
        <div class="field">
          <label for="ends_at">${words.endsAt}</label>
          <input id="ends_at" name="ends_at" type="datetime-local" aria-describedby="ends_at-help" />
          <p class="hint" id="ends_at-help">${words.endsAtHelp}</p>
        </div>
        <div class="actions">
          <button class="button primary">${changed ? t.save : words.show}</button>
          ${changed
            ? html`<button type="button" class="button" @click=${() => this.begin(null)}>${t.cancel}</button>`
            : nothing}
          <button type="button" class="button" @click=${() => this.dialog.close()}>${words.closeDialog}</button>
        </div>
      </form>
    </dialog>`;
  }

  private field(language: Language): TemplateResult {
    return html`<div class="field">
      <label for=${language}>${this.t.banners.textIn(this.t.inLanguage[language])}</label>
      <textarea id=${language} name=${language} rows="2" maxlength=${MAX_BANNER_CHARS} lang=${language} required></textarea>
    </div>`;
  }

  private item(banner: BannerView): TemplateResult {
    const { t, language } = this;
    const words = t.banners;
    const { kind, modes, ends_at } = banner;
    return html`<li>
      <div>
        <p><strong>${words.kinds[kind]}:</strong> ${banner[language]}</p>
        <p class="hint">
          ${modes.map((mode) => words.modes[mode]).join(", ")}${ends_at
            ? `. ${words.until(moment(ends_at, Date.now()))}`
            : nothing}
        </p>
      </div>
      <button type="button" class="button small" @click=${() => this.begin(banner)}>${words.change}</button>
      <button type="button" class="button small" @click=${() => this.end(banner)}>${words.end}</button>
    </li>`;
  }

  /** Fill the form in with a banner, or empty it for a new one. */
  private async begin(banner: BannerView | null): Promise<void> {
    const isChange = this.changed !== null || banner !== null;
    this.changed = banner;
    this.problem = null;
    this.bannerId = banner?.id ?? crypto.randomUUID();
    await this.updateComplete;
    this.form.reset();
    this.input(`[value=${banner?.kind ?? "outage"}]`).checked = true;
    for (const mode of MODES) this.input(`[name=${mode}]`).checked = banner?.modes.includes(mode) ?? mode === "city";
    for (const language of LANGUAGES) this.input(`#${language}`).value = banner?.[language] ?? "";
    this.input("#ends_at").value = banner?.ends_at ? toField(banner.ends_at) : "";
    if (isChange) this.renderRoot.querySelector<HTMLElement>("#form")?.focus();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const texts = LANGUAGES.map((language) => [language, this.input(`#${language}`).value.trim()] as const);
    const empty = texts.find(([, text]) => !text);
    if (empty) return this.fail((words) => words.textMissing, `#${empty[0]}`);
    const modes = MODES.filter((mode) => this.input(`[name=${mode}]`).checked);
    if (!modes.length) return this.fail((words) => words.whereMissing, `[name=${MODES[0]}]`);
    const end = this.input("#ends_at").value;
    const ends_at = end ? fromField(end) : null;
    if (ends_at && Date.parse(ends_at) <= Date.now()) return this.fail((words) => words.endsTooSoon, "#ends_at");
    const kind = this.input("[name=kind]:checked").value as Kind;
    const { fi = "", sv = "", en = "" } = Object.fromEntries(texts);
    const banner = { id: this.bannerId, kind, fi, sv, en, modes: modes as SetBanner["modes"], ends_at };
    if (await this.desk.act("set_banner", banner, (t) => t.banners.shown)) this.dialog.close();
  }

  private async end({ id }: BannerView): Promise<void> {
    await this.desk.act("end_banner", { id }, (t) => t.banners.ended);
    await this.begin(null);
    this.renderRoot.querySelector<HTMLElement>("#form")?.focus();
  }

  private fail(problem: Problem, field: string): void {
    this.problem = problem;
    this.input(field).focus();
  }

  private input(selector: string): HTMLInputElement {
    return this.form.querySelector<HTMLInputElement>(selector)!;
  }
}
