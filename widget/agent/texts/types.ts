import type { Language } from "../../shared/language";
import type { AgentView, AttemptView, BannerView, ButtonView, DeskItemView, EventView } from "../../shared/protocol";
import type { Standing } from "../session/session";
import type { ErrorCode } from "../session/thread";
import type { BriefTexts } from "./brief";
import type { CaseLinkTexts } from "./cases";
import type { PracticeTexts } from "./practice";
import type { SupervisorTexts } from "./supervisor/types";

/** What an event's wording may use: dates are formatted already, and what an event does not have is empty. */
export interface EventAbout {
  readonly name: string;
  readonly caseCode: string;
  readonly dueOn: string;
  readonly to: string;
  readonly window: string;
}

/** The words of the callbacks' list. */
export interface CallbackTexts {
  readonly title: string;
  readonly count: (open: number) => string;
  readonly empty: string;
  readonly emptyHelp: string;
  readonly late: string;
  readonly notYours: string;
  readonly due: string;
  readonly dueSoon: (count: number) => string;
  readonly dueLate: (count: number) => string;
  readonly showDue: string;
  readonly takenBy: (name: string) => string;
  readonly take: string;
  readonly takeOne: (phone: string, window: string) => string;
  readonly taken: (phone: string) => string;
  readonly lost: string;
  readonly noText: string;
  readonly attempts: string;
  readonly attemptCount: (count: number) => string;
  readonly log: string;
  readonly logged: (outcome: string) => string;
  readonly outcomes: Record<AttemptView["outcome"], string>;
  readonly endings: Record<"done" | "failed", string>;
  readonly ended: Record<"done" | "failed", string>;
  readonly release: string;
  readonly released: string;
  readonly hint: string;
}

/** The words of the banners and of the dialog that sets them. */
export interface BannerTexts {
  readonly title: string;
  readonly intro: string;
  readonly kinds: Record<BannerView["kind"], string>;
  readonly until: (when: string) => string;
  readonly modes: Record<"city" | "youth", string>;
  readonly current: string;
  readonly none: string;
  readonly newOne: string;
  readonly changeOne: string;
  readonly kind: string;
  readonly textIn: (inLanguage: string) => string;
  readonly where: string;
  readonly endsAt: string;
  readonly endsAtHelp: string;
  readonly show: string;
  readonly change: string;
  readonly end: string;
  readonly closeDialog: string;
  readonly textMissing: string;
  readonly whereMissing: string;
  readonly endsTooSoon: string;
  readonly shown: string;
  readonly ended: string;
}

/** Every text of the console. A language that lacks one does not compile. */
export interface Texts {
  readonly language: Language;
  readonly product: string;
  readonly console: string;
  readonly interfaceLanguage: string;
  readonly languageNames: Record<Language, string>;
  /** As in "answer in Finnish". */
  readonly inLanguage: Record<Language, string>;
  readonly loading: string;
  readonly cancel: string;
  readonly dismiss: string;
  readonly opensInNewTab: string;

  readonly signIn: string;
  readonly signInIntro: string;
  readonly username: string;
  readonly password: string;
  readonly signingIn: string;
  readonly wrongCredentials: string;
  readonly fieldsMissing: string;
  readonly tryAgainIn: (seconds: number) => string;
  readonly sessionEnded: string;
  readonly signedOut: string;
  readonly unreachable: string;
  readonly tryAgain: string;

  readonly skipLinks: string;
  readonly skipToQueue: string;
  readonly skipToConversation: string;
  readonly goOnDuty: string;
  readonly accountMenu: (name: string) => string;
  readonly sound: string;
  readonly notifications: string;
  readonly notificationsRefused: string;
  readonly waitsInQueue: string;
  readonly hasWritten: string;
  readonly shortcuts: Record<"title" | "conversation" | "queue" | "replies" | "tab" | "gap", string>;
  readonly changePassword: string;
  readonly log: string;
  readonly closedConversations: string;
  readonly signOut: string;
  readonly signOutQuestion: string;
  readonly signOutWarning: (open: number) => string;
  readonly editor: Record<"title" | "help", string>;
  readonly awayQuestion: string;
  readonly finishDay: string;
  readonly finishDayQuestion: string;
  readonly finishDayHelp: string;
  readonly dayFinished: string;
  readonly absentToday: string;
  readonly absentTodayHelp: string;

  readonly currentPassword: string;
  readonly newPassword: string;
  readonly repeatPassword: string;
  readonly passwordRule: string;
  readonly passwordsDiffer: string;
  readonly currentPasswordWrong: string;
  readonly newPasswordRefused: string;
  readonly passwordChanged: string;
  readonly save: string;

  readonly connectionLost: string;
  readonly connectionBack: string;

  readonly queue: string;
  readonly queueCount: (count: number) => string;
  readonly queueEmpty: string;
  readonly queueEmptyHelp: string;
  readonly place: (place: number) => string;
  readonly youth: string;
  readonly crisis: Record<Exclude<DeskItemView["crisis"], "">, string>;
  readonly crisisQuestion: string;
  readonly crisisHelp: string;
  readonly crisisConfirm: string;
  readonly crisisClear: string;
  readonly crisisJudged: Record<"confirmed" | "cleared", string>;
  readonly waited: (duration: string) => string;
  readonly minutes: (minutes: number, seconds: number) => string;
  readonly hours: (hours: number, minutes: number) => string;
  readonly fromPage: (page: string) => string;
  readonly claim: string;
  readonly claimOne: (place: number, language: string) => string;
  readonly takeNext: string;
  readonly claimed: (visitor: string) => string;
  readonly claimLost: string;
  readonly newWaiting: (count: number) => string;

