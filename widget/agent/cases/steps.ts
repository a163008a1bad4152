import type { CaseView, StepCase } from "../../shared/protocol";
import type { Box } from "./drafts";

/** What an agent can do with a case after filling something in. */
export type Panel =
  | "answer"
  | "interim"
  | "reject"
  | "transfer"
  | "assign"
  | "route"
  | "merge"
  | "reopen"
  | "publish"
  | "note"
  | "inform";
/** What is done at once. */
export type Deed = "take" | "close" | "unpublish";
type Status = CaseView["row"]["status"];

const ALWAYS: readonly Panel[] = ["note", "inform"];
const WHILE_OPEN: readonly Panel[] = ["answer", "interim", "route", "assign", "reject", "transfer", "merge"];
const AFTER: Partial<Record<Status, readonly Panel[]>> = {
  received: WHILE_OPEN,
  in_process: WHILE_OPEN,
  answered: ["publish", "reopen"],
  closed: ["publish", "reopen"],
  rejected: ["reopen"],
};

/** The boxes that a step empties. */
export const BOXES: Record<Panel, readonly Box[]> = {
  answer: ["answer"],
  interim: ["interim"],
  reject: ["reject"],
  transfer: ["transfer", "transfer_to"],
  assign: [],
  route: [],
  merge: ["merge"],
  reopen: ["reopen"],
  publish: ["public_title", "public_text", "public_answer"],
  note: ["note"],
  inform: ["inform"],
};

/** The event that each step leaves. */
const LEAVES: Record<StepCase["step"], CaseView["events"][number]["kind"]> = {
  take: "assigned",
  assign: "assigned",
  route: "routed",
  interim: "interim",
  answer: "answered",
  reject: "rejected",
  transfer: "transferred",
  close: "closed",
  reopen: "reopened",
  merge: "merged",
  unpublish: "unpublished",
};

/** Whether an event is what the agent's own step has left: its words, where it has any, are the same. */
export function isOwnDoing(
  { kind, by, facts }: CaseView["events"][number],
  step: StepCase["step"],
  text: string,
  agent: string,
): boolean {
  const said = facts.find(({ name }) => name === "text" || name === "why")?.value ?? "";
  return kind === LEAVES[step] && by === agent && said === text;
}

/** The boxes whose words cannot be sent any more as the case is: a colleague was first. */
export function strandedBoxes(of: Pick<CaseView, "row" | "may_publish">): Box[] {
  const panels = panelsOf(of);
  const stranded = (Object.keys(BOXES) as Panel[]).filter((panel) => panel !== "publish" && !panels.includes(panel));
  return stranded.flatMap((panel) => BOXES[panel]);
}

export function isOpen({ row }: Pick<CaseView, "row">): boolean {
  return row.status === "received" || row.status === "in_process";
}

/** Return what a case's state lets an agent fill in, as the service has it. */
export function panelsOf(of: Pick<CaseView, "row" | "may_publish">): Panel[] {
  const { status, service } = of.row;
  return [...(AFTER[status] ?? []), ...ALWAYS].filter((panel) => {
    // An answer counts for a service: first it is sorted.
    if (panel === "answer") return service !== "";
    return panel !== "publish" || of.may_publish;
  });
}

/** Return what can be done at once with a case. */
export function deedsOf(of: Pick<CaseView, "row">, agent: string): Deed[] {
  const { status, assignee, is_published } = of.row;
  const deeds: Deed[] = [];
  // Given by a colleague, it is not in process for its sender until somebody says so.
  if (status === "received" || (isOpen(of) && assignee?.id !== agent)) deeds.push("take");
  if (status === "answered") deeds.push("close");
  if (is_published) deeds.push("unpublish");
  return deeds;
}
