import type { Language } from "../../shared/language";
import type { BannerView } from "../../shared/protocol";

/** Every word beside the conversation. A language that lacks one does not compile. */
export interface BesideTexts {
  /** What a banner is about: its heading. */
  kinds: Record<BannerView["kind"], string>;
  closeBanner: (kind: string) => string;
  /** The last agent has left while people wait. */
  unstaffed: string;
  /** Everybody who serves the queue is busy or on a break. */
  busy: string;
  /** It has lasted longer than was told. */
  overdue: string;
  /** Nobody may answer before the queue closes. */
  late: string;
  instead: string;
  insteadFeedback: string;
  asked: string;
  callback: string;
  feedback: string;
  ownCallback: string;
}

export const BESIDE_TEXTS: Record<Language, BesideTexts> = {
  fi: {
    kinds: { outage: "Häiriö", rush: "Ruuhkaa" },
    closeBanner: (kind) => `Sulje tiedote: ${kind}`,
    unstaffed: "Asiakaspalvelussa ei ole nyt ketään paikalla. Paikkasi jonossa säilyy.",
    busy: "Kaikki asiakaspalvelijat ovat nyt varattuja. Paikkasi jonossa säilyy.",
    overdue: "Odotus on kestänyt pidempään kuin arvioimme.",
    late: "Emme ehkä ehdi vastata ennen kuin palvelu suljetaan.",
    instead: "Voit pyytää soittoa tai jättää asiasi palautteena.",
    insteadFeedback: "Voit jättää asiasi palautteena.",
    asked: "Olet pyytänyt soittoa.",
    callback: "Pyydä soittoa",
    feedback: "Jätä palautteena",
    ownCallback: "Näytä soittopyyntö",
  },
  sv: {
    kinds: { outage: "Störning", rush: "Rusning" },
    closeBanner: (kind) => `Stäng meddelandet: ${kind}`,
    unstaffed: "Ingen i kundtjänsten är på plats just nu. Du har kvar din plats i kön.",
    busy: "Alla i kundtjänsten är upptagna just nu. Du har kvar din plats i kön.",
    overdue: "Väntan har varat längre än vi beräknade.",
    late: "Vi hinner kanske inte svara innan tjänsten stänger.",
    instead: "Du kan be att bli uppringd eller lämna ditt ärende som respons.",
    insteadFeedback: "Du kan lämna ditt ärende som respons.",
    asked: "Du har bett att bli uppringd.",
    callback: "Be att bli uppringd",
    feedback: "Lämna som respons",
    ownCallback: "Visa din begäran",
  },
  en: {
    kinds: { outage: "Disruption", rush: "Busy right now" },
    closeBanner: (kind) => `Close the notice: ${kind}`,
    unstaffed: "Nobody from customer service is here right now. You keep your place in the queue.",
    busy: "Everybody in customer service is busy right now. You keep your place in the queue.",
    overdue: "The wait has taken longer than we estimated.",
    late: "We may not get to you before the service closes.",
    instead: "You can ask us to call you, or leave your matter as feedback.",
    insteadFeedback: "You can leave your matter as feedback.",
    asked: "You have asked us to call you.",
    callback: "Ask us to call you",
    feedback: "Leave it as feedback",
    ownCallback: "Show your request",
  },
};
