"""Leads from an answer of the bot to the guide that belongs to its topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handoff.conversations.model import BotReply, Language, Link, Turn
from handoff.conversations.turns import Bot
from handoff.guides.service import Guides
from handoff.words import Words

TOPIC = "faq/"
"""Before the topic, in the name of an intent."""


class GuideLinks:
    """A bot whose answers to a topic with a guide have a link to it more, in the language of the answer."""

    def __init__(self, bot: Bot, guides: Guides, *, home: str, words: Mapping[str, Words]) -> None:
        self._bot = bot
        self._guides = guides
        self._home = home
        self._words = words

    async def turn(self, turn: Turn, *, end_form: bool = False) -> BotReply:
        """Return the bot's answer; raises as the bot does."""
        reply = await self._bot.turn(turn, end_form=end_form)
        understood = reply.understanding
        if understood.decision != "answer" or not (understood.intent or "").startswith(TOPIC):
            return reply
        guides = await self._guides.of_topic(str(understood.intent).removeprefix(TOPIC))
        links = [self._link(guide.id, guide.title[reply.language], reply.language) for guide in guides]
        # The answer is the message with links to official pages; what is said around it leads nowhere.
        place = next((number for number, draft in enumerate(reply.drafts) if draft.links), None)
        if not links or place is None:
            return reply
        drafts = list(reply.drafts)
        drafts[place] = replace(drafts[place], links=(*drafts[place].links, *links))
        return replace(reply, drafts=tuple(drafts))

    def _link(self, guide_id: str, title: str, language: Language) -> Link:
        words = self._words[language]
        return Link(f"{words['checklist']}: {title}", f"{self._home}{words['path']}/{guide_id}")
