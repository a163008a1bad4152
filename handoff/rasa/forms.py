"""What the feedback form may ask of the service."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import cast
from uuid import uuid4

from sqlalchemy import Connection

from actions.ports import (
    CaseReceipt,
    CodeTrouble,
    ContactWay,
    Feedback,
    ProposedService,
    Review,
    SavedForm,
    Signpost,
)
from handoff.cases import saved_forms
from handoff.cases.catalogue import Catalogue
from handoff.cases.codes import Mistyped
from handoff.cases.form_images import FormImages, forget_draft
from handoff.cases.model import Case, CaseKind, NewCase, wish_of
from handoff.cases.reception import Reception
from handoff.cases.saved_forms import FOR_SORTERS, SavedForms, forget_sent
from handoff.cases.service import Cases
from handoff.conversations.model import Language
from handoff.conversations.service import Conversations
from handoff.errors import Unavailable
from handoff.mail.model import Channel
from handoff.storage.database import Database
from handoff.tasks import apart
from handoff.triage.signposts import Signpost as CitySignpost

log = logging.getLogger(__name__)

LOOK_S = 5.0
"""Far longer than a look takes, and well within the bot's patience with an action."""
TOP = 3
"""Services that are proposed for the sender's correction."""


@dataclass(frozen=True, slots=True)
class FormServices:
    """Looks at what is in the form, stores it, keeps it for another time, and finds it again.

    Every method raises a LuukkuError where the database is away or the conversation is gone.
    """

    database: Database
    conversations: Conversations
    cases: Cases
    reception: Reception
    saved_forms: SavedForms
    form_images: FormImages
    catalogue: Catalogue
    channels: Collection[Channel]
    """By which something is sent. An address is taken even while mail is not: it waits."""

    def contact_ways(self) -> tuple[ContactWay, ...]:
        """Return how an answer can be sent."""
        return ("email", "sms") if "sms" in self.channels else ("email",)

    async def review(self, conversation: str, feedback: Feedback) -> Review:
        """Return the proposed services, where the text belongs if not here, and how many images go with it."""
        new = await self._new_case(conversation, str(uuid4()), feedback)
        try:
            async with asyncio.timeout(LOOK_S):
                look = await apart(self.reception.look, new)
        except TimeoutError as error:  # nothing has been learnt yet, on a busy machine: somebody waits for the form
            log.warning("a form was not looked at in time", extra={"conversation": conversation})
            raise Unavailable from error
        proposed = [self.catalogue.services[code] for code, _ in look.proposal.ranked[:TOP]]
        return Review(
            tuple(ProposedService(service.code, dict(service.name)) for service in proposed),
            None if look.signpost is None else _told(look.signpost),
            await self.form_images.count(conversation),
        )

    async def submit(self, conversation: str, turn: str, feedback: Feedback) -> CaseReceipt:
        """Store the case, once a turn; with it go the form's images, and the saved form that it was."""
        new = await self._new_case(conversation, turn, feedback)
        store_case = await self.cases.storing(new)

        def store(connection: Connection) -> Case:
            case = store_case(connection)
            forget_draft(connection, conversation)
            forget_sent(connection, conversation)
            return case

        case = await self.database.write(store, key=new.origin)
        await self.conversations.announce_case_of_turn(conversation, turn, case.code, case.due_on)
        return CaseReceipt(code=case.code, due_on=case.due_on)

    async def save(self, conversation: str, turn: str, feedback: Feedback, send_to: str) -> SavedForm:
        """Keep the form for another time, without its images."""
        channel: Channel = "email" if "@" in send_to else "sms"
        email, phone = _contact(feedback.contact)
        form = saved_forms.SavedForm(
            kind=feedback.kind,
            text=feedback.text,
            place=feedback.place,
            email=email,
            phone=phone,
            title=feedback.title,
            sender_name=feedback.name,
            may_publish=feedback.may_publish,
            service=feedback.service,
        )
        code, kept_until = await self.saved_forms.save(
            turn, form, _language(feedback), opened_by=conversation, channel=channel, send_to=send_to
        )
        return SavedForm(code, kept_until, is_mailed=bool(send_to) and channel in self.channels)

    async def resume(self, conversation: str, code: str) -> Feedback | CodeTrouble:
        """Return the form of a code, or what is wrong with the code."""
        try:
            form = await self.saved_forms.open(code, opened_by=conversation)
        except Mistyped:
            return "mistyped"
        if form is None:
            return "unknown"
        return Feedback(
            kind=form.kind,
            text=form.text,
            language="",
            place=form.place,
            contact=form.email or form.phone,
            title=form.title,
            name=form.sender_name,
            may_publish=form.may_publish,
            service=form.service,
        )

    async def _new_case(self, conversation: str, turn: str, feedback: Feedback) -> NewCase:
        email, phone = _contact(feedback.contact)
        is_for_sorters = feedback.service == FOR_SORTERS
        new = NewCase(
            mode=await self.conversations.mode_of(conversation),
            origin=turn,
            conversation_id=conversation,
            kind=cast(CaseKind, feedback.kind),  # the form lets nothing else through
            title=feedback.title,
            text=feedback.text,
            place=feedback.place,
            email=email,
            phone=phone,
            contact=wish_of(email, phone),
            sender_name=feedback.name,
            may_publish=feedback.may_publish,
            service_code="" if is_for_sorters else feedback.service,
            is_for_sorters=is_for_sorters,
            language=feedback.language,
            channel="bot",
        )
        return replace(new, draft=await self.form_images.find_draft(conversation))


def _told(signpost: CitySignpost) -> Signpost:
    return Signpost(signpost.title, signpost.text, tuple((way.title, way.url) for way in signpost.ways))


def _contact(contact: str) -> tuple[str, str]:
    """Return the e-mail address and the telephone number of a contact, of which at most one is there."""
    return (contact, "") if "@" in contact else ("", contact)


def _language(feedback: Feedback) -> Language:
    return "sv" if feedback.language == "sv" else "en" if feedback.language == "en" else "fi"
