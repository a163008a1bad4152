import type { QueueItemView, StateView } from "./protocol";

export type Language = StateView["language"];
export type Mode = QueueItemView["mode"];

/** In the order in which every list of languages shows them. */
export const LANGUAGES: readonly Language[] = ["fi", "sv", "en"];
