"""The editors' part of the composition: their desk and the rooms of it."""

from __future__ import annotations

from collections.abc import Sequence

from handoff.clock import Clock
from handoff.content import Content
from handoff.editing.entries import FAQ
from handoff.editing.files import EntryFiles
from handoff.editing.service import Editing
from handoff.faq.model import Entry
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.training.service import Training
from handoff.web.edge import Room
from handoff.web.editor.desk import Desk
from handoff.web.editor.pages import EditorPages
from handoff.web.editor.publishing import PublishingPages
from handoff.web.sessions import Sessions


def make_editing(settings: Settings, database: Database, clock: Clock) -> Editing[Entry]:
    """Return what keeps the answers."""
    return Editing(FAQ, database, EntryFiles(settings.faq), clock)


def editor_rooms(
    editing: Editing[Entry], training: Training, content: Content, clock: Clock, sessions: Sessions
) -> Sequence[Room]:
    """Return what serves the editors, in the order in which the desk shows it."""
    desk = Desk(sessions, words=content.editor_words, feedback_words=content.feedback_words)
    return [desk, EditorPages(editing, desk, clock), PublishingPages(editing, training, desk)]
