/** The agent console's entry: the stylesheet of its page, and every element under its name. */
import "./agent.css";

import { ClosedDialog } from "./log/closed-dialog";
import { ClosedReading } from "./log/closed-reading";
import { LogDialog } from "./log/log-dialog";
import { AgentConsole } from "./view/agent-console";
import { MessageComposer } from "./view/composer";
import { ConfirmDialog } from "./view/confirm-dialog";
import { ConversationView } from "./view/conversation-view";
import { DeskBanners } from "./view/desk-banners";
import { DeskHeader } from "./view/desk-header";
import { DeskView } from "./view/desk-view";
import { LanguagePicker } from "./view/language-picker";
import { MessageLog } from "./view/message-log";
import { OwnList } from "./view/own-list";
import { PasswordDialog } from "./view/password-dialog";
import { QueueList } from "./view/queue-list";
import { SignIn } from "./view/sign-in";

// The parts first: the console finds them defined when it renders.
const ELEMENTS: Record<string, CustomElementConstructor> = {
  "language-picker": LanguagePicker,
  "sign-in": SignIn,
  "confirm-dialog": ConfirmDialog,
  "password-dialog": PasswordDialog,
  "log-dialog": LogDialog,
  "closed-reading": ClosedReading,
  "closed-dialog": ClosedDialog,
  "desk-header": DeskHeader,
  "desk-banners": DeskBanners,
  "queue-list": QueueList,
  "own-list": OwnList,
  "message-log": MessageLog,
  "message-composer": MessageComposer,
  "conversation-view": ConversationView,
  "desk-view": DeskView,
  "agent-console": AgentConsole,
};

for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
