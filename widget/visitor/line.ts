import { Manager } from "socket.io-client";
import type {
  BannersView, CallbackChoice, CallbackChoiceIs, Choose, CloseConversation, Done, EraseConversation, FeedbackReceived, HumanRequested, ImageDraftIs, LeaveQueue,
  ListQueues, MessageView, OfferRating, QueuesAre, Rate, Refused, RequestCallback, RequestHuman, SetLanguage, StateIs, StateView, Stored, SubmitFeedback, Sync,
  Typing, TypingView, VisitorConnect, VisitorSend, VisitorSynced, WantImageDraft, WithdrawCallback,
} from "../shared/protocol";

/** What a visitor may ask, and the answer if it is not refused. */
export interface Requests {
  sync: [Sync, VisitorSynced];
  send: [VisitorSend, Stored];
  choose: [Choose, Stored];
  typing: [Typing, Done];
  set_language: [SetLanguage, StateIs];
  queues: [ListQueues, QueuesAre];
  request_human: [RequestHuman, HumanRequested];
  leave_queue: [LeaveQueue, StateIs];
  callback_choice: [CallbackChoice, CallbackChoiceIs];
  request_callback: [RequestCallback, StateIs];
  withdraw_callback: [WithdrawCallback, StateIs];
  close: [CloseConversation, StateIs];
  offer_rating: [OfferRating, StateIs];
  rate: [Rate, StateIs];
  erase: [EraseConversation, Done];
  feedback: [SubmitFeedback, FeedbackReceived];
  image_draft: [WantImageDraft, ImageDraftIs];
}

/** `null`: no answer came, so what became of the request is unknown; asking again must be harmless. */
export type Reply<Name extends keyof Requests> = Requests[Name][1] | Refused | null;

export interface LineEvents {
  up(): void;
  down(): void;
  message(message: MessageView): void;
  state(state: StateView): void;
  typing(typing: TypingView): void;
  banners(shown: BannersView): void;
}

/** The connection to the service as the session sees it. */
export interface Line {
  readonly connected: boolean;
  open(auth: () => VisitorConnect, events: LineEvents): void;
  request<Name extends keyof Requests>(name: Name, payload: Requests[Name][0]): Promise<Reply<Name>>;
  /** Hear what only some chats are told. */
  hear(name: "queues_changed", listener: () => void): void;
  /** Connect anew, with a new `auth`. */
  reopen(): void;
  close(): void;
}

/** A stored message is acknowledged in milliseconds; past this the network has lost it. */
const ANSWER_TIMEOUT_MS = 10_000;
/** Socket.IO does not come back by itself after a server's own disconnect or refusal. */
const RETURN_AFTER_MS = 3_000;

/** Return a line over Socket.IO: websocket first, a third of the cost of upgrading to it; polling where a proxy lets none through. */
export function openLine(server: string): Line {
  const manager = new Manager(server, {
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    autoConnect: false,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
  const socket = manager.socket("/visitor");
  let returning: ReturnType<typeof setTimeout> | undefined;
  const comeBack = (): void => {
    clearTimeout(returning);
    if (!socket.active) returning = setTimeout(() => socket.connect(), RETURN_AFTER_MS);
  };

  return {
    get connected() {
      return socket.connected;
    },
    open(auth, events) {
      socket.auth = (give) => give(auth());
      socket.on("connect", () => events.up());
      socket.on("disconnect", (reason) => {
        events.down();
        if (reason !== "io client disconnect") comeBack();
      });
      socket.on("connect_error", () => {
        events.down();
        comeBack();
      });
      socket.on("message", (message: MessageView) => events.message(message));
      socket.on("state", (state: StateView) => events.state(state));
      socket.on("typing", (typing: TypingView) => events.typing(typing));
      socket.on("banners", (shown: BannersView) => events.banners(shown));
      socket.connect();
    },
    async request(name, payload) {
      // While disconnected Socket.IO would keep the packet for later, behind the outbox's back.
      if (!socket.connected) return null;
      try {
        return await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(name, payload);
      } catch {
        return null;
      }
    },
    hear(name, listener) {
      socket.on(name, listener);
    },
    reopen() {
      clearTimeout(returning);
      socket.disconnect().connect();
    },
    close() {
      clearTimeout(returning);
      socket.off();
      socket.disconnect();
    },
  };
}
