"""What the assistant makes of a question: an editor tries one, or a list of them.

The running assistant is asked, so it is what citizens get now: drafts and questions that it has not been trained with
are not in it. Nothing is kept of what is tried, unless an editor adds the question to an answer's draft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, get_args

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.conversations.help_card import HelpCard
from handoff.conversations.masking import clean
from handoff.conversations.model import Mode
from handoff.editing.files import ENTRY_ID
from handoff.editing.service import Editing, Opened
from handoff.errors import BotUnavailable, Conflict, NotFound
from handoff.faq.content import LANGUAGES
from handoff.faq.model import Entry, Language
from handoff.rasa.explained import Explained
from handoff.web.editor.desk import ROOT, Desk, fields_of, see
from handoff.words import Words

MAX_QUESTIONS = 20
MAX_CHARS = 1000
"""Of a question: longer than nearly all that citizens write."""


class Asked(Protocol):
    """The assistant."""

    async def explain(
        self, text: str, *, before: str = "", language: Language, mode: Mode = "city", brief: bool = False
    ) -> Explained:
        """Return what would become of a question, see `handoff.rasa.client`."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What an editor has typed and chosen: questions, one a line, and how they are asked."""

    text: str = ""
    before: str = ""
    tongue: Language = "fi"
    mode: Mode = "city"

    @property
    def questions(self) -> Sequence[str]:
        """The questions, masked as a visitor's are."""
        return [clean(line).strip() for line in self.text.splitlines() if line.strip()]

    @property
    def wrong(self) -> str:
        """Why this cannot be tried; empty if it can."""
        questions = self.questions
        if not questions:
            return "nothing"
        if len(questions) > MAX_QUESTIONS:
            return "too_many"
        return "too_long" if max(map(len, (*questions, self.before))) > MAX_CHARS else ""


class TryRoom:
    """The form, its results, and the way of a question into a draft."""

    def __init__(
        self, editing: Editing[Entry], desk: Desk, assistant: Asked, card: HelpCard, labels: Mapping[str, Words]
    ) -> None:
        """`labels`: the assistant's words for intents, by language."""
        self._editing = editing
        self._desk = desk
        self._assistant = assistant
        self._card = card
        self._labels = labels

    def add_routes(self, app: web.Application) -> None:
        """Add the page."""
        self._desk.open_room("try")
        self._desk.add(app, "/-/try", get=self._form, post=self._submit)

    async def _form(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        return await self._page(request, language, editor, Tried(tongue=language))

    async def _submit(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        fields = await fields_of(request)
        tried = _tried(fields, language)
        if tried.wrong:
            return await self._page(request, language, editor, tried, told=tried.wrong, status=400)
        if fields.get("do") != "add":
            return await self._results(request, language, editor, tried)
        try:
            entry_id = fields.get("entry", "")
            added = await self._add(editor, entry_id, tried, fields)
        except Conflict:
            return await self._results(request, language, editor, tried, told="changed_meanwhile", status=409)
        if not added:
            return await self._results(request, language, editor, tried, told="there_already")
        return see(f"{ROOT}/{language}/{entry_id}?done=saved")

    async def _add(self, editor: Agent, entry_id: str, tried: Tried, fields: Mapping[str, str]) -> bool:
        """Put the question into the draft of an entry; False if it is there already.

        Raises:
            Conflict: the entry is not as it was when the page was shown, or is to be withdrawn.
        """
        if not ENTRY_ID.fullmatch(entry_id) or len(tried.questions) != 1:
            raise NotFound
        opened, question = await self._editing.open(entry_id), tried.questions[0]
        if opened.draft and opened.draft.withdraws:
            raise Conflict
        entry = _written(opened)
        tongue: Language = fields["spoken"] if fields.get("spoken") in LANGUAGES else tried.tongue  # type: ignore[assignment]
        answer = entry.answers[tongue]
        if question in answer.examples:
            return False
        more = replace(answer, examples=(*answer.examples, question))
        with_it = replace(entry, answers={**entry.answers, tongue: more})
        await self._editing.save(editor, with_it, seen=fields.get("seen", ""), base=fields.get("base", ""))
        return True

    # --- what came of it

    async def _results(
        self,
        request: web.Request,
        language: Language,
        editor: Agent,
        tried: Tried,
        *,
        told: str = "",
        status: int = 200,
    ) -> web.Response:
        how = {"before": clean(tried.before), "language": tried.tongue, "mode": tried.mode}
        questions = tried.questions
        try:
            if len(questions) == 1:
                explained = await self._assistant.explain(questions[0], **how)  # type: ignore[arg-type]
                shown = {"explained": explained, "opened": await self._opened(explained)}
            else:
                # One after the other: live turns come in between.
                asked = [(each, await self._assistant.explain(each, **how, brief=True)) for each in questions]  # type: ignore[arg-type]
                shown = {"asked": asked}
        except BotUnavailable:
            return await self._page(request, language, editor, tried, told="away", status=503)
        return await self._page(request, language, editor, tried, told=told, status=status, **shown)

    async def _opened(self, explained: Explained) -> Mapping[str, Opened[Entry]]:
        """Return the likely entries as they are kept now; one that is only in the trained model is missing."""
        found = {}
        for each in explained.entries:
            try:
                found[each.topic] = await self._editing.open(each.topic)
            except NotFound:
                continue
        return found

    async def _page(
        self,
        request: web.Request,
        language: Language,
        editor: Agent,
        tried: Tried,
        *,
        told: str = "",
        status: int = 200,
        **shown: Any,
    ) -> web.Response:
        explained = shown.get("explained")
        tongue: Language = explained.language if isinstance(explained, Explained) else tried.tongue
        live = await self._editing.live()
        values: dict[str, Any] = {"explained": None, "asked": [], "opened": {}, **shown}
        return self._desk.page(
            request,
            "try",
            language,
            status=status,
            editor=editor,
            tried=asdict(tried),
            told=told,
            title=lambda intent: self._title(intent, language, live),
            card=self._card.lines[tried.mode, tongue],
            **values,
        )

    def _title(self, intent: str, language: Language, live: Mapping[str, Entry]) -> str:
        """Return what an intent is called: a topic by its answer's title."""
        topic = intent.removeprefix("faq/")
        if topic in live:
            return live[topic].answers[language].title
        named: str = self._labels[language].get(f"label/intent/{intent}", "")
        return named or topic


def _tried(fields: Mapping[str, str], language: Language) -> Tried:
    tongue, mode = fields.get("tongue", ""), fields.get("mode", "")
    return Tried(
        text=fields.get("text", ""),
        before=" ".join(fields.get("before", "").split()),
        tongue=tongue if tongue in LANGUAGES else language,
        mode=mode if mode in get_args(Mode) else "city",  # type: ignore[arg-type]
    )


def _written(opened: Opened[Entry]) -> Entry:
    """Return what an entry is to become, or is."""
    if opened.draft is not None:
        return opened.draft.entry
    if opened.live is None:
        raise NotFound
    return opened.live.entry
