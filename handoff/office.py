"""The cases' part of the composition: both sides, who watches their clock, their mail, and their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from handoff.cases.desk import CaseDesk
from handoff.cases.notices import Notices, Pages
from handoff.cases.reception import Reception
from handoff.cases.replies import MailReplies
from handoff.cases.service import Cases
from handoff.cases.watchman import Watchman
from handoff.clock import Clock
from handoff.content import DATA, Content
from handoff.images.service import Images
from handoff.mail.carriers import make_carriers
from handoff.mail.letters import Letters
from handoff.mail.postman import Postman
from handoff.mail.service import Outbox
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
    desk: CaseDesk
    watchman: Watchman
    outbox: Outbox
    postman: Postman
    replies: MailReplies


def make_case_office(settings: Settings, database: Database, content: Content, clock: Clock) -> CaseOffice:
    """Make the parts, which share one database and one clock."""
    home = settings.public_url or f"http://{settings.host}:{settings.port}"
    follow = {language: home + text["paths"]["follow"] for language, text in content.feedback_words.items()}
    notices = Notices(Letters(content.letters, settings), content.catalogue, Pages(follow, f"{home}/agent"))
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
        CaseDesk(database, content.catalogue, clock, notices.tell),
        Watchman(database, clock, notices.tell),
        Outbox(database, settings, clock),
        Postman(database, make_carriers(settings), clock),
        MailReplies(database, cases),
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
        words=content.feedback_words,
        images=office.images,
        uploads=uploads,
        limiter=limiter,
        addresses=addresses,
    )
    return [uploads, pages]
