/** The agent console's entry: the stylesheet of its page, and every element under its name. */
import "./agent.css";

import { CaseFiguresView } from "./reports/case-figures";
import { ReportChart } from "./reports/report-chart";
import { ReportComments } from "./reports/report-comments";
import { ReportsView } from "./reports/reports-view";
import { ClosedDialog } from "./log/closed-dialog";
import { ClosedReading } from "./log/closed-reading";
import { LogDialog } from "./log/log-dialog";
import { AgentConsole } from "./view/agent-console";
import { FinishForm } from "./view/brief/finish-form";
import { HandoverBrief } from "./view/brief/handover-brief";
import { BannerDialog } from "./view/banner-dialog";
import { CallbackList } from "./view/callback-list";
import { AbsenceForm } from "./view/absence-form";
import { AccountForm } from "./view/account-form";
import { AddPersonDialog } from "./view/add-person-dialog";
import { BroadcastDialog } from "./view/broadcast-dialog";
import { MessageComposer } from "./view/composer";
import { CloseDialog } from "./view/close-dialog";
import { ConfirmDialog } from "./view/confirm-dialog";
import { ConversationView } from "./view/conversation-view";
import { DebriefDialog } from "./view/debrief-dialog";
import { DeskBanners } from "./view/desk-banners";
import { DeskHeader } from "./view/desk-header";
import { DeskView } from "./view/desk-view";
import { InvitationList } from "./view/invitation-list";
import { LanguagePicker } from "./view/language-picker";
import { LiveView } from "./view/live-view";
import { MessageLog } from "./view/message-log";
import { NotesPanel } from "./view/notes-panel";
import { OwnList } from "./view/own-list";
import { PasswordDialog } from "./view/password-dialog";
import { PeopleDialog } from "./view/people-dialog";
import { PeopleView } from "./view/people-view";
import { PracticeDialog } from "./view/practice-dialog";
import { PracticePanel } from "./view/practice-panel";
import { QueueList } from "./view/queue-list";
import { ReplyPicker } from "./view/reply-picker";
import { RosterForm } from "./view/roster-form";
import { SignIn } from "./view/sign-in";
import { SkillsForm } from "./view/skills-form";

// The parts first: the console finds them defined when it renders.
const ELEMENTS: Record<string, CustomElementConstructor> = {
  "language-picker": LanguagePicker,
  "sign-in": SignIn,
  "confirm-dialog": ConfirmDialog,
  "password-dialog": PasswordDialog,
  "people-dialog": PeopleDialog,
  "close-dialog": CloseDialog,
  "notes-panel": NotesPanel,
  "invitation-list": InvitationList,
  "banner-dialog": BannerDialog,
  "log-dialog": LogDialog,
  "closed-reading": ClosedReading,
  "closed-dialog": ClosedDialog,
  "desk-header": DeskHeader,
  "desk-banners": DeskBanners,
  "queue-list": QueueList,
  "own-list": OwnList,
  "callback-list": CallbackList,
  "message-log": MessageLog,
  "reply-picker": ReplyPicker,
  "message-composer": MessageComposer,
  "finish-form": FinishForm,
  "handover-brief": HandoverBrief,
  "practice-panel": PracticePanel,
  "practice-dialog": PracticeDialog,
  "debrief-dialog": DebriefDialog,
  "conversation-view": ConversationView,
  "case-figures": CaseFiguresView,
  "report-chart": ReportChart,
  "report-comments": ReportComments,
  "reports-view": ReportsView,
  "broadcast-dialog": BroadcastDialog,
  "live-view": LiveView,
  "skills-form": SkillsForm,
  "roster-form": RosterForm,
  "absence-form": AbsenceForm,
  "account-form": AccountForm,
  "add-person-dialog": AddPersonDialog,
  "people-view": PeopleView,
  "desk-view": DeskView,
  "agent-console": AgentConsole,
};

for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
