import type { Host } from "./keeping/keeping";
import type { Session } from "./session";
import type { Store } from "./store";
import type { Texts } from "./texts/texts";
import type { View } from "./view";

/** Something that takes the conversation's place for a while. Its code is fetched when it is first opened. */
export interface Part {
  readonly element: HTMLElement;
  /** Begin anew, and take the focus; `asked`: by the button that asks for this, such as one in the queue. */
  open(asked?: boolean): void;
}

/** What a part's module has. */
export interface PartModule {
  readonly css: string;
  /** `onDone` brings the conversation back; `words`: it is over, and they say what came of it. */
  make(outer: View<Texts>, session: Session, store: Store, onDone: (words?: string) => void, host: Host): Part;
}
