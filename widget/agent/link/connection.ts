import { io, type Socket } from "socket.io-client";

import type {
  AddAbsence,
  AddNote,
  AgentSend,
  AgentSync,
  AgentTyping,
  AnswerCases,
  AnswerInvitation,
  BriefIs,
  Assign,
  Broadcast,
  Broadcasted,
  CaseIs,
  CasesAnswered,
  CasesAre,
  Claim,
  ClaimCallback,
  Claimed,
  CloseByAgent,
  ColleaguesAre,
  ContactLogged,
  ClosedFound,
  ClosedOpened,
  ConversationMessage,
  CreateAccount,
  DebriefIs,
  Decline,
  DeskIs,
  DeskSync,
  DeskView,
  Done,
  EndBanner,
  EndPractice,
  ErasedView,
  FinishDay,
  Invite,
  FeedbackReceived,
  FindCases,
  FindClosed,
  FinishForm,
  Leave,
  LetterChoice,
  LettersAre,
  ListColleagues,
  ListLetters,
  ListNotes,
  ListPeople,
  ListScenarios,
  ListServices,
  LiveView,
  NotedView,
  NotesAre,
  FinishCallback,
  JudgeCrisis,
  LogAdvice,
  LogAttempt,
  LogContact,
  LogIs,
  NoteCase,
  OpenCase,
  OpenClosed,
  Practise,
  ProposeAnswer,
  ProposalIs,
  ProposeService,
  PublishCase,
  ReadLog,
  ReleaseCallback,
  PasswordIs,
  PeopleAre,
  Refused,
  RemoveAbsence,
  ResetPassword,
  ReturnToBot,
  Seen,
  ScenariosAre,
  ServicesAre,
  SetActive,
  SetAvailability,
  SetBanner,
  SetRole,
  SetRoster,
  SetSkills,
  StateIs,
  StateView,
  StepCase,
  Stored,
  Synced,
  TakeOver,
  Transfer,
  TypingView,
  WantBrief,
  WantDebrief,
  Watch,
  Watched,
} from "../../shared/protocol";
import type { ErrorCode } from "../session/thread";

/** Request name → what is sent, what is acknowledged. */
export interface Requests {
  desk: [DeskSync, DeskIs];
  availability: [SetAvailability, DeskIs];
  claim: [Claim, Claimed];
  sync: [AgentSync, Synced];
  send: [AgentSend, Stored];
  typing: [AgentTyping, Done];
  seen: [Seen, Done];
  close: [CloseByAgent, StateIs];
  return: [ReturnToBot, StateIs];
  judge_crisis: [JudgeCrisis, DeskIs];
  transfer: [Transfer, StateIs];
  decline: [Decline, DeskIs];
  colleagues: [ListColleagues, ColleaguesAre];
  invite: [Invite, DeskIs];
  answer_invitation: [AnswerInvitation, DeskIs];
  leave: [Leave, DeskIs];
  propose_answer: [ProposeAnswer, Done];
  note: [AddNote, NotesAre];
  notes: [ListNotes, NotesAre];
  brief: [WantBrief, BriefIs];
  finish_form: [FinishForm, FeedbackReceived];
  claim_callback: [ClaimCallback, DeskIs];
  release_callback: [ReleaseCallback, DeskIs];
  log_attempt: [LogAttempt, DeskIs];
  finish_callback: [FinishCallback, DeskIs];
  set_banner: [SetBanner, DeskIs];
  end_banner: [EndBanner, DeskIs];
  find_closed: [FindClosed, ClosedFound];
  open_closed: [OpenClosed, ClosedOpened];
  audit: [ReadLog, LogIs];
  scenarios: [ListScenarios, ScenariosAre];
  practise: [Practise, DeskIs];
  end_practice: [EndPractice, DeskIs];
  debrief: [WantDebrief, DebriefIs];
  finish_day: [FinishDay, DeskIs];
  watch: [Watch, Watched];
  take_over: [TakeOver, Claimed];
  assign: [Assign, Done];
  broadcast: [Broadcast, Broadcasted];
  people: [ListPeople, PeopleAre];
  set_skills: [SetSkills, PeopleAre];
  set_roster: [SetRoster, PeopleAre];
  add_absence: [AddAbsence, PeopleAre];
  remove_absence: [RemoveAbsence, PeopleAre];
  create_account: [CreateAccount, PasswordIs];
  reset_password: [ResetPassword, PasswordIs];
  set_role: [SetRole, PeopleAre];
  set_active: [SetActive, PeopleAre];
  find_cases: [FindCases, CasesAre];
  open_case: [OpenCase, CaseIs];
  step_case: [StepCase, CaseIs];
  note_case: [NoteCase, CaseIs];
  publish_case: [PublishCase, CaseIs];
  answer_cases: [AnswerCases, CasesAnswered];
  log_contact: [LogContact, ContactLogged];
  log_advice: [LogAdvice, Done];
  propose_service: [ProposeService, ProposalIs];
  services: [ListServices, ServicesAre];
  letters: [ListLetters, LettersAre];
  retry_letter: [LetterChoice, LettersAre];
  drop_letter: [LetterChoice, LettersAre];
}

