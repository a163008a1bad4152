"""What the staff's browsers may ask of cases, as the wire has it; the namespace has checked the role."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from handoff.accounts.service import Accounts
from handoff.cases.advice import Advice, NewAdvice
from handoff.cases.catalogue import Catalogue
from handoff.cases.desk import CaseDesk, Opened, Seen
from handoff.cases.lists import Place, Wanted
from handoff.cases.model import Case, NewCase, wish_of
from handoff.cases.phone import read_phone
from handoff.cases.reception import Reception
from handoff.cases.service import Cases
from handoff.cases.working_days import local_day
from handoff.cases.worklists import Worklists, to_wanted_words
from handoff.clock import Clock
from handoff.conversations.contact_details import ContactDetails
from handoff.conversations.model import AgentActor
from handoff.errors import InvalidPayload, NotFound, Unavailable
from handoff.images.model import Image
from handoff.images.service import Images
from handoff.mail.service import Outbox
from handoff.realtime.case_payloads import (
    AnswerCases,
    FindCases,
    LetterChoice,
    ListLetters,
    ListServices,
    LogAdvice,
    LogContact,
    NoteCase,
    OpenCase,
    ProposeService,
    PublishCase,
    StepCase,
)
from handoff.realtime.case_replies import (
    AnsweredView,
    CaseCountView,
    CaseIs,
    CasePlaceView,
    CasesAnswered,
    CasesAre,
    ContactLogged,
    LettersAre,
    ProposalIs,
    ServicesAre,
)
from handoff.realtime.case_views import (
    case_row,
    case_view,
    dead_letter_view,
    proposal_is,
    services_are,
    waiting_view,
)
from handoff.realtime.payloads import View
from handoff.realtime.replies import Done
from handoff.storage.database import Database
from handoff.tasks import apart

LOOK_S = 3.0


@dataclass(frozen=True, slots=True)
class CaseRequests:
    """Handlers of `/agent` about cases, contacts and letters."""

    database: Database
    accounts: Accounts
    catalogue: Catalogue
    cases: Cases
    desk: CaseDesk
    worklists: Worklists
    reception: Reception
    advice: Advice
    images: Images
    outbox: Outbox
    contacts: ContactDetails
    clock: Clock

    async def answer(self, event: str, actor: AgentActor, payload: Any) -> View:
        """Answer a request."""
        handler: Callable[[AgentActor, Any], Awaitable[View]] = getattr(self, "on_" + event)
        return await handler(actor, payload)

    async def on_find_cases(self, actor: AgentActor, payload: FindCases) -> CasesAre:
        """Tell a page of a list."""
        mine = (await self.accounts.get(actor.id)).skills.units
        code, words = to_wanted_words(payload.words)
        wanted = Wanted(
            name=payload.name,
            agent_id=actor.id,
            units=payload.units or mine,
            service_code=payload.service,
            kind=payload.kind,
            language=payload.language,
            words=words,
            code=code,
        )
        after = None if payload.after is None else Place(payload.after.key, payload.after.id)
        page, counts = await self.worklists.page(wanted, after)
        names, today = await self._names(), local_day(self.clock())
        return CasesAre(
            cases=[case_row(case, names, today) for case in page.cases],
            after=None if page.after is None else CasePlaceView(page.after.key, page.after.id),
            counts=[CaseCountView(name, count) for name, count in counts.items()],
        )

    async def on_open_case(self, actor: AgentActor, payload: OpenCase) -> CaseIs:
        """Tell all of a case."""
        return await self._case(await self.desk.open(actor, payload.code))

    async def on_step_case(self, actor: AgentActor, payload: StepCase) -> CaseIs:
        """Take a step with a case."""
        await self._step(actor, payload, Seen(payload.code, payload.version))
        return await self._again(payload.code)

    async def on_note_case(self, actor: AgentActor, payload: NoteCase) -> CaseIs:
        """Write a note, or tell another unit."""
        if payload.unit:
            await self.desk.inform(actor, payload.code, payload.unit, payload.text, payload.id)
        else:
            await self.desk.note(actor, payload.code, payload.text, payload.id)
        return await self._again(payload.code)

    async def on_publish_case(self, actor: AgentActor, payload: PublishCase) -> CaseIs:
        """Show a case on the public board."""
        await self.desk.publish(
            actor,
            Seen(payload.code, payload.version),
            title=payload.title,
            text=payload.text,
            answer=payload.answer,
            images=payload.images,
        )
        return await self._again(payload.code)

    async def on_answer_cases(self, actor: AgentActor, payload: AnswerCases) -> CasesAnswered:
        """Answer several cases alike."""
        seen = [Seen(case.code, case.version) for case in payload.cases]
        outcomes = await self.desk.answer_many(actor, seen, payload.text)
        return CasesAnswered(outcomes=[AnsweredView(each.code, each.error) for each in outcomes])

    async def on_log_contact(self, actor: AgentActor, payload: LogContact) -> ContactLogged:
        """Make a case for somebody who called or came by."""
        phone = read_phone(payload.phone) if payload.phone else ""
        if phone is None:
            raise InvalidPayload
        case = await self.cases.submit(
            NewCase(
                origin=payload.id,
                kind=payload.kind,
                title=payload.title.strip(),
                text=payload.text.strip(),
                place=payload.place.strip(),
                language=payload.language,
                channel=payload.channel,
                email=payload.email.strip(),
                phone=phone,
                contact=wish_of(payload.email.strip(), phone),
                sender_name=payload.name.strip(),
                may_publish=payload.may_publish,
                service_code=payload.service,
            ),
            by=actor,
        )
        return ContactLogged(code=case.code, due_on=case.due_on.isoformat(), service=case.service_code)

    async def on_log_advice(self, actor: AgentActor, payload: LogAdvice) -> Done:
        """Count advice of which no case is made."""
        await self.advice.log(actor, NewAdvice(payload.id, payload.channel, payload.language, payload.service))
        return Done()

    async def on_propose_service(self, _actor: AgentActor, payload: ProposeService) -> ProposalIs:
        """Tell which services a text may be for."""
        new = NewCase(origin="", kind="other", text=payload.text, language=payload.language, channel="phone")
        try:
            return proposal_is(await asyncio.wait_for(apart(self.reception.look, new), LOOK_S))
        except TimeoutError as error:  # nothing has been learnt yet, and somebody is on the telephone
            raise Unavailable from error

    async def on_services(self, actor: AgentActor, _payload: ListServices) -> ServicesAre:
        """Tell what the city answers for."""
        return services_are(self.catalogue, (await self.accounts.get(actor.id)).skills.units)

    async def on_letters(self, _actor: AgentActor, _payload: ListLetters) -> LettersAre:
        """Tell how the outbox is."""
        return await self._letters()

    async def on_retry_letter(self, actor: AgentActor, payload: LetterChoice) -> LettersAre:
        """Send what was given up after all."""
        await self.outbox.retry(actor, payload.letter)
        return await self._letters()

    async def on_drop_letter(self, actor: AgentActor, payload: LetterChoice) -> LettersAre:
        """Give it up for good."""
        await self.outbox.drop(actor, payload.letter)
        return await self._letters()

    async def _step(self, actor: AgentActor, payload: StepCase, seen: Seen) -> Case:
        desk, text, to = self.desk, payload.text, payload.to
        steps: dict[str, Callable[[], Awaitable[Case]]] = {
            "take": lambda: desk.take(actor, seen),
            "assign": lambda: desk.assign(actor, seen, to),
            "route": lambda: desk.route(actor, seen, to),
            "interim": lambda: desk.interim(actor, seen, text),
            "answer": lambda: desk.answer(actor, seen, text),
            "reject": lambda: desk.reject(actor, seen, text),
            "transfer": lambda: desk.transfer(actor, seen, to, text),
            "close": lambda: desk.close(actor, seen),
            "reopen": lambda: desk.reopen(actor, seen, text),
            "merge": lambda: desk.merge(actor, seen, to),
            "unpublish": lambda: desk.unpublish(actor, seen),
        }
        if payload.step == "assign" and to and to not in {agent.id for agent in await self.accounts.everybody()}:
            raise NotFound
        return await steps[payload.step]()

    async def _again(self, code: str) -> CaseIs:
        return await self._case(await self.desk.look_again(code))

    async def _case(self, opened: Opened) -> CaseIs:
        suspicions = await self.worklists.suspicions(opened.case)
        names, today = await self._names(), local_day(self.clock())
        images = await self._images(opened.case)
        return CaseIs(case=case_view(opened, suspicions, images, names, today=today, contacts=self.contacts))

    async def _images(self, case: Case) -> list[Image]:
        return await self.database.read(lambda c: self.images.of_case(c, case.id))

    async def _letters(self) -> LettersAre:
        waiting, dead = await self.outbox.overview(), await self.outbox.dead_letters()
        return LettersAre(waiting=[waiting_view(each) for each in waiting], dead=[dead_letter_view(d) for d in dead])

    async def _names(self) -> dict[str, str]:
        return await self.accounts.names()
