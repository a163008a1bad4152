"""The cases' part of the composition: both sides, who watches their clock, their mail, and their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handoff.accounts.service import Accounts
from handoff.cases.advice import Advice
from handoff.cases.desk import CaseDesk
from handoff.cases.figures import Figures
from handoff.cases.form_images import FormImages
from handoff.cases.notices import Notices, Pages, Tell
from handoff.cases.reception import Reception
from handoff.cases.replies import MailReplies
from handoff.cases.report import CaseReports
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
from handoff.open311.client import Open311Server
from handoff.open311.forwarder import Forwarder
from handoff.open311.forwards import both, queueing
from handoff.open311.keys import Open311Keys
from handoff.open311.listing import Listing
from handoff.rasa.forms import FormServices
from handoff.rasa.services import ActionServices
from handoff.realtime.case_desk import CaseRequests
from handoff.realtime.limits import AddressKeys, Limiter
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.web.board.figures import FigurePages
from handoff.web.board.pages import BoardPages
from handoff.web.edge import Room
from handoff.web.feedback.pages import FeedbackPages
from handoff.web.images import DraftImages
from handoff.web.open311.routes import Open311, Parts
from handoff.web.open311.shown import Shown


@dataclass(frozen=True)
class CaseOffice:
    """Both sides of the cases, who looks at what comes in and who watches the clock, and their ways out and in.

    `forwarder` is None where no case is sent on to anybody.
    """

    cases: Cases
    reception: Reception
    images: Images
    form_images: FormImages
    saved_forms: SavedForms
    desk: CaseDesk
    figures: Figures
    reports: CaseReports
    watchman: Watchman
    outbox: Outbox
    postman: Postman
    replies: MailReplies
    keys: Open311Keys
    forwarder: Forwarder | None


def make_case_office(settings: Settings, database: Database, content: Content, clock: Clock) -> CaseOffice:
    """Make the parts, which share one database and one clock."""
    home = home_of(settings)
    follow = {language: home + text["paths"]["follow"] for language, text in content.feedback_words.items()}
    forms = {language: home + text["paths"]["form"] for language, text in content.feedback_words.items()}
    letters = Letters(content.letters, settings)
    notices = Notices(letters, content.catalogue, Pages(follow, f"{home}/agent"))
    tell: Tell = notices.tell
    forwarder: Forwarder | None = None
    if settings.open311_forward_url:
        tell = both(notices.tell, queueing(content.catalogue))
        forwarder = Forwarder(database, Open311Server(settings), clock, tell)
    images = Images(database, settings.var / "images", clock)
    reception = Reception(DATA, content.signposts, content.danger_words)
    cases = Cases(
        database,
        content.catalogue,
        clock,
        contacts=content.contacts,
        proposer=reception,
        tell=tell,
        attach=images.attach,
    )
    return CaseOffice(
        cases,
        reception,
        images,
        FormImages(database, images),
        SavedForms(database, letters, forms, clock),
        CaseDesk(database, content.catalogue, clock, tell, images.show),
        Figures(database, content.catalogue, clock),
        CaseReports(database, content.catalogue, content.board_words, content.feedback_words, clock),
        Watchman(database, clock, tell),
        Outbox(database, settings, clock),
        Postman(database, make_carriers(settings), clock),
        MailReplies(database, cases),
        Open311Keys(database, clock),
        forwarder,
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
        content.contacts,
        clock,
    )


def case_rooms(
    settings: Settings,
    database: Database,
    content: Content,
    office: CaseOffice,
    clock: Clock,
    *,
    limiter: Limiter,
    addresses: AddressKeys,
) -> Sequence[Room]:
    """Return the citizens' pages about cases, and other systems' door to them."""
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
    parts = Parts(
        office.cases,
        office.keys,
        Listing(database, office.images),
        office.images,
        content.catalogue,
        Shown(content.catalogue, content.open311_words, content.feedback_words, home_of(settings)),
        office.reception.look,
        clock,
    )
    open311 = Open311(parts, limiter, addresses, reads=settings.open311_reads, posts=settings.open311_posts)
    board = BoardPages(
        database, content.catalogue, office.images, words=content.board_words, feedback_words=content.feedback_words
    )
    figures = FigurePages(
        office.figures,
        content.catalogue,
        words=content.board_words,
        feedback_words=content.feedback_words,
        license=content.report_words.license,
    )
    return [uploads, pages, open311, board, figures]


def home_of(settings: Settings) -> str:
    """Return where others find the service."""
    return settings.public_url or f"http://{settings.host}:{settings.port}"
