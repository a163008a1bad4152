"""What editors do with the inbox: look, take texts into entries' drafts, start entries, and put the rest aside.

Nothing here publishes: what is taken is in a draft, which an editor reads again. A text that has been handled does not
come up again, whoever writes it; of it a key is kept, and not the text.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from sqlalchemy import Connection

from handoff.accounts.model import Agent
from handoff.clock import Clock
from handoff.conversations import personal
from handoff.conversations.misses import key_of
from handoff.editing.files import ENTRY_ID
from handoff.editing.service import Editing, Opened
from handoff.errors import Conflict, NotFound
from handoff.faq.model import Answer, Entry, Language
from handoff.inbox import store
from handoff.inbox.model import WEEK, Batch, Failures, Group, How, Proposal, Said, Taken, Text, Wanted, make_group
from handoff.inbox.scope import INTENT, ScopeFile
from handoff.storage.database import Database
from handoff.tasks import apart

if TYPE_CHECKING:
    from handoff.inbox.grouping import Senses

log = logging.getLogger(__name__)

REVIEWED_WITHIN = timedelta(days=365)
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")


class StillPersonal(Exception):
    """Texts may still tell of somebody; `which` are their places."""

    def __init__(self, which: Sequence[int]) -> None:
        super().__init__(which)
        self.which = tuple(which)


@dataclass(frozen=True, slots=True)
class Overview:
    """The groups, the most usual first; `is_rough`: compared by letters, since meanings are still being read."""

    groups: Sequence[Group]
    is_rough: bool


class TestFile(Protocol):
    """Keeps questions that new models are tested with."""

    def add(self, label: str, asked: Iterable[tuple[Language, str]]) -> None:
        """Add questions with the answer that is right; takes the disk."""


class Inbox:
    """Looks at it and empties it."""

    def __init__(
        self,
        database: Database,
        editing: Editing[Entry],
        scope: ScopeFile,
        tests: TestFile,
        *,
        open_senses: Callable[[], Senses],
        clock: Clock,
    ) -> None:
        """Make it; `open_senses` may take seconds, and is called once, in a thread."""
        self._database = database
        self._editing = editing
        self._scope = scope
        self._tests = tests
        self._open_senses = open_senses
        self._senses: Senses | None = None
        self._clock = clock
        self._reading: asyncio.Task[None] | None = None

    async def overview(self, wanted: Wanted, *, in_full: bool = False) -> Overview:
        """Return what is to be handled, in groups.

        Args:
            in_full: Also many new messages are read first, 10 ms of a core each.

        Raises:
            BadFaq: a file of an entry cannot be used.
        """
        now = self._clock()
        since = now - timedelta(days=wanted.days) if wanted.days else None
        texts = _texts(await self._database.read(lambda c: store.said(c, wanted, since)))
        entries = await self._editing.live()
        grouped, is_rough = await apart(self._group, texts, entries, in_full)
        if is_rough and self._reading is None:
            self._reading = asyncio.create_task(self._read([text.text for text in texts]), name="read the inbox")
        groups = [replace(make_group(members, now), nearest=nearest) for members, nearest in grouped]
        return Overview(sorted(groups, key=lambda group: (-group.count, group.texts[0].text)), is_rough)

    async def failures(self) -> Mapping[str, Failures]:
        """Return which answers failed in the last seven days, and how often, by their entries."""
        since = self._clock() - WEEK
        return await self._database.read(lambda c: store.failures(c, since))

    async def find(self, key: str) -> Group:
        """Return the group with a text.

        Raises:
            NotFound: there is none any more.
        """
        for group in (await self.overview(Wanted())).groups:
            if any(text.key == key for text in group.texts):
                return group
        raise NotFound

    async def entries(self) -> Mapping[str, Entry]:
        """Return the entries that questions may be added to: live ones, and drafts of new ones."""
        drafts = {draft.entry.id: draft.entry for draft in await self._editing.drafts()}
        return {**drafts, **await self._editing.live()}

    async def recent(self) -> Sequence[Batch]:
        """Return what was done last."""
        return await self._database.read(store.recent)

    async def add(self, editor: Agent, entry_id: str, taken: Sequence[Taken]) -> int:
        """Add questions to the draft of an entry; return how many it did not have.

        Raises:
            StillPersonal: none is added.
            NotFound: no such entry.
            Conflict: somebody has saved it at this moment, or its draft is older than what is live.
        """
        check_impersonal([each.text for each in taken])
        opened = await self._open(entry_id)
        entry, added = _with_questions(_entry_of(opened), taken)
        if added:
            await self._save(editor, entry, opened)
        await self._handle(editor, taken, "added", entry_id)
        return added

    async def start(self, editor: Agent, entry_id: str, taken: Sequence[Taken]) -> None:
        """Begin the draft of a new entry with questions.

        Raises:
            StillPersonal, InvalidPayload: nothing is begun.
            Conflict: there is such an entry already.
        """
        check_impersonal([each.text for each in taken])
        entry, _ = _with_questions(_new(entry_id, self._clock().date()), taken)
        await self._editing.save(editor, entry, seen="", base="")
        await self._handle(editor, taken, "started", entry_id)

    async def put_out_of_scope(self, editor: Agent, taken: Sequence[Taken]) -> int:
        """Add questions to what the assistant is to decline; return how many were not there.

        Raises:
            StillPersonal, BadScope: none is added.
        """
        check_impersonal([each.text for each in taken])
        added = await asyncio.to_thread(self._scope.add, [(each.language, _one_line(each.text)) for each in taken])
        await self._handle(editor, taken, "out_of_scope", "")
        return added

    async def test(self, editor: Agent, label: str, taken: Sequence[Taken]) -> None:
        """Test new models with questions instead of teaching them.

        Args:
            label: The entry that answers them, or `out_of_scope`.

        Raises:
            StillPersonal: none is added.
            NotFound: no such entry.
        """
        check_impersonal([each.text for each in taken])
        if label != INTENT and label not in await self.entries():
            raise NotFound
        await asyncio.to_thread(self._tests.add, label, [(each.language, _one_line(each.text)) for each in taken])
        await self._handle(editor, taken, "tested", label)

    async def drop(self, editor: Agent, keys: Sequence[str]) -> str:
        """Put texts aside; return by what this can be undone."""
        return await self._mark(editor, keys, "dropped", "")

    async def undo(self, batch: str) -> None:
        """Let what was dropped come up again.

        Raises:
            NotFound: see `store.undo`.
        """
        await self._database.write(lambda c: store.undo(c, batch))

    # --- agents' proposals

    async def proposals(self) -> Sequence[Proposal]:
        """Return the proposals of agents, the oldest first."""
        return await self._database.read(store.proposals)

    async def proposal(self, proposal_id: str) -> Proposal:
        """Return one of them.

        Raises:
            NotFound: handled already, or gone.
        """
        return await self._database.read(lambda c: store.proposal(c, proposal_id))

    async def answer(
        self, editor: Agent, proposal_id: str, *, entry_id: str, question: str, reply: str, is_new: bool
    ) -> None:
        """Make a proposal the text of an entry's draft in its language, and its question one of the entry's.

        Raises:
            StillPersonal: `which` has 0 for the question, 1 for the reply.
            NotFound: no such proposal or entry.
            Conflict: the draft has another text in this language already, or see `add` and `start`.
        """
        check_impersonal([question, reply])
        proposal = await self.proposal(proposal_id)
        opened = Opened(None, None) if is_new else await self._open(entry_id)
        entry = _new(entry_id, self._clock().date()) if is_new else _entry_of(opened)
        if opened.draft and opened.live and _text(opened.draft.entry, proposal) != _text(opened.live.entry, proposal):
            raise Conflict
        taken = Taken(key_of(question), proposal.language, question)
        entry, _ = _with_questions(entry, [taken] if question.strip() else [])
        answer = replace(entry.answers[proposal.language], text=_one_line(reply))
        await self._save(editor, replace(entry, answers={**entry.answers, proposal.language: answer}), opened)
        await self._database.write(lambda c: store.mark_proposal(c, proposal_id, handled=True))

    async def drop_proposal(self, proposal_id: str) -> None:
        """Put a proposal aside.

        Raises:
            NotFound: handled already, or gone.
        """
        await self._database.write(lambda c: store.mark_proposal(c, proposal_id, handled=True))

    async def undo_proposal(self, proposal_id: str) -> None:
        """Let it come up again.

        Raises:
            NotFound: it is gone.
        """
        await self._database.write(lambda c: store.mark_proposal(c, proposal_id, handled=False))

    # --- inside

    def _group(
        self, texts: Sequence[Text], entries: Mapping[str, Entry], in_full: bool
    ) -> tuple[list[tuple[list[Text], tuple[str, ...]]], bool]:
        """Return groups with their nearest entries, and whether they are rough. Takes a core for a while."""
        from handoff.inbox.grouping import AT_ONCE  # noqa: PLC0415 - scikit-learn takes seconds to import

        if self._senses is None:
            self._senses = self._open_senses()
        senses = self._senses
        asked = [(text.language, text.text) for text in texts]
        is_rough = not in_full and senses.unread([text.text for text in texts]) > AT_ONCE
        places = senses.groups(asked, [len(text.said) for text in texts], entries, rough=is_rough)
        groups = [[texts[place] for place in members] for members in places]
        nearest = senses.nearest([[asked[place] for place in members] for members in places], entries, rough=is_rough)
        return list(zip(groups, nearest, strict=True)), is_rough

    async def _read(self, texts: Sequence[str]) -> None:
        """Read texts in the background, so that the next look compares them by meaning."""
        try:
            if self._senses is not None:
                await apart(self._senses.read, texts)
        except Exception:  # the inbox goes on by letters
            log.exception("the inbox could not be read")
        finally:
            self._reading = None

    async def _open(self, entry_id: str) -> Opened[Entry]:
        if not ENTRY_ID.fullmatch(entry_id):
            raise NotFound
        opened = await self._editing.open(entry_id)
        # Else the draft would undo at its publishing what was published after it was begun, or undo a withdrawal now.
        if opened.draft and (opened.draft.base != opened.base or opened.draft.withdraws):
            raise Conflict
        return opened

    async def _save(self, editor: Agent, entry: Entry, opened: Opened[Entry]) -> None:
        seen = opened.draft.version if opened.draft else ""
        await self._editing.save(editor, entry, seen=seen, base=opened.base)

    async def _handle(self, editor: Agent, taken: Sequence[Taken], how: How, entry_id: str) -> None:
        keys = [key for each in taken for key in (each.key, key_of(each.text))]
        await self._mark(editor, keys, how, entry_id)

    async def _mark(self, editor: Agent, keys: Sequence[str], how: How, entry_id: str) -> str:
        batch, now = str(uuid4()), self._clock()

        def mark(connection: Connection) -> None:
            store.handle(connection, keys, how, editor, now, batch=batch, entry_id=entry_id)

        await self._database.write(mark)
        return batch


def check_impersonal(texts: Sequence[str]) -> None:
    """Pass if the strict masking finds nothing.

    Raises:
        StillPersonal: see there.
    """
    if which := [place for place, text in enumerate(texts) if personal.find(text)]:
        raise StillPersonal(which)


def _texts(said: Sequence[Said]) -> list[Text]:
    """Return the messages by their text; the newest one's spelling is shown."""
    by_key: dict[str, list[Said]] = {}
    for each in said:
        by_key.setdefault(each.key, []).append(each)
    return [Text(key, each[0].text, each[0].language, tuple(each)) for key, each in by_key.items()]


def _entry_of(opened: Opened[Entry]) -> Entry:
    if opened.draft:
        return opened.draft.entry
    assert opened.live is not None
    return opened.live.entry


def _with_questions(entry: Entry, taken: Sequence[Taken]) -> tuple[Entry, int]:
    """Return the entry with the questions that it does not have, and how many those are."""
    answers, added = dict(entry.answers), 0
    for each in taken:
        answer, line = answers[each.language], _one_line(each.text)
        if line and key_of(line) not in map(key_of, answer.examples):
            answers[each.language] = replace(answer, examples=(*answer.examples, line))
            added += 1
    return replace(entry, answers=answers), added


def _new(entry_id: str, today: date) -> Entry:
    blank = Answer("", "", "", (), ())
    return Entry(entry_id, "", "", today + REVIEWED_WITHIN, (), dict.fromkeys(LANGUAGES, blank))


def _text(entry: Entry, proposal: Proposal) -> str:
    return entry.answers[proposal.language].text


def _one_line(text: str) -> str:
    return " ".join(text.split())
