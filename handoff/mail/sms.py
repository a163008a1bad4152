"""Text messages, by whoever takes them as JSON over HTTPS."""

from __future__ import annotations

from datetime import timedelta

import aiohttp

from handoff.mail.model import NotSent, Parcel
from handoff.settings import Settings

_FINAL = (400, 422)
"""What the gateway says of this message alone; any other answer speaks of the way to it, and may change."""
_NOT_OURS = (401, 403, 404)


class HttpSmsCarrier:
    """A gateway that is posted `{"id", "to", "text", "language"}` to, with a bearer token.

    `id` is the same however often a message is posted, so that a gateway can tell a repetition.
    """

    def __init__(self, settings: Settings) -> None:
        self._url = settings.sms_url
        self._headers = {"Authorization": f"Bearer {settings.sms_token}"} if settings.sms_token else {}
        self.time_limit: timedelta = settings.sms_timeout

    async def send(self, parcel: Parcel) -> None:
        """Return once the gateway has answered that it has the message.

        Raises:
            NotSent: it has not, as far as can be told.
        """
        mail = parcel.mail
        body = {"id": mail.id, "to": mail.recipient, "text": mail.text, "language": mail.language}
        timeout = aiohttp.ClientTimeout(total=self.time_limit.total_seconds())
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, headers=self._headers) as session,
                # A redirection would take number and token to where nobody has said they may go.
                session.post(self._url, json=body, allow_redirects=False) as response,
            ):
                status = response.status
        except TimeoutError as error:
            raise NotSent("timeout") from error
        except aiohttp.ClientError as error:
            raise NotSent("connect", concerns_all=True) from error
        if not 200 <= status < 300:
            raise NotSent(f"http_{status}", is_final=status in _FINAL, concerns_all=status in _NOT_OURS)