/** What is done with callbacks, banners and practice: each is answered with the desk after it. */
export type DeskRequest =
  | "claim_callback"
  | "release_callback"
  | "log_attempt"
  | "finish_callback"
  | "set_banner"
  | "end_banner"
  | "practise"
  | "end_practice";

/** What happens on the connection, in the order in which it happens. */
export interface Listener {
  connected(): void;
  lost(): void;
  unauthenticated(): void;
  desk(desk: DeskView): void;
  message(message: ConversationMessage): void;
  state(state: StateView): void;
  typing(typing: TypingView): void;
  erased(conversation: string): void;
  noted(conversation: string): void;
  live(live: LiveView): void;
}

export class RequestRefused extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly retryAfterS = 0,
  ) {
    super(code);
  }
}

// An answer normally takes milliseconds; after this the agent should rather see that something is wrong.
const ACK_LIMIT_MS = 8_000;
// When the server itself ended or refused the connection, socket.io-client leaves trying again to us.
const REOPEN_AFTER_MS = 3_000;

/** What the desk's parts need of a connection. */
export interface Requester {
  readonly isUp: boolean;
  request<Name extends keyof Requests>(name: Name, payload: Requests[Name][0]): Promise<Requests[Name][1]>;
}

/** The `/agent` namespace, typed. Its cookie says who the agent is. */
export class Connection implements Requester {
  private readonly socket: Socket;
  private reopening: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly listener: Listener) {
    this.socket = io("/agent", {
      autoConnect: false,
      transports: ["websocket", "polling"],
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    });
  }

  get isUp(): boolean {
    return this.socket.connected;
  }

  open(): void {
    const { socket, listener } = this;
    socket.on("connect", () => listener.connected());
    socket.on("disconnect", (reason) => {
      listener.lost();
      if (reason === "io server disconnect") this.reopenSoon();
    });
    socket.on("connect_error", (error: Error & { data?: { error?: string } }) => {
      if (error.data?.error === "unauthenticated") listener.unauthenticated();
      else {
        listener.lost();
        if (!socket.active) this.reopenSoon();
      }
    });
    socket.on("desk", (desk: DeskView) => listener.desk(desk));
    socket.on("message", (message: ConversationMessage) => listener.message(message));
    socket.on("state", (state: StateView) => listener.state(state));
    socket.on("typing", (typing: TypingView) => listener.typing(typing));
    socket.on("erased", ({ conversation }: ErasedView) => listener.erased(conversation));
    socket.on("noted", ({ conversation }: NotedView) => listener.noted(conversation));
    socket.on("live", (live: LiveView) => listener.live(live));
    socket.connect();
  }

  /** Try at once instead of at the end of the back-off: somebody is looking at the page. */
  hurry(): void {
    if (!this.socket.connected) this.socket.disconnect().connect();
  }

  close(): void {
    clearTimeout(this.reopening);
    this.socket.off();
    this.socket.disconnect();
  }

  /**
   * Send a request and return its acknowledgement.
   *
   * Raises RequestRefused: the server's code, `timeout`, or `disconnected`. Nothing is buffered while
   * the connection is down, so that nothing leaves later that the agent no longer means.
   */
  async request<Name extends keyof Requests>(name: Name, payload: Requests[Name][0]): Promise<Requests[Name][1]> {
    if (!this.socket.connected) throw new RequestRefused("disconnected");
    let answer: Requests[Name][1] | Refused;
    try {
      answer = (await this.socket.timeout(ACK_LIMIT_MS).emitWithAck(name, payload)) as typeof answer;
    } catch {
      throw new RequestRefused(this.socket.connected ? "timeout" : "disconnected");
    }
    if (answer.ok) return answer;
    if (answer.error === "unauthenticated") this.listener.unauthenticated();
    throw new RequestRefused(answer.error, answer.retry_after_s);
  }

  private reopenSoon(): void {
    clearTimeout(this.reopening);
    this.reopening = setTimeout(() => this.socket.connect(), REOPEN_AFTER_MS);
  }
}
