"""What Rasa's channel answers, and the model's objects made of it."""

from __future__ import annotations

from typing import Literal

import msgspec

from handoff.conversations.left_forms import FormUnderWay
from handoff.conversations.model import BotReply, Button, Draft, Language, Link, Turn, Understanding
from handoff.conversations.reply_ids import reply_id


class _Button(msgspec.Struct):
    title: str
    payload: str


class _Link(msgspec.Struct):
    title: str
    url: str


class _Message(msgspec.Struct):
    text: str
    language: Literal["fi", "sv", "en"]
    buttons: list[_Button] = []
    links: list[_Link] = []


class _Understanding(msgspec.Struct):
    intent: str | None = None
    also: str = ""
    confidence: float = 0.0
    decision: str = ""
    options: list[str] = []
    alarm: bool = False


class _Reply(msgspec.Struct):
    language: Literal["fi", "sv", "en"]
    messages: list[_Message]
    understanding: _Understanding


class _Look(msgspec.Struct):
    alarm: bool


class _Form(msgspec.Struct):
    form: str | None
    step: str | None
    slots: dict[str, str]


class _Question(msgspec.Struct):
    messages: list[_Message]


decode_reply = msgspec.json.Decoder(_Reply).decode
decode_look = msgspec.json.Decoder(_Look).decode
decode_form = msgspec.json.Decoder(_Form).decode
decode_question = msgspec.json.Decoder(_Question).decode


def to_reply(turn: Turn, reply: _Reply) -> BotReply:
    """Return the bot's answer to a turn."""
    understanding = Understanding(
        reply.understanding.intent,
        reply.understanding.confidence,
        reply.understanding.decision,
        tuple(reply.understanding.options),
        reply.understanding.also,
        reply.understanding.alarm,
    )
    drafts = tuple(to_draft(turn.message_id, number, message) for number, message in enumerate(reply.messages))
    return BotReply(reply.language, drafts, understanding)


def to_draft(message_id: str, number: int, message: _Message) -> Draft:
    """Return the `number`-th of the bot's messages under its id."""
    language: Language = message.language
    return Draft(
        id=reply_id(message_id, number),
        author="bot",
        text=message.text,
        language=language,
        buttons=tuple(_to_button(button) for button in message.buttons),
        links=tuple(Link(link.title, link.url) for link in message.links),
    )


def _to_button(button: _Button) -> Button:
    """Return an offer; one that is no command to the bot is the service's own."""
    if button.payload == "add_images":
        return Button(button.title, code="add_images")
    return Button(button.title, button.payload)


def to_form(form: _Form) -> FormUnderWay | None:
    """Return the form under way."""
    return None if form.form is None else FormUnderWay(form.form, form.step or "", form.slots)
