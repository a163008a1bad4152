"""The editors' part of the composition: their desk and the rooms of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handoff.clock import Clock
from handoff.content import DATA, Content
from handoff.editing.entries import FAQ
from handoff.editing.exchange.service import Exchange
from handoff.editing.exchange.words import vocabulary
from handoff.editing.files import EntryFiles
from handoff.editing.git_history import GitHistory
from handoff.editing.guides import GUIDES, GuideFiles
from handoff.editing.kinds import Keep, keep_nothing
from handoff.editing.overlapping import Overlapping
from handoff.editing.references import TopicReferences
from handoff.editing.service import Editing
from handoff.editing.text_editing import TextEditing
from handoff.editing.text_files import TextFiles
from handoff.evaluation.own_rows import OwnRows
from handoff.faq.model import Entry
from handoff.inbox.scope import ScopeFile
from handoff.inbox.service import Inbox
from handoff.office import home_of
from handoff.practice.model import Scenario
from handoff.rasa.client import Rasa
from handoff.settings import ROOT, Settings
from handoff.storage.database import Database
from handoff.training.service import Training
from handoff.training.trainer import Trainer
from handoff.web.edge import Room
from handoff.web.editor.desk import Desk
from handoff.web.editor.files import FilePages
from handoff.web.editor.guide_pages import GuideRoom
from handoff.web.editor.inbox import InboxPages
from handoff.web.editor.overlaps import OverlapsRoom
from handoff.web.editor.pages import EditorPages
from handoff.web.editor.publishing import PublishingPages
from handoff.web.editor.questions import QuestionPages
from handoff.web.editor.texts import TextPages
from handoff.web.editor.trying import TryRoom
from handoff.web.guides.pages import GuidePages
from handoff.web.sessions import Sessions
from handoff.words import read_words

if TYPE_CHECKING:
    from handoff.inbox.grouping import Senses


@dataclass(frozen=True)
class EditorOffice:
    """Who trains what editors publish, and the rooms in the order in which the desk shows them."""

    trainer: Trainer
    rooms: Sequence[Room]


def make_editor_office(
    settings: Settings, database: Database, content: Content, clock: Clock, sessions: Sessions, *, rasa: Rasa
) -> EditorOffice:
    """Return what serves the editors."""
    desk = Desk(sessions, words=content.editor_words, feedback_words=content.feedback_words)
    keep = _keep(settings)
    editing = make_answers(settings, database, content.scenarios, clock)
    training = Training(database, settings, clock)
    inbox = make_inbox(settings, database, editing, clock)
    labels = read_words(ROOT / "data" / "responses" / "labels.yml")
    guides = GuidePages(
        content.guides, clock, home=home_of(settings), words=content.guide_words, feedback_words=content.feedback_words
    )
    guide_texts = Editing(GUIDES, database, GuideFiles(settings.guides), clock, keep=keep)
    rooms: list[Room] = [
        desk,
        EditorPages(editing, desk, clock, labels, inbox),
        InboxPages(inbox, desk),
        QuestionPages(OwnRows(settings.own_regression), editing, desk),
        TryRoom(editing, desk, rasa, content.help_card, labels),
        PublishingPages(editing, training, desk),
        OverlapsRoom(Overlapping(settings.faq), editing, desk),
        TextPages(TextEditing(database, _texts(settings), clock, keep=keep), desk),
        GuideRoom(guide_texts, desk, guides, clock),
        guides,
        FilePages(Exchange(editing, vocabulary(content.editor_words), clock), desk, clock),
    ]
    return EditorOffice(Trainer(database, settings, editing, clock), rooms)


def make_answers(settings: Settings, database: Database, scenarios: Sequence[Scenario], clock: Clock) -> Editing[Entry]:
    """Return the answers, none of which can be withdrawn that a scenario or another file names."""
    references = _references(settings, scenarios)
    return Editing(FAQ, database, EntryFiles(settings.faq), clock, references=references, keep=_keep(settings))


def make_inbox(settings: Settings, database: Database, editing: Editing[Entry], clock: Clock) -> Inbox:
    """Return the inbox; what compares texts is opened at the first look."""

    def open_senses() -> Senses:
        from handoff.inbox.grouping import Senses  # noqa: PLC0415 - scikit-learn takes seconds to import

        return Senses(DATA / "vectors.npz")

    scope = ScopeFile(settings.faq.parent / "out_of_scope.yml")
    return Inbox(database, editing, scope, OwnRows(settings.own_regression), open_senses=open_senses, clock=clock)


def _keep(settings: Settings) -> Keep:
    return GitHistory().keep if settings.history == "git" else keep_nothing


def _references(settings: Settings, scenarios: Sequence[Scenario]) -> TopicReferences:
    practised: dict[str, list[str]] = {}
    for scenario in scenarios:
        for exchange in scenario.history:
            practised.setdefault(exchange.topic, []).append(scenario.id)
    return TopicReferences(settings.project, settings.guides, practised)


def _texts(settings: Settings) -> TextFiles:
    return TextFiles(card=settings.help, queues=settings.queues, replies=settings.replies, responses=settings.responses)
