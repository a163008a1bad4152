"""The agents' requests for a conversation's brief and for finishing its form, as the wire has them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from handoff.conversations.brief import Asked, Brief, Briefs
from handoff.conversations.model import AgentActor
from handoff.faq.content import Titles, read_faq_titles
from handoff.feedback.finishing import Finishing
from handoff.realtime.payloads import FinishForm, WantBrief
from handoff.realtime.replies import AskedView, BriefIs, FeedbackReceived, FieldView, FormView, TopicView
from handoff.realtime.views import time_text


@dataclass(frozen=True, slots=True)
class BriefRequests:
    """Answers them; `faq` is the folder of the topics' content files."""

    briefs: Briefs
    finishing: Finishing
    faq: Path

    async def brief(self, actor: AgentActor, payload: WantBrief) -> BriefIs:
        """Tell what there is to know of a conversation at a glance."""
        brief = await self.briefs.get(actor, payload.conversation)
        topics = [topic for asked in brief.asked for topic in asked.topics]
        return _brief_view(brief, await asyncio.to_thread(read_faq_titles, self.faq, topics))

    async def finish_form(self, actor: AgentActor, payload: FinishForm) -> FeedbackReceived:
        """Send the feedback that the visitor began."""
        case = await self.finishing.finish(
            actor,
            payload.conversation,
            payload.id,
            kind=payload.kind,
            text=payload.text,
            place=payload.place,
            email=payload.email,
        )
        return FeedbackReceived(code=case.code, due_on=case.due_on.isoformat())


def _brief_view(brief: Brief, titles: dict[str, Titles]) -> BriefIs:
    form = brief.form
    return BriefIs(
        language=brief.conversation.language,
        page=brief.conversation.page,
        crisis=brief.conversation.crisis,
        asked=[_asked_view(asked, titles) for asked in brief.asked],
        form=None
        if form is None
        else FormView(form.name, form.step, [FieldView(name, value) for name, value in form.values.items()]),
        is_form_seen=brief.is_form_seen,
    )


def _asked_view(asked: Asked, titles: dict[str, Titles]) -> AskedView:
    about = asked.understanding
    return AskedView(
        seq=asked.seq,
        text=asked.text,
        language=asked.language,
        at=time_text(asked.at),
        decision=about.decision,
        intent=about.intent or "",
        topics=[TopicView(**titles[topic]) for topic in asked.topics if topic in titles],
        sureness=asked.sureness,
        confidence=about.confidence if asked.sureness else None,
    )
