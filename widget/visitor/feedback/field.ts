import { h, setText, type View } from "../view";

type Words<Texts> = (texts: Texts) => string;
type Control = HTMLInputElement | HTMLTextAreaElement;

/** What is wrong with a field's value, or undefined if nothing is. */
export type Check<Texts> = (value: string) => Words<Texts> | undefined;

/** A part of a form: it has a value, and says at its own place what is wrong with it. */
export interface Field {
  readonly element: HTMLElement;
  value: string;
  /** Show what is wrong; true if nothing is. */
  check(): boolean;
  focus(): void;
}

/** A labelled text field with its help and its error. */
export function textField<Texts>(
  view: View<Texts>,
  control: Control,
  { label, help, check }: { label: Words<Texts>; help: Words<Texts>; check: Check<Texts> },
): Field {
  const { id } = control;
  const name = h("label", { for: id });
  const hint = h("p", { id: `${id}-help`, class: "help" });
  const error = errorLine(view, id);
  control.setAttribute("aria-describedby", `${id}-help ${id}-error`);
  view.bind((texts) => {
    setText(name, label(texts));
    setText(hint, help(texts));
  });
  return {
    element: h("div", { class: "field" }, name, hint, error.element, control),
    get value() {
      return control.value;
    },
    set value(value) {
      control.value = value;
      error.show(undefined);
    },
    check() {
      const wrong = check(control.value.trim());
      control.ariaInvalid = String(wrong !== undefined);
      return error.show(wrong);
    },
    focus: () => control.focus(),
  };
}

/** A group of radio buttons with its error. */
export function choiceField<Texts>(
  view: View<Texts>,
  id: string,
  { label, choices, missing }: { label: Words<Texts>; choices: Record<string, Words<Texts>>; missing: Words<Texts> },
): Field {
  const legend = h("legend");
  const error = errorLine(view, id);
  const radios: HTMLInputElement[] = [];
  const group = h("fieldset", { class: "field", "aria-describedby": `${id}-error` }, legend, error.element);
  view.bind((texts) => setText(legend, label(texts)));
  for (const [value, words] of Object.entries(choices)) {
    const radio = h("input", { type: "radio", name: id, value, id: `${id}-${value}` });
    const name = h("label", { for: radio.id });
    view.bind((texts) => setText(name, words(texts)));
    radios.push(radio);
    group.append(h("div", { class: "choice" }, radio, name));
  }
  const chosen = (): HTMLInputElement | undefined => radios.find((radio) => radio.checked);
  return {
    element: group,
    get value() {
      return chosen()?.value ?? "";
    },
    set value(value) {
      for (const radio of radios) radio.checked = radio.value === value;
      error.show(undefined);
    },
    check: () => error.show(chosen() ? undefined : missing),
    focus: () => (chosen() ?? radios[0])?.focus(),
  };
}

function errorLine<Texts>(view: View<Texts>, id: string) {
  const element = h("p", { id: `${id}-error`, class: "error" });
  let current: Words<Texts> | undefined;
  const write = (texts: Texts): void => setText(element, current ? current(texts) : "");
  view.bind(write);
  return {
    element,
    show(wrong: Words<Texts> | undefined): boolean {
      current = wrong;
      write(view.texts);
      return wrong === undefined;
    },
  };
}
