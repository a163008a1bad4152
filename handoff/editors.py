"""The editors' part of the composition: their desk and the rooms of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handoff.clock import Clock
from handoff.content import DATA, Content
from handoff.editing.files import EntryFiles
from handoff.editing.service import Editing
from handoff.inbox.scope import ScopeFile
from handoff.inbox.service import Inbox
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.web.edge import Room
from handoff.web.editor.desk import Desk
from handoff.web.editor.inbox import InboxPages
from handoff.web.editor.pages import EditorPages
from handoff.web.sessions import Sessions

if TYPE_CHECKING:
    from handoff.inbox.grouping import Senses


def editor_rooms(
    settings: Settings, database: Database, content: Content, clock: Clock, sessions: Sessions
) -> Sequence[Room]:
    """Return what serves the editors, in the order in which the desk shows it."""
    desk = Desk(sessions, words=content.editor_words, feedback_words=content.feedback_words)
    editing = Editing(database, EntryFiles(settings.faq), clock)
    return [desk, EditorPages(editing, desk, clock), InboxPages(make_inbox(settings, database, editing, clock), desk)]


def make_inbox(settings: Settings, database: Database, editing: Editing, clock: Clock) -> Inbox:
    """Return the inbox; what compares texts is opened at the first look."""

    def open_senses() -> Senses:
        from handoff.inbox.grouping import Senses  # noqa: PLC0415 - scikit-learn takes seconds to import

        return Senses(DATA / "vectors.npz")

    return Inbox(database, editing, ScopeFile(settings.faq.parent / "out_of_scope.yml"), open_senses, clock)
