"""The editors' part of the composition: their desk and the rooms of it."""

from __future__ import annotations

from collections.abc import Sequence

from handoff.clock import Clock
from handoff.content import Content
from handoff.editing.files import EntryFiles
from handoff.editing.overlapping import Overlapping
from handoff.editing.service import Editing
from handoff.rasa.client import Rasa
from handoff.settings import ROOT, Settings
from handoff.storage.database import Database
from handoff.web.edge import Room
from handoff.web.editor.desk import Desk
from handoff.web.editor.overlaps import OverlapsRoom
from handoff.web.editor.pages import EditorPages
from handoff.web.editor.trying import TryRoom
from handoff.web.sessions import Sessions
from handoff.words import read_words


def editor_rooms(
    settings: Settings, database: Database, content: Content, clock: Clock, sessions: Sessions, *, rasa: Rasa
) -> Sequence[Room]:
    """Return what serves the editors, in the order in which the desk shows it."""
    desk = Desk(sessions, words=content.editor_words, feedback_words=content.feedback_words)
    editing = Editing(database, EntryFiles(settings.faq), clock)
    labels = read_words(ROOT / "data" / "responses" / "labels.yml")
    return [
        desk,
        EditorPages(editing, desk, clock, labels),
        TryRoom(editing, desk, rasa, content.help_card, labels),
        OverlapsRoom(Overlapping(settings.faq), editing, desk),
    ]
