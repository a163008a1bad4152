"""The cases' part of the composition: both sides, who watches their clock, their mail, and their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from handoff.accounts.service import Accounts
from handoff.cases.advice import Advice
from handoff.cases.desk import CaseDesk
from handoff.cases.form_images import FormImages
from handoff.cases.notices import Notices, Pages
from handoff.cases.reception import Reception
from handoff.cases.replies import MailReplies
from handoff.cases.saved_forms import SavedForms
from handoff.cases.service import Cases
from handoff.cases.watchman import Watchman
from handoff.cases.worklists import Worklists
from handoff.clock import Clock
from handoff.content import DATA, Content
from handoff.conversations.service import Conversations
from handoff.images.service import Images
from handoff.mail.carriers import make_carriers
from handoff.mail.letters import Letters
from handoff.mail.postman import Postman
from handoff.mail.service import Outbox, configured_channels
from handoff.rasa.forms import FormServices
from handoff.rasa.services import ActionServices
from handoff.realtime.case_desk import CaseRequests
from handoff.realtime.limits import AddressKeys, Limiter
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.web.feedback.pages import FeedbackPages
from handoff.web.images import DraftImages


class Room(Protocol):
    """A subject with HTTP routes of its own."""

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""


@dataclass(frozen=True)
class CaseOffice:
    """Both sides of the cases, who looks at what comes in and who watches the clock, and their mail out and in."""

    cases: Cases
    reception: Reception
    images: Images
    form_images: FormImages
    saved_forms: SavedForms
    desk: CaseDesk
    watchman: Watchman
    outbox: Outbox
    postman: Postman
    replies: MailReplies


def make_case_office(settings: Settings, database: Database, content: Content, clock: Clock) -> CaseOffice:
    """Make the parts, which share one database and one clock."""
    home = settings.public_url or f"http://{settings.host}:{settings.port}"
    follow = {language: home + text["paths"]["follow"] for language, text in content.feedback_words.items()}
    forms = {language: home + text["paths"]["form"] for language, text in content.feedback_words.items()}
    letters = Letters(content.letters, settings)
    notices = Notices(letters, content.catalogue, Pages(follow, f"{home}/agent"))
    images = Images(database, settings.var / "images", clock)
    reception = Reception(DATA, content.signposts, content.danger_words)
    cases = Cases(
        database,
        content.catalogue,
        clock,
        contacts=content.contacts,
        proposer=reception,
        tell=notices.tell,
        attach=images.attach,
    )
    return CaseOffice(
        cases,
        reception,
        images,
        FormImages(database, images),
        SavedForms(database, letters, forms, clock),
        CaseDesk(database, content.catalogue, clock, notices.tell, images.show),
        Watchman(database, clock, notices.tell),
        Outbox(database, settings, clock),
        Postman(database, make_carriers(settings), clock),
        MailReplies(database, cases),
    )


def make_action_services(
    settings: Settings, database: Database, conversations: Conversations, content: Content, office: CaseOffice
) -> ActionServices:
    """Make what the bot's actions may ask of the service."""
    return ActionServices(
        conversations,
        office.cases,
        FormServices(
            database,
            conversations,
            office.cases,
            office.reception,
            office.saved_forms,
            office.form_images,
            content.catalogue,
            configured_channels(settings),
        ),
    )


def case_requests(
    database: Database, accounts: Accounts, content: Content, office: CaseOffice, clock: Clock
) -> CaseRequests:
    """Return what the console may ask."""
    return CaseRequests(
        database,
        accounts,
        content.catalogue,
        office.cases,
        office.desk,
        Worklists(database, office.reception, clock),
        office.reception,
        Advice(database, content.catalogue, clock),
        office.images,
        office.outbox,
        clock,
    )


def case_rooms(
    settings: Settings,
    database: Database,
    content: Content,
    office: CaseOffice,
    *,
    limiter: Limiter,
    addresses: AddressKeys,
) -> Sequence[Room]:
    """Return the citizens' pages about cases."""
    uploads = DraftImages(office.images, limiter, addresses, settings)
    pages = FeedbackPages(
        database,
        office.cases,
        content.catalogue,
        office.reception.look,
        office.saved_forms,
        settings=settings,
        words=content.feedback_words,
        images=office.images,
        uploads=uploads,
        limiter=limiter,
        addresses=addresses,
    )
    return [uploads, pages]
