"""Who takes messages to people: one carrier for each channel that is configured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from handoff.mail.model import Channel, Parcel
from handoff.mail.sms import HttpSmsCarrier
from handoff.mail.smtp import SmtpCarrier
from handoff.settings import Settings


class Carrier(Protocol):
    """Takes one message at a time."""

    @property
    def time_limit(self) -> timedelta:
        """The longest that `send` takes."""

    async def send(self, parcel: Parcel) -> None:
        """Return once the message has been taken over.

        Raises:
            NotSent: it has not, as far as can be told.
        """


def make_carriers(settings: Settings) -> Mapping[Channel, Carrier]:
    """Return a carrier for each channel that is configured; a channel without one only waits."""
    carriers: dict[Channel, Carrier] = {}
    if settings.smtp_host:
        carriers["email"] = SmtpCarrier(settings)
    if settings.sms_url:
        carriers["sms"] = HttpSmsCarrier(settings)
    return carriers
