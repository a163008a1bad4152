"""Everything that the service reads from the content files, once, at its start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handoff.canned_replies.content import read_replies
from handoff.canned_replies.model import CannedReplies
from handoff.cases.catalogue import Catalogue, read_catalogue
from handoff.conversations.contact_details import ContactDetails
from handoff.conversations.danger_words import DangerWords, read_danger_words
from handoff.conversations.help_card import HelpCard, read_help_card
from handoff.conversations.pseudonyms import Pseudonyms, read_pseudonyms
from handoff.faq.service import Faq
from handoff.guides.service import Guides
from handoff.mail.content import read_templates
from handoff.mail.templates import Templates
from handoff.practice.content import read_scenarios
from handoff.practice.model import Scenario
from handoff.queues.content import read_queues
from handoff.queues.model import Queues
from handoff.queues.tags import Tag, read_tags
from handoff.reports.content import ReportWords, read_report_words
from handoff.settings import ROOT, Settings
from handoff.triage.signposts import Signposts, read_signposts
from handoff.words import Words, read_rooms, read_words

DATA = ROOT / "data"
SERVICE = DATA / "service"


@dataclass(frozen=True, slots=True)
class Content:
    """What a city writes, in three languages."""

    queues: Queues
    tags: tuple[Tag, ...]
    replies: CannedReplies
    faq: Faq
    guides: Guides
    help_card: HelpCard
    contacts: ContactDetails
    danger_words: DangerWords
    catalogue: Catalogue
    report_words: ReportWords
    feedback_words: Mapping[str, Words]
    open311_words: Mapping[str, Words]
    board_words: Mapping[str, Words]
    editor_words: Mapping[str, Words]
    guide_words: Mapping[str, Words]
    letters: Templates
    signposts: Signposts
    pseudonyms: Pseudonyms
    scenarios: tuple[Scenario, ...]


def read_content(settings: Settings) -> Content:
    """Read all of it.

    Raises:
        ValueError: a file cannot be used; the text names it and the place.
    """
    queues, topics, card = read_queues(settings.queues), settings.faq, read_help_card(settings.help)
    return Content(
        queues=queues,
        tags=read_tags(SERVICE / "tags.yml"),
        replies=read_replies(settings.replies, queues),
        faq=Faq(topics),
        guides=Guides(settings.guides),
        help_card=card,
        # Tells a citizen's contact details from the helplines' numbers.
        contacts=ContactDetails(card.numbers),
        danger_words=read_danger_words(SERVICE / "danger" / "learnt.bin"),
        catalogue=read_catalogue(settings.services),
        scenarios=read_scenarios(SERVICE / "practice.yml", {path.stem for path in topics.glob("*.yml")}),
        pseudonyms=read_pseudonyms(SERVICE / "pseudonyms.yml"),
        letters=read_templates(DATA / "mail"),
        signposts=read_signposts(SERVICE / "misplaced.yml"),
        feedback_words=read_words(SERVICE / "feedback_pages.yml"),
        open311_words=read_words(SERVICE / "open311.yml"),
        board_words=read_words(SERVICE / "board.yml"),
        guide_words=read_words(SERVICE / "guides.yml"),
        editor_words=read_rooms(SERVICE / "editor", hall="desk"),
        report_words=read_report_words(SERVICE / "reports.yml"),
    )
