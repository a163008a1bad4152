import type { CaseRowView } from "../../shared/protocol";

const HELSINKI_DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki", dateStyle: "short" });

/** How a case stands to its promise; `done`: nothing is promised any more. */
export type Due = "late" | "today" | "open" | "done";

export function dueOf({ status, due_on, is_late }: CaseRowView, nowMs: number): Due {
  if (status !== "received" && status !== "in_process") return "done";
  if (is_late) return "late";
  return due_on === HELSINKI_DAY.format(nowMs) ? "today" : "open";
}
