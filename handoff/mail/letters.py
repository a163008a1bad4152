"""Writes letters to people: whichever channel they have chosen, in their language, with the address to reply to."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from uuid import uuid4

from handoff.mail.addresses import reply_address
from handoff.mail.model import Channel, Language, NewMail
from handoff.mail.templates import NEEDS, Name, Templates, Value
from handoff.settings import Settings

_NOWHERE = "luukku.invalid"
"""In the Message-ID of what is queued while no mail is configured: a name that never is anybody's (RFC 2606)."""


class Letters:
    """The templates, and where the service is reached by mail."""

    def __init__(self, templates: Templates, settings: Settings) -> None:
        self._templates = templates
        self._domain = settings.mail_domain if settings.mail_in_host else ""
        self._sender_domain = parseaddr(settings.mail_from)[1].rpartition("@")[2] or self._domain or _NOWHERE

    def write(
        self,
        name: Name,
        language: Language,
        values: Mapping[str, Value],
        *,
        channel: Channel,
        recipient: str,
        case_id: str | None = None,
        token: str = "",
        in_reply_to: str = "",
    ) -> NewMail:
        """Return a message to be queued by `store.queue`.

        Args:
            token: The case's, see `addresses`; empty where no reply is wanted.
            in_reply_to: The Message-ID of the citizen's mail that this answers.

        Raises:
            ValueError: the values do not fit the template, or it is none for text messages.
        """
        needs = NEEDS[name]
        if channel == "sms" and needs.in_sms is None:
            raise ValueError(f"{name} is no text message")
        takes_replies = channel == "email" and needs.takes_replies and bool(token and self._domain)
        letter = self._templates.write(name, language, values, takes_replies=takes_replies)
        mail_id = str(uuid4())
        is_mail = channel == "email"
        return NewMail(
            id=mail_id,
            case_id=case_id,
            channel=channel,
            recipient=recipient.strip(),
            language=language,
            subject=letter.subject,
            text=letter.text if is_mail else letter.sms,
            html=letter.html if is_mail else "",
            message_id=f"<{mail_id}@{self._sender_domain}>",
            reply_to=reply_address(token, self._domain) if takes_replies else "",
            in_reply_to=in_reply_to,
        )
