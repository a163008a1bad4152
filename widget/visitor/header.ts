import { LANGUAGES, type Language } from "../shared/language";
import type { Session } from "./session";
import type { Texts } from "./texts/texts";
import { h, setText, type View } from "./view";

const LANGUAGE_NAMES: Record<Language, string> = { fi: "suomi", sv: "svenska", en: "English" };
const CROSS = "M5 5l14 14M19 5 5 19";
const PERSON = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.5-6 8-6s8 2 8 6";
const LEAVE = "M10 4H4v16h6M10 12h10M16 8l4 4-4 4";
const PEN = "M4 20l1-5L16 4l4 4L9 19z";
const STOP = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9l6 6M15 9l-6 6";

export interface HeaderActions {
  minimise(): void;
  setLanguage(language: Language): void;
  requestHuman(): void;
  leaveQueue(): void;
  leaveFeedback(): void;
  end(): void;
}

/** The panel's name, who answers, the languages and what can be done at any time. */
export class Header {
  readonly element: HTMLElement;
  /** Where a kind of chat adds what only it can do. */
  readonly toolbar: HTMLElement;
  private readonly heading = h("h2", { id: "title", tabindex: "-1" });
  private readonly owner = h("p", { class: "owner" });
  private readonly languages = new Map<Language, HTMLButtonElement>();
  private readonly human: HTMLButtonElement;
  private readonly queue: HTMLButtonElement;

  constructor(
    private readonly view: View<Texts>,
    actions: HeaderActions,
  ) {
    const languages = h("div", { class: "languages", role: "group" });
    for (const language of LANGUAGES) {
      const name = h("span", { class: "unseen" }, ` – ${LANGUAGE_NAMES[language]}`);
      const button = h("button", { type: "button", lang: language }, language.toUpperCase(), name);
      view.on(button, "click", () => actions.setLanguage(language));
      this.languages.set(language, button);
      languages.append(button);
    }
    const close = view.button((texts) => texts.close, "close", actions.minimise, CROSS);
    const bar = h("div", { class: "bar" }, this.heading, languages, close, this.owner);

    this.human = view.button((texts) => texts.requestHuman, "action", actions.requestHuman, PERSON);
    this.queue = view.button((texts) => texts.leaveQueue, "action", actions.leaveQueue, LEAVE);
    const feedback = view.button((texts) => texts.leaveFeedback, "action", actions.leaveFeedback, PEN);
    const end = view.button((texts) => texts.end, "action", actions.end, STOP);
    this.toolbar = h("div", { class: "actions", role: "group" }, this.human, this.queue, feedback, end);
    this.element = h("header", {}, bar, this.toolbar);
    view.bind((texts) => {
      setText(this.heading, texts.title);
      languages.ariaLabel = texts.languages;
      this.toolbar.ariaLabel = texts.actions;
    });
  }

  render(session: Session): void {
    const owner = session.state?.owner ?? "bot";
    setText(this.owner, ownerLine(session, this.view.texts));
    this.owner.toggleAttribute("data-on", session.botAnswers || owner === "agent");
    this.human.hidden = owner !== "bot";
    this.queue.hidden = owner !== "queue";
    for (const [language, button] of this.languages) button.ariaPressed = String(language === session.language);
  }

  focus(): void {
    this.heading.focus();
  }
}

function ownerLine({ state, botAnswers }: Session, texts: Texts): string {
  if (state?.owner === "queue") return texts.inQueue;
  if (state?.owner === "agent") return texts.agentAnswers(state.agent_name);
  return botAnswers ? texts.botAnswers : texts.botIsAway;
}
