import type { Language } from "../../../shared/language";
import type { CaseEventView, CaseView } from "../../../shared/protocol";
import type { Deed, Panel } from "../steps";

/** What an event's wording may use; what it does not have is empty, and services and units have their names. */
export interface CaseEventAbout {
  readonly to: string;
  readonly from: string;
  readonly by: string;
  readonly unit: string;
  readonly into: string;
  readonly code: string;
  readonly why: string;
  readonly channel: string;
}

/** The words of a case. A language that lacks one does not compile. */
export interface CaseTexts {
  readonly none: string;
  readonly noneHelp: string;
  readonly opening: string;
  readonly back: string;
  readonly again: string;
  readonly copy: (what: string) => string;
  readonly copied: string;
  readonly notCopied: string;

  readonly written: string;
  readonly about: string;
  readonly state: string;
  readonly promise: string;
  readonly service: string;
  readonly unit: string;
  readonly handler: string;
  readonly kind: string;
  readonly language: string;
  readonly received: string;
  readonly channel: string;
  readonly channels: Readonly<Record<string, string>>;
  readonly place: string;
  readonly coordinates: string;
  readonly sender: string;
  readonly contact: string;
  readonly contacts: Record<CaseView["contact"], string>;
  readonly consent: string;
  readonly mayPublish: string;
  readonly mayNotPublish: string;
  readonly mergedInto: string;
  readonly followers: string;
  readonly images: string;
  readonly image: (number: number, isPublic: boolean) => string;
  readonly closeImage: string;

  readonly proposals: string;
  readonly proposalsHelp: string;
  /** `probability`: from 0 to 1. */
  readonly probability: (probability: number) => string;
  readonly routeTo: (service: string) => string;
  readonly findService: string;
  readonly services: string;
  readonly noService: string;
  readonly currentService: string;

  readonly suspicions: string;
  readonly mergeWith: string;
  readonly mergeQuestion: (code: string) => string;
  readonly mergeHelp: string;

  readonly actions: string;
  readonly panels: Record<Panel, string>;
  readonly deeds: Record<Deed, string>;
  readonly done: Record<Panel | Deed, string>;
  readonly panelHelp: Partial<Record<Panel, string>>;
  readonly send: Partial<Record<Panel, string>>;
  readonly boxes: Record<"interim" | "answer" | "reject" | "transfer" | "transfer_to" | "reopen" | "note" | "inform" | "merge", string>;
  readonly inLanguage: Record<Language, string>;
  readonly cancel: string;
  readonly missing: string;
  readonly tooLong: string;
  readonly toUnit: string;
  readonly noMailboxes: string;
  readonly backToUnit: string;
  readonly backToUnitHelp: string;
  readonly noColleagues: string;
  readonly closeQuestion: string;
  readonly closeHelp: string;
  readonly unpublishQuestion: string;
  readonly unpublishHelp: string;

  /** `event`: what they did, as the timeline has it. */
  readonly clash: (who: string, event: string) => string;
  readonly clashUnknown: string;
  /** Said where the answer to a request was lost. */
  readonly unsure: string;
  readonly kept: string;
  readonly unsent: string;
  readonly unsentHelp: string;
  readonly copyText: string;
  readonly discard: string;
  readonly stale: string;
  readonly showNow: string;

  readonly publishHelp: string;
  readonly original: string;
  readonly published: string;
  readonly publicTitle: string;
  readonly publicText: string;
  readonly publicAnswer: string;
  readonly publicImages: string;
  readonly publicImagesHelp: string;
  readonly publicChecked: string;
  readonly publicUnchecked: string;

  readonly timeline: string;
  readonly internal: string;
  readonly bySender: string;
  readonly byService: string;
  readonly byAgent: string;
  readonly events: Record<CaseEventView["kind"], (about: CaseEventAbout) => string>;
}
