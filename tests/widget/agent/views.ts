import type { AgentView, DeskItemView, DeskView, MessageView, QueueItemView, StateView } from "../../../widget/shared/protocol";

export const ID = "0b8f3c1e-5d5c-4f6e-9a51-2f1f5d0c7c1e";
export const OTHER = "7d0a2b9c-1c1b-4a58-8e43-6f0f4d3a9b2d";

export const AGENT: AgentView = { id: "a1", name: "Aino", role: "agent", availability: "available", seats: 4, is_absent: false };

export function message(seq: number, about: Partial<MessageView> = {}): MessageView {
  return {
    seq,
    id: `m${seq}`,
    author: "visitor",
    name: "",
    text: `text ${seq}`,
    language: "fi",
    at: "2026-05-21T12:00:00.000Z",
    buttons: [],
    links: [],
    event: null,
    ...about,
  };
}

export function run(from: number, to: number): MessageView[] {
  return Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
}

export function state(about: Partial<StateView> = {}): StateView {
  return {
    conversation: ID,
    status: "open",
    owner: "agent",
    version: 3,
    language: "fi",
    last_seq: 0,
    seen_seq: 0,
    queue_place: 0,
    wait_s: null,
    agent_name: "Aino",
    is_late: false,
    agents_available: true,
    agents_here: true,
    rating: "",
    bot_available: true,
    callback: "",
    ...about,
  };
}

export function own(about: Partial<DeskItemView> = {}): DeskItemView {
  return {
    conversation: ID,
    version: 3,
    language: "fi",
    served_in: "fi",
    mode: "city",
    page: "/maksut",
    queue: "city",
    last_seq: 0,
    crisis: "",
    owner: { id: "a1", name: "Aino" },
    members: [],
    invited: [],
    gone_since: "",
    pseudonym: null,
    practice: null,
    ...about,
  };
}

export function waiting(about: Partial<QueueItemView> = {}): QueueItemView {
  return {
    conversation: ID,
    version: 2,
    language: "fi",
    served_in: "fi",
    mode: "city",
    page: "/maksut",
    waiting_since: "2026-05-21T12:00:00.000Z",
    queue: "city",
    place: 1,
    crisis: "",
    held_until: "",
    held_by: "",
    gone_since: "",
    pseudonym: null,
    practice: null,
    ...about,
  };
}

export function desk(about: Partial<DeskView> = {}): DeskView {
  return {
    agent: AGENT,
    queues: [],
    tags: [],
    queue: [],
    practice: null,
    mine: [],
    invitations: [],
    callbacks: [],
    banners: [],
    ...about,
  };
}