  readonly callbacks: CallbackTexts;
  readonly banners: BannerTexts;

  readonly mine: string;
  readonly mineEmpty: string;
  readonly mineEmptyHelp: string;
  readonly unread: (count: number) => string;
  readonly newMessageFrom: (visitor: string) => string;
  readonly unsentDraft: string;

  readonly conversation: string;
  readonly visitor: string;
  readonly visitorTag: (tag: string) => string;
  readonly bot: string;
  readonly agent: string;
  readonly noneOpen: string;
  readonly noneOpenHelp: string;
  readonly noneOpenWaiting: (count: number) => string;
  readonly backToLists: string;
  readonly standing: Record<Standing, string>;
  readonly standingNow: string;
  readonly endedHelp: string;
  readonly unsentKept: string;
  readonly putAside: string;
  readonly returnToBot: string;
  readonly returnQuestion: string;
  readonly returnHelp: string;
  readonly returnHelpBotAway: string;
  readonly returned: (visitor: string) => string;
  readonly close: string;
  readonly closeQuestion: string;
  readonly closeHelp: string;
  readonly closed: (visitor: string) => string;
  readonly erased: (visitor: string) => string;
  readonly changedMeanwhile: string;
  readonly history: string;
  readonly loadingHistory: string;
  readonly earlier: string;
  readonly toNewest: string;
  readonly offeredButtons: string;
  readonly buttonCodes: Record<Exclude<ButtonView["code"], "">, string>;
  readonly events: Record<EventView["code"], (about: EventAbout) => string>;
  /** `at`: a moment, ready for reading. */
  readonly notConnected: (at: string) => string;
  readonly typing: string;

  readonly brief: BriefTexts;

  readonly answerIn: (inLanguage: string) => string;
  readonly composerHint: string;
  readonly send: string;
  readonly replies: string;
  readonly findReply: (inLanguage: string) => string;
  readonly closeReplies: string;
  readonly replyGroups: Record<"replies" | "faq", string>;
  readonly repliesFound: (count: number) => string;
  readonly noReplies: string;
  readonly repliesFailed: string;
  readonly pickerHint: string;
  readonly reviewOverdue: (day: string) => string;
  readonly gapsToFill: (names: string) => string;
  readonly gapsLeft: (names: string) => string;
  readonly attachedLinks: string;
  readonly linksOf: string;
  readonly usePlain: string;
  readonly useStandard: string;
  readonly detach: string;
  readonly charactersLeft: (count: number) => string;
  readonly charactersOver: (count: number) => string;
  readonly sending: string;
  readonly waitsForConnection: string;
  readonly waitsForEarlier: string;
  readonly notSent: (reason: string) => string;
  readonly sendAgain: string;
  readonly discard: string;

  readonly myState: string;
  readonly states: Record<AgentView["availability"], string>;
  readonly nowInState: Record<AgentView["availability"], string>;
  readonly stateBannerHelp: Record<Exclude<AgentView["availability"], "available">, string>;
  readonly heldForYou: string;
  readonly heldBy: (name: string) => string;
  readonly heldSeconds: (seconds: number) => string;
  readonly decline: string;
  readonly invitations: string;
  readonly invitedBy: (name: string) => string;
  readonly join: string;
  readonly declineInvitation: string;
  readonly joined: (visitor: string) => string;
  readonly transfer: string;
  readonly transferTo: string;
  readonly transferHelp: string;
  readonly queues: string;
  /** `opens`: when, empty if nobody knows. */
  readonly queueClosed: (opens: string) => string;
  readonly colleagues: string;
  readonly noColleagues: string;
  readonly load: (taken: number, seats: number) => string;
  readonly notServed: string;
  readonly transferNote: string;
  readonly transferred: (visitor: string) => string;
  readonly chooseSomebody: string;
  readonly invite: string;
  readonly inviteWhom: string;
  readonly inviteHelp: string;
  readonly invited: (name: string) => string;
  readonly leave: string;
  readonly leaveQuestion: string;
  readonly leaveHelp: string;
  readonly left: (visitor: string) => string;
  readonly inCharge: (name: string) => string;
  readonly alsoHere: (names: string) => string;
  readonly askedIn: (names: string) => string;
  readonly tag: string;
  readonly noTag: string;
  readonly notes: (count: number) => string;
  readonly notesHelp: string;
  readonly newNote: string;
  readonly addNote: string;
  readonly noteAdded: string;
  readonly proposeAnswer: string;
  readonly answerProposed: string;
  readonly notTaken: (name: string) => string;
  readonly notJoined: (name: string) => string;

  readonly errors: Record<ErrorCode, string>;

  readonly cases: CaseLinkTexts;
  readonly practice: PracticeTexts;
  readonly supervisor: SupervisorTexts;
}
