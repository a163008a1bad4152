"""Reads a mail that has come in: bytes from anybody, of which only words are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from typing import Literal, Protocol

from handoff.conversations.masking import clean
from handoff.mail.html_text import text_of_html
from handoff.mail.quotes import own_words

MAX_CHARS = 20_000
"""Of a reply; what is longer is the history of a correspondence, and is cut with a sign."""
CUT = " […]"
_MAX_ID_CHARS = 250
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the standard library's parser raises for mails that no mail program has made."""


class Unreadable(ValueError):
    """A mail that cannot be read as one."""


@dataclass(frozen=True, slots=True)
class ReceivedReply:
    """A reply, masked.

    Attributes:
        message_id: The same for the same mail, however often it is delivered.
        text: What somebody has written themselves; not empty unless the mail is.
        images_ignored: Attachments that are not kept.
    """

    message_id: str
    text: str
    images_ignored: int
    at: datetime


Outcome = Literal["stored", "unknown", "closed"]


class Replies(Protocol):
    """Who keeps replies: the cases."""

    async def received(self, token: str, reply: ReceivedReply) -> Outcome:
        """Keep a reply with the case of the token, once for each `message_id`; return when that is durable.

        Raises:
            Unavailable: the database is away; the reply is offered again.
        """


def read_reply(content: bytes, sender: str, own_addresses: frozenset[str], now: datetime) -> ReceivedReply | None:
    """Return the reply; None if no person has written it.

    Args:
        sender: Of the envelope; empty for reports of what could not be delivered.
        own_addresses: That our own mail comes from, in lower case.

    Raises:
        Unreadable: it is no mail.
    """
    try:
        message = message_from_bytes(content, policy=policy.default)
        headers = {name.lower(): _plain(value) for name, value in reversed(list(message.raw_items()))}
        if is_automatic(headers, sender, own_addresses):
            return None
        text, ignored = _body(message)
        return ReceivedReply(_message_id(headers, content), _kept(text), ignored, now)
    except _BROKEN as error:
        raise Unreadable from error


def is_automatic(headers: Mapping[str, str], sender: str, own_addresses: frozenset[str]) -> bool:
    """Tell whether a machine has written a mail (RFC 3834), or we have: it is never kept, and never answered."""
    if not sender or sender.lower() in own_addresses:
        return True
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    precedence = headers.get("precedence", "").strip().lower()
    return (
        submitted != "no"
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or headers.get("return-path", "").strip() == "<>"
        or headers.get("content-type", "").lower().startswith("multipart/report")
        or any(name in headers for name in ("list-id", "x-autoreply", "x-autorespond"))
    )


def _plain(value: object) -> str:
    """Return a header as it came, without asking the parser of its structure."""
    return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split())


def _message_id(headers: Mapping[str, str], content: bytes) -> str:
    """Return the mail's own, or one made of all of it, which is the same when it comes again."""
    given = headers.get("message-id", "")
    if given and len(given) <= _MAX_ID_CHARS:
        return clean(given)
    return f"<{hashlib.sha256(content).hexdigest()}@luukku.invalid>"


def _body(message: Message) -> tuple[str, int]:
    """Return the text that people see, and how many other parts there are."""
    bodies: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    others = 0
    for part in _leaves(message):
        texts = bodies.get(part.get_content_type())
        if texts is None or part.get_content_disposition() == "attachment" or part.get_filename():
            others += 1
        else:
            texts.append(_text(part))
    # More than one where a picture stands between them.
    plain = "\n".join(bodies["text/plain"])
    if plain.strip():
        return own_words(plain), others
    return own_words("\n".join(map(text_of_html, bodies["text/html"]))), others


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts in order; a mail that is attached is one part, whose words are not the sender's."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += reversed([inner for inner in part.get_payload() if isinstance(inner, Message)])
        else:
            yield part


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset("utf-8")
    try:
        return payload.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return payload.decode("utf-8", "replace")


def _kept(text: str) -> str:
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text if len(text) <= MAX_CHARS else text[: MAX_CHARS - len(CUT)].rstrip() + CUT
