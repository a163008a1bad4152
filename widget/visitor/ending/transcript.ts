import type { MessageView } from "../../shared/protocol";
import type { Language } from "../../shared/language";

/** A message in the words of the interface: who said it and what. */
export interface Line {
  readonly at: string;
  readonly who: string;
  readonly text: string;
  readonly language: Language;
  readonly links: MessageView["links"];
}

/** Write a conversation as plain text: a line with time and sender, then the words, then the links. */
export function asText(heading: string, lines: readonly Line[]): string {
  const blocks = lines.map(({ at, who, text, links }) =>
    [`${moment(at)} ${who}:`, text, ...links.map(({ title, url }) => `${title}: ${url}`)].join("\n"),
  );
  return [heading, ...blocks].join("\n\n") + "\n";
}

/** Write a conversation as a page of its own. Made by the DOM: nothing that anybody wrote is ever read as HTML. */
export function asPage(heading: string, lines: readonly Line[], language: Language): string {
  const page = document.implementation.createHTMLDocument(heading);
  page.documentElement.lang = language;
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset);
  const add = (parent: Element, tag: string, text = ""): Element => {
    const element = page.createElement(tag);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  add(page.body, "h1", heading);
  const list = add(page.body, "ol");
  for (const line of lines) {
    const item = add(list, "li");
    const sender = add(item, "p");
    const time = add(sender, "time", moment(line.at));
    time.setAttribute("datetime", line.at);
    sender.append(" ");
    add(sender, "strong", `${line.who}:`);
    for (const part of line.text.split("\n")) add(item, "p", part).setAttribute("lang", line.language);
    for (const { title, url } of line.links) {
      const link = add(add(item, "p"), "a", title);
      link.setAttribute("href", url);
    }
  }
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
}

/** A moment with its day, in the reader's own time: 24.6.2020 15.00. */
export function moment(isoTime: string): string {
  const at = new Date(isoTime);
  const time = `${at.getHours()}.${String(at.getMinutes()).padStart(2, "0")}`;
  return `${at.getDate()}.${at.getMonth() + 1}.${at.getFullYear()} ${time}`;
}

/** Let the browser keep a file. */
export function download(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}
