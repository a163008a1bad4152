/** The agent console's entry: the stylesheet of its page, and every element under its name. */
import "./agent.css";

import { AgentConsole } from "./view/agent-console";
import { AbsenceForm } from "./view/absence-form";
import { AccountForm } from "./view/account-form";
import { AddPersonDialog } from "./view/add-person-dialog";
import { BroadcastDialog } from "./view/broadcast-dialog";
import { MessageComposer } from "./view/composer";
import { CloseDialog } from "./view/close-dialog";
import { ConfirmDialog } from "./view/confirm-dialog";
import { ConversationView } from "./view/conversation-view";
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
import { QueueList } from "./view/queue-list";
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
  "desk-header": DeskHeader,
  "desk-banners": DeskBanners,
  "queue-list": QueueList,
  "own-list": OwnList,
  "message-log": MessageLog,
  "message-composer": MessageComposer,
  "conversation-view": ConversationView,
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
