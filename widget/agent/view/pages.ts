import type { AgentView } from "../../shared/protocol";

/** The console's pages, in the order of their links; each is an address of its own, so that "back" goes back. */
export const PAGES = ["desk", "live", "people", "reports"] as const;
export type Page = (typeof PAGES)[number];

const SUPERVISORS: readonly AgentView["role"][] = ["supervisor", "administrator"];

/** Return the pages that are for an agent; the service refuses the others all the same. */
export function pagesOf({ role }: Pick<AgentView, "role">): readonly Page[] {
  return SUPERVISORS.includes(role) ? PAGES : ["desk"];
}

/** Return the page of an address's part after `#`, the desk unless it is another of the agent's own. */
export function pageOf(hash: string, agent: Pick<AgentView, "role">): Page {
  return pagesOf(agent).find((page) => `#${page}` === hash) ?? "desk";
}
