"""The editors' part of the composition: their desk and the rooms of it."""

from __future__ import annotations

from collections.abc import Sequence

from handoff.clock import Clock
from handoff.content import Content
from handoff.editing.entries import FAQ
from handoff.editing.files import EntryFiles
from handoff.editing.guides import GUIDES, GuideFiles
from handoff.editing.service import Editing
from handoff.office import home_of
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.web.edge import Room
from handoff.web.editor.desk import Desk
from handoff.web.editor.guide_pages import GuideRoom
from handoff.web.editor.pages import EditorPages
from handoff.web.guides.pages import GuidePages
from handoff.web.sessions import Sessions


def editor_rooms(
    settings: Settings, database: Database, content: Content, clock: Clock, sessions: Sessions
) -> Sequence[Room]:
    """Return what serves the editors, in the order in which the desk shows it."""
    desk = Desk(sessions, words=content.editor_words, feedback_words=content.feedback_words)
    editing = Editing(FAQ, database, EntryFiles(settings.faq), clock)
    guides = GuidePages(
        content.guides, clock, home=home_of(settings), words=content.guide_words, feedback_words=content.feedback_words
    )
    editing_guides = Editing(GUIDES, database, GuideFiles(settings.guides), clock)
    room = GuideRoom(editing_guides, desk, guides, clock, content.editor_words)
    return [desk, EditorPages(editing, desk, clock), room, guides]
