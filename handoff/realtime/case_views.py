"""Cases as the wire shows them to the staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from handoff.cases.catalogue import Catalogue, CityService, Unit
from handoff.cases.desk import Opened
from handoff.cases.model import OPEN, SENDER, SERVICE, Case, Event
from handoff.cases.reception import Look
from handoff.cases.redaction import Source, propose
from handoff.cases.worklists import Suspected
from handoff.conversations.contact_details import ContactDetails
from handoff.images.model import Image
from handoff.mail.model import DeadLetter, Waiting
from handoff.realtime.case_replies import (
    CaseEventView,
    CaseImageView,
    CaseRowView,
    CaseView,
    CityServiceView,
    DeadLetterView,
    FactView,
    ProposalIs,
    ProposedView,
    RedactedView,
    ServicesAre,
    SignpostView,
    SuspicionView,
    UnitView,
    WaitingLettersView,
)
from handoff.realtime.desk_replies import ColleagueView, TranslatedView
from handoff.realtime.replies import LinkView
from handoff.realtime.views import time_text

FIRST_WORDS = 120
PROPOSED = 3
Names = Mapping[str, str]
"""Names of accounts by id."""


def case_row(case: Case, names: Names, today: date) -> CaseRowView:
    """Return a case as a list shows it."""
    assignee = case.assignee_id
    return CaseRowView(
        code=case.code,
        version=case.version,
        kind=case.kind,
        status=case.status,
        title=case.title or _first_words(case.text),
        place=case.place,
        language=case.language,  # type: ignore[arg-type]
        service=case.service_code,
        unit=case.unit,
        assignee=ColleagueView(assignee, names.get(assignee, "")) if assignee else None,
        received_at=time_text(case.received_at),
        due_on=case.due_on.isoformat(),
        is_late=case.status in OPEN and case.due_on < today,
        is_escalated=case.escalated_at is not None,
        is_published=case.is_published,
    )


def case_view(
    opened: Opened,
    suspicions: Sequence[Suspected],
    images: Sequence[Image],
    names: Names,
    *,
    today: date,
    contacts: ContactDetails,
) -> CaseView:
    """Return all of a case."""
    case = opened.case
    return CaseView(
        row=case_row(case, names, today),
        text=case.text,
        lat=case.lat,
        lon=case.lon,
        channel=case.channel,
        contact=case.contact,
        email=case.email,
        phone=case.phone,
        sender_name=case.sender_name,
        may_publish=case.may_publish,
        merged_into=opened.merged_into,
        followers=list(opened.followers),
        routed_by=case.routed_by,
        proposed=[ProposedView(code, round(probability, 3)) for code, probability in case.proposal[:PROPOSED]],
        events=[_event(event, names) for event in opened.events],
        images=[_image(image, case) for image in images],
        suspicions=[SuspicionView(case_row(each.case, names, today), each.score) for each in suspicions],
        public_title=case.public_title,
        public_text=case.public_text,
        public_answer=case.public_answer,
        redacted=_redacted(opened, contacts),
    )


def proposal_is(look: Look) -> ProposalIs:
    """Return what a text looks like."""
    post = look.signpost
    return ProposalIs(
        proposed=[ProposedView(code, round(probability, 3)) for code, probability in look.proposal.ranked[:PROPOSED]],
        sure=look.proposal.sure,
        signpost=None
        if post is None
        else SignpostView(post.title, post.text, [LinkView(way.title, way.url) for way in post.ways]),
    )


def services_are(catalogue: Catalogue, mine: Iterable[str]) -> ServicesAre:
    """Return what the city answers for."""
    return ServicesAre(
        services=[_service(service) for service in catalogue.services.values()],
        units=[_unit(unit) for unit in catalogue.units.values()],
        mine=list(mine),
    )


def waiting_view(waiting: Waiting) -> WaitingLettersView:
    """Return what is on its way by a channel."""
    oldest = "" if waiting.oldest is None else time_text(waiting.oldest)
    return WaitingLettersView(
        waiting.channel, waiting.is_configured, waiting.pending, waiting.failing, waiting.dead, oldest
    )


def dead_letter_view(letter: DeadLetter) -> DeadLetterView:
    """Return a letter that was given up."""
    given_up_at = time_text(letter.ended_at)
    return DeadLetterView(
        letter.id, letter.channel, letter.recipient, letter.subject, letter.error, letter.attempts, given_up_at
    )


def _redacted(opened: Opened, contacts: ContactDetails) -> RedactedView | None:
    case = opened.case
    if not case.may_publish or case.is_published or case.status not in {"answered", "closed"}:
        return None
    answer = next((event.data["text"] for event in reversed(opened.events) if event.kind == "answered"), "")
    title = case.title or _first_words(case.text)
    words = propose(Source(title, case.text, answer, case.place, case.sender_name), contacts)
    return RedactedView(words.title, words.text, words.answer, len(words.masked))


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= FIRST_WORDS else f"{line[: FIRST_WORDS - 1].rsplit(' ', 1)[0]}…"


def _event(event: Event, names: Names) -> CaseEventView:
    by_nobody = event.actor in {SENDER, SERVICE}
    facts = {
        name: names.get(value, value) if event.kind == "assigned" and name == "to" else value
        for name, value in event.data.items()
    }
    return CaseEventView(
        seq=event.seq,
        kind=event.kind,
        actor=event.actor if by_nobody else "agent",  # type: ignore[arg-type]
        by="" if by_nobody else names.get(event.actor, ""),
        at=time_text(event.at),
        facts=[FactView(name, value) for name, value in facts.items()],
    )


def _image(image: Image, case: Case) -> CaseImageView:
    path = f"/api/agent/cases/{case.code}/images/{image.id}"
    return CaseImageView(image.id, path, image.width, image.height, image.is_public)


def _service(service: CityService) -> CityServiceView:
    return CityServiceView(
        service.code,
        service.unit,
        service.needs_place,
        TranslatedView(**service.name),
        TranslatedView(**service.description),
    )


def _unit(unit: Unit) -> UnitView:
    return UnitView(unit.id, TranslatedView(**unit.name), has_mailbox=bool(unit.email))
