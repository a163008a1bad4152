import type { Texts } from "./texts";

export const texts: Texts = {
  title: "Luukku",
  close: "Close the window",
  languages: "Language",
  actions: "Actions",

  botAnswers: "An automated assistant answers",
  botIsAway: "The assistant is not available right now",
  inQueue: "You are in the queue for customer service",
  agentAnswers: (name) => `${name} is answering you`,

  requestHuman: "Talk to a person",
  leaveQueue: "Leave the queue",
  leaveFeedback: "Leave feedback",
  end: "End",

  log: "Conversation",
  greeting: [
    "Hello! I am Luukku, the city's automated assistant. I am not a human.",
    "I help with city services. I may be wrong, so check important things on the pages I link to. You can always ask for a person.",
    "Do not write your personal identity code or other sensitive information.",
  ],
  hintsLabel: "You could start with these",
  hints: ["How do I get a resident parking permit?", "What does daycare cost?", "How do I get a library card?"],
  you: "You",
  assistant: "Assistant",
  notice: "Notice",
  options: "Options",
  buttons: { give_feedback: "Leave feedback", request_human: "Talk to a person", rate: "Rate the conversation", request_callback: "Ask us to call you", add_images: "Add images" },
  newTab: "opens in a new tab",
  events: {
    queued: () => "You are now in the queue for customer service. Write your matter already: the person who answers sees it at once. While you wait, you can ask the assistant too.",
    queue_left: () => "You left the queue. The assistant answers again.",
    vanished: () => "You were not connected, so you left the queue. Your place is kept for an hour: ask for a person again.",
    requeued: () => "The connection to your agent was lost. You are now among the first in the queue.",
    agent_joined: ({ name }) => `${name} has joined the conversation and will answer you.`,
    returned_to_bot: ({ name }) => `${name} has left the conversation. The assistant answers again.`,
    closed_by_agent: ({ name }) => `${name} has ended the conversation. If you write more, the assistant answers.`,
    closed_by_visitor: () => "You ended the conversation.",
    no_agents: () => "Nobody from customer service is here right now. You can leave feedback or a question and get an answer later.",
    bot_unavailable: () => "The assistant cannot answer right now. You can ask for a person or leave feedback.",
    help_card: () =>
      "It sounds as if you or somebody else may be in danger. There is help at once. You do not have to cope alone.",
    queue_closed: ({ opens_at }) =>
      `We are closed now${opens_at && ` and open ${opens_at}`}. You can leave feedback or a question and get an answer later.`,
    choose_topic: () => "What would you like to talk about? Choose a topic to get into the right queue.",
    transferred: ({ name, to }) => `${name} passes you on: ${to}. You are now among the first in the queue.`,
    colleague_joined: ({ name }) => `${name} has joined the conversation.`,
    colleague_left: ({ name }) => `${name} has left the conversation.`,
    callback_requested: ({ window_from }) => `We will call you ${window_from}.`,
    callback_withdrawn: () => "You have cancelled the call.",
    case_received: ({ case_code, due_on }) =>
      `We have received your feedback. Its code is ${case_code}. We will answer by ${due_on}. ` +
      "With the code you can ask how it is going.",
  },

  sending: "Sending…",
  sent: "Sent",
  seen: "Seen",
  failed: "Not sent",
  sendAgain: "Send again",
  remove: "Delete message",

  message: "Message",
  messageHelp: "Enter sends, Shift + Enter starts a new line",
  send: "Send",
  charactersLeft: (count) => `${count} characters left`,
  charactersOver: (count) => `The message is ${count} characters too long`,

  connecting: "Connecting…",
  offline: "The connection was lost. Reconnecting… Your messages are kept.",
  queuePlace: (place, minutes) =>
    `Your place in the queue: ${place}` + (minutes === null ? "" : `. The wait is about ${minutes} min`),
  botTyping: "The assistant is typing…",
  agentTyping: (name) => `${name} is typing…`,
  newMessages: "New messages",
  errors: {
    invalid_payload: "The message could not be handled.",
    too_large: "The message is too long.",
    unauthenticated: "The conversation was not recognised. Reload the page.",
    not_found: "The conversation was not found.",
    conflict: "Things have changed meanwhile, and this is no longer possible.",
    rate_limited: "Too many messages in a short time. Wait a moment.",
    unavailable: "The service is not available right now. Try again in a moment.",
    internal_error: "Something went wrong in the service. Try again in a moment.",
  },
  noAnswer: "The service could not be reached. Try again in a moment.",

  feedbackRequest: "I want to leave feedback",
};
