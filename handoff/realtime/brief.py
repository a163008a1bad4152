"""The agents' requests for a conversation's brief and for finishing its form, as the wire has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handoff.cases.finishing import Finishing
from handoff.cases.phone import read_phone
from handoff.conversations.brief import Asked, Brief, Briefs
from handoff.conversations.model import AgentActor
from handoff.errors import InvalidPayload
from handoff.faq.model import Entry
from handoff.faq.service import Faq
from handoff.realtime.desk_replies import AskedView, BriefIs, FieldView, FormView, TopicView
from handoff.realtime.payloads import FinishForm, WantBrief
from handoff.realtime.replies import FeedbackReceived
from handoff.realtime.views import time_text


@dataclass(frozen=True, slots=True)
class BriefRequests:
    """Answers them; `faq` knows the topics' titles."""

    briefs: Briefs
    finishing: Finishing
    faq: Faq

    async def brief(self, actor: AgentActor, payload: WantBrief) -> BriefIs:
        """Tell what there is to know of a conversation at a glance."""
        brief = await self.briefs.get(actor, payload.conversation)
        return _brief_view(brief, await self.faq.entries())

    async def finish_form(self, actor: AgentActor, payload: FinishForm) -> FeedbackReceived:
        """Send the feedback that the visitor began."""
        phone = read_phone(payload.phone) if payload.phone.strip() else ""
        if phone is None:
            raise InvalidPayload
        case = await self.finishing.finish(
            actor,
            payload.conversation,
            payload.id,
            kind=payload.kind,
            text=payload.text,
            place=payload.place,
            email=payload.email,
            phone=phone,
        )
        return FeedbackReceived(code=case.code, due_on=case.due_on.isoformat())


def _brief_view(brief: Brief, entries: Mapping[str, Entry]) -> BriefIs:
    form = brief.form
    return BriefIs(
        language=brief.conversation.language,
        page=brief.conversation.page,
        crisis=brief.conversation.crisis,
        asked=[_asked_view(asked, entries) for asked in brief.asked],
        form=None
        if form is None
        else FormView(form.name, form.step, [FieldView(name, value) for name, value in form.values.items()]),
        is_form_seen=brief.is_form_seen,
    )


def _asked_view(asked: Asked, entries: Mapping[str, Entry]) -> AskedView:
    about = asked.understanding
    return AskedView(
        seq=asked.seq,
        text=asked.text,
        language=asked.language,
        at=time_text(asked.at),
        decision=about.decision,
        intent=about.intent or "",
        topics=[_topic_view(entries[topic]) for topic in asked.topics if topic in entries],
        sureness=asked.sureness,
        confidence=about.confidence if asked.sureness else None,
    )


def _topic_view(entry: Entry) -> TopicView:
    return TopicView(**{language: answer.title for language, answer in entry.answers.items()})
