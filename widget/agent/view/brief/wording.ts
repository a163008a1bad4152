import type { AskedView } from "../../../shared/protocol";
import type { BriefTexts } from "../../texts/brief";

/** What the bot did with a message, in words. */
export function whatTheBotDid({ decision, intent, topics }: AskedView, t: BriefTexts): string {
  const titles = topics.map((topic) => topic[t.language]).join(" · ");
  if (decision === "clarify") return t.askedBack(titles);
  if (titles) return t.answeredAbout(titles);
  return t.decisions[decision] ?? t.intents[intent] ?? t.answered;
}
