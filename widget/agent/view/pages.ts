import type { AgentView } from "../../shared/protocol";

/** The console's pages, in the order of their links; each is an address of its own, so that "back" goes back. */
export const PAGES = ["desk", "cases", "live", "people", "reports"] as const;
export type Page = (typeof PAGES)[number];

const SUPERVISORS: readonly AgentView["role"][] = ["supervisor", "administrator"];

/** Return the pages that are for an agent; the service refuses the others all the same. */
export function pagesOf({ role }: Pick<AgentView, "role">): readonly Page[] {
  return SUPERVISORS.includes(role) ? PAGES : ["desk", "cases"];
}

/** Return the page of an address's part after `#`, the desk unless it is another of the agent's own. */
export function pageOf(hash: string, agent: Pick<AgentView, "role">): Page {
  const [name] = hash.split("/");
  return pagesOf(agent).find((page) => `#${page}` === name) ?? "desk";
}

/** The address of a case, which colleagues can send each other. */
export function caseAddress(code: string): string {
  return `#cases/${code}`;
}

/** Return the code of the case that an address's part after `#` names, or an empty one. */
export function caseOf(hash: string): string {
  return /^#cases\/([A-Z0-9-]{1,20})$/.exec(hash)?.[1] ?? "";
}
