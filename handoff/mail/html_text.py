"""The words of a mail that has come as a page only."""

from __future__ import annotations

from html.parser import HTMLParser

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("dd", "dl", "dt", "li", "ol", "ul")
_ROOMS = ("address", "article", "blockquote", "div", "figure", "footer", "form", "header", "pre", "section")
_LINES = frozenset(("br", "hr", "p", "table", "tr", *_HEADINGS, *_LISTS, *_ROOMS))
_NOT_SEEN = frozenset({"script", "style", "template", "title"})


class _Words(HTMLParser):
    """Gathers lines; what stands in a quotation gets the sign that plain text has for it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NOT_SEEN:
            self._unseen += 1
        elif tag in _LINES:
            self.end_line()
        if tag == "p":
            self.lines.append("> " * bool(self._quotes))
        if tag == "blockquote":
            self._quotes += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _NOT_SEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _LINES:
            self.end_line()
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._line.append(data)

    def end_line(self) -> None:
        text = " ".join("".join(self._line).split())
        self._line.clear()
        if text:
            self.lines.append("> " * bool(self._quotes) + text)


def text_of_html(html: str) -> str:
    """Return the text of a page, a line for each block; never fails, however broken the page is."""
    words = _Words()
    words.feed(html)
    words.close()
    words.end_line()
    return "\n".join(words.lines)
