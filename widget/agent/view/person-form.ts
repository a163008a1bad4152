import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import type { PersonView } from "../../shared/protocol";
import type { Refusal, Supervising } from "../desk/supervising";
import type { Texts } from "../texts";
import { personStyles } from "./person-styles";
import { shared } from "./styles";

/** What the forms about a person share: whom they are about, and what became of the last change. */
export abstract class PersonForm extends LitElement {
  static override styles = [shared, personStyles];

  @property({ attribute: false }) t!: Texts;
  @property({ attribute: false }) supervising!: Supervising;
  @property({ attribute: false }) person!: PersonView;
  /** What is to be mended, worded; empty: nothing. */
  @state() protected problem = "";
  @state() protected isSaved = false;

  /** Show that a change is kept, or `problem` if that is why it was refused. */
  protected settle(refusal: Refusal, problem = ""): void {
    this.isSaved = refusal === null;
    this.problem = refusal === null ? "" : problem;
  }

  protected outcome(): TemplateResult {
    return html`<div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
      <p class="hint" role="status">${this.isSaved ? this.t.supervisor.saved : nothing}</p>`;
  }
}
