import type { DraftImageView } from "../../shared/protocol";
import form from "../feedback/form.css?inline";
import type { Host } from "../keeping/keeping";
import type { Part } from "../part";
import type { Session } from "../session";
import type { Store } from "../store";
import type { Texts } from "../texts/texts";
import { h, setText, View } from "../view";
import own from "./images.css?inline";
import { IMAGE_TEXTS, type ImageTexts } from "./texts";
import { Uploads } from "./upload";

export const css = form + own;

export const make = (outer: View<Texts>, session: Session, _store: Store, onDone: () => void, host: Host): Part =>
  new ImagesPart(outer, session, onDone, host);

const MAX_IMAGES = 5;
const TYPES = "image/jpeg,image/png,image/webp,image/gif";

/** Images for the form that the bot has under way. They are with the service as soon as they are added. */
class ImagesPart implements Part {
  readonly element: HTMLElement;
  private readonly view: View<ImageTexts>;
  private readonly heading = h("h3", { tabindex: "-1" });
  private readonly input = h("input", { type: "file", id: "images", accept: TYPES, multiple: "", "aria-describedby": "images-help" });
  private readonly list = h("ul", { class: "images" });
  private readonly empty = h("p");
  private readonly progress = h("progress", { max: "1" });
  private readonly sending = h("p");
  /** What has come of it, the newest sentence: heard as well as seen. */
  private readonly outcome = h("p", { role: "status" });
  private readonly troubles = h("div", { class: "error", role: "alert" });
  private images: DraftImageView[] = [];
  private uploads: Uploads | undefined;
  private isBusy = false;

  constructor(
    outer: View<Texts>,
    private readonly session: Session,
    onDone: () => void,
    private readonly host: Host,
  ) {
    const { language } = outer;
    const view = (this.view = new View(language, IMAGE_TEXTS[language], outer.signal));
    outer.bind(() => view.use(outer.language, IMAGE_TEXTS[outer.language]));
    const introduction = h("p");
    const label = h("label", { for: "images" });
    const help = h("p", { id: "images-help", class: "help" });
    const done = view.button((texts) => texts.done, "primary back", onDone);
    this.element = h("section", { class: "feedback" }, this.heading, introduction,
      h("div", { class: "field" }, label, help, this.input), this.sending, this.progress, this.troubles, this.outcome,
      this.empty, this.list, done);
    view.bind((texts) => {
      setText(this.heading, texts.title);
      setText(introduction, texts.introduction);
      setText(label, texts.choose);
      setText(help, texts.limits);
      this.list.ariaLabel = texts.list;
      this.progress.ariaLabel = texts.title;
      this.render();
    });
    view.on(this.input, "change", () => void this.add([...(this.input.files ?? [])]));
  }

  open(): void {
    this.say("");
    this.troubles.replaceChildren();
    this.heading.focus();
    void this.load();
  }

  /** Each form has a secret of its own, which the service keeps with the conversation: a reload finds it again. */
  private async load(): Promise<void> {
    const reply = await this.session.line.request("image_draft", {});
    this.uploads = reply?.ok ? new Uploads(this.host.server, reply.draft) : undefined;
    this.images = reply?.ok ? reply.images : [];
    if (!this.uploads) this.say(this.view.texts.noDraft);
    this.render();
  }

  private async add(files: File[]): Promise<void> {
    const { uploads } = this;
    if (!uploads || this.isBusy) return;
    this.isBusy = true;
    this.troubles.replaceChildren();
    for (const file of files) {
      setText(this.sending, this.view.texts.sending(file.name));
      this.progress.value = 0;
      this.render();
      const added = await uploads.add(file, (share) => (this.progress.value = share));
      if (typeof added === "string") this.troubles.append(h("p", {}, this.view.texts.trouble(file.name, added)));
      else if (!this.images.some(({ id }) => id === added.id)) this.images = [...this.images, added];
      if (added === "too_many_images") break;
    }
    this.isBusy = false;
    this.input.value = "";
    this.say(this.images.length ? this.view.texts.added(this.images.length) : "");
    this.render();
  }

  private async remove(image: DraftImageView, number: number): Promise<void> {
    if (!(await this.uploads?.remove(image.id))) return this.say(this.view.texts.notRemoved);
    this.images = this.images.filter(({ id }) => id !== image.id);
    this.say(this.view.texts.removed(number));
    this.render();
    // The pressed button is gone, and the focus may not go with it.
    (this.list.querySelector("button") ?? this.heading).focus();
  }

  private say(words: string): void {
    setText(this.outcome, words);
  }

  private render(): void {
    const { texts } = this.view;
    const isFull = this.images.length >= MAX_IMAGES;
    this.input.disabled = this.isBusy || isFull || !this.uploads;
    this.progress.hidden = this.sending.hidden = !this.isBusy;
    this.empty.hidden = this.images.length > 0 && !isFull;
    setText(this.empty, isFull ? texts.full : texts.none);
    this.list.replaceChildren(
      ...this.images.map((image, index) => {
        const remove = h("button", { type: "button", class: "secondary" }, texts.remove(index + 1));
        remove.onclick = () => void this.remove(image, index + 1);
        return h("li", {}, texts.image(index + 1, `${image.width} × ${image.height}`), remove);
      }),
    );
  }
}
