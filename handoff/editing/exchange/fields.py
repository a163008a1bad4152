"""Entries as nested fields, as JSON has them: read with the place of everything that does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handoff.editing.exchange.model import AnswerPatch, Note, Parsed, Patch, Problem, ProblemKind
from handoff.editing.files import ENTRY_ID
from handoff.faq.content import LANGUAGES
from handoff.faq.model import Language

COMMON = ("id", "area", "owner", "review_by", "sources", *LANGUAGES)
OF_LANGUAGE = ("title", "answer", "plain", "links", "questions")


class FieldReader:
    """Collects entries and what is wrong with them."""

    def __init__(self) -> None:
        self._patches: list[Patch] = []
        self._problems: list[Problem] = []
        self._notes: list[Note] = []
        self._ids: set[str] = set()

    def parsed(self) -> Parsed:
        """Return all of it."""
        return Parsed(tuple(self._patches), tuple(self._problems), tuple(self._notes))

    def tell(self, kind: ProblemKind, where: str, figure: str = "") -> None:
        """Note a problem."""
        self._problems.append(Problem(kind, cell=where, figure=figure[:60]))

    def entry(self, about: Any, where: str) -> None:
        """Take in an entry."""
        about = self.mapping(about, where)
        entry_id = about.get("id", "")
        if not isinstance(entry_id, str) or not ENTRY_ID.fullmatch(entry_id):
            self.tell("bad_id" if entry_id else "no_id", f"{where}.id", str(entry_id))
            return
        if entry_id in self._ids:
            self.tell("differs", f"{where}.id", entry_id)
            return
        self._ids.add(entry_id)
        self._note_unknown(about, COMMON, where)
        answers: dict[Language, AnswerPatch] = {}
        for language in LANGUAGES:
            if language in about:
                answers[language] = self._answer(self.mapping(about[language], f"{where}.{language}"), where, language)
        self._patches.append(
            Patch(
                id=entry_id,
                area=self._text(about, "area", where),
                owner=self._text(about, "owner", where),
                review_by=self._day(about, where),
                sources=self._texts(about, "sources", where),
                answers=answers,
            )
        )

    def mapping(self, value: Any, where: str) -> Mapping[str, Any]:
        """Return a group of fields, empty if it is none, which is told."""
        if isinstance(value, Mapping):
            return value
        if value is not None:
            self.tell("wrong_kind", where)
        return {}

    def _answer(self, about: Mapping[str, Any], above: str, language: Language) -> AnswerPatch:
        where = f"{above}.{language}"
        self._note_unknown(about, OF_LANGUAGE, where)
        return AnswerPatch(
            title=self._text(about, "title", where),
            text=self._text(about, "answer", where),
            plain=self._text(about, "plain", where),
            pages=self._pages(about, where),
            examples=self._texts(about, "questions", where),
        )

    def _text(self, about: Mapping[str, Any], name: str, where: str) -> str | None:
        value = about.get(name)
        if value is None or isinstance(value, str):
            return value
        self.tell("wrong_kind", f"{where}.{name}", str(value))
        return None

    def _texts(self, about: Mapping[str, Any], name: str, where: str) -> tuple[str, ...] | None:
        values = about.get(name)
        if values is None:
            return None
        if not isinstance(values, list):
            self.tell("wrong_kind", f"{where}.{name}", str(values))
            return None
        for place, value in enumerate(values):
            if not isinstance(value, str):
                self.tell("wrong_kind", f"{where}.{name}[{place}]", str(value))
        return tuple(value for value in values if isinstance(value, str))

    def _pages(self, about: Mapping[str, Any], where: str) -> tuple[tuple[str, str], ...] | None:
        links = about.get("links")
        if links is None:
            return None
        if not isinstance(links, list):
            self.tell("wrong_kind", f"{where}.links", str(links))
            return None
        pages = []
        for place, link in enumerate(links):
            page = self.mapping(link, f"{where}.links[{place}]")
            title, url = (self._text(page, name, f"{where}.links[{place}]") for name in ("title", "url"))
            pages.append((title or "", url or ""))
        return tuple(pages)

    def _day(self, about: Mapping[str, Any], where: str) -> date | None:
        text = self._text(about, "review_by", where)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.tell("bad_day", f"{where}.review_by", text)
            return None

    def _note_unknown(self, about: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        for name in about:
            if name not in known:
                self._notes.append(Note("unknown_column", cell=where, figure=str(name)[:60]))
