"""The editors' part of the composition: their desk and the rooms of it."""

from __future__ import annotations

from collections.abc import Sequence

from handoff.clock import Clock
from handoff.content import Content
from handoff.editing.entries import FAQ
from handoff.editing.files import EntryFiles
from handoff.editing.service import Editing
from handoff.editing.text_editing import TextEditing
from handoff.editing.text_files import TextFiles
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.web.edge import Room
from handoff.web.editor.desk import Desk
from handoff.web.editor.pages import EditorPages
from handoff.web.editor.texts import TextPages
from handoff.web.sessions import Sessions


def editor_rooms(
    settings: Settings, database: Database, content: Content, clock: Clock, sessions: Sessions
) -> Sequence[Room]:
    """Return what serves the editors, in the order in which the desk shows it."""
    desk = Desk(sessions, words=content.editor_words, feedback_words=content.feedback_words)
    editing = Editing(FAQ, database, EntryFiles(settings.faq), clock)
    return [desk, EditorPages(editing, desk, clock), _texts(settings, database, content, clock, desk)]


def _texts(settings: Settings, database: Database, content: Content, clock: Clock, desk: Desk) -> Room:
    files = TextFiles(
        card=settings.help, queues=settings.queues, replies=settings.replies, responses=settings.responses
    )
    return TextPages(TextEditing(database, files, clock), desk, content.editor_words)
