"""Telephone numbers: read as people write them, kept as E.164, shown masked to whoever need not call."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from handoff.errors import InvalidPayload

HOME = "FI"
"""The country of a number without a country code."""
COSTLY = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}
MIN_SHOWN_OF = 7
"""Digits of a number of which four may be shown: of a shorter one they would tell it."""


def read_phone(text: str) -> str:
    """Return the number in E.164, `+358401234567`.

    Raises:
        InvalidPayload: no number that can be called, or one whose calls cost extra.
    """
    try:
        number = phonenumbers.parse(text, HOME)
    except NumberParseException as error:
        raise InvalidPayload from error
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) in COSTLY:
        raise InvalidPayload
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def written_phone(phone: str) -> str:
    """Return an E.164 number as it is read, `+358 40 1234567`."""
    return phonenumbers.format_number(phonenumbers.parse(phone), PhoneNumberFormat.INTERNATIONAL)


def masked_phone(phone: str) -> str:
    """Return an E.164 number as far as it tells two apart and no more, `+358 40 ••• ••67`."""
    number = phonenumbers.parse(phone)
    digits = phonenumbers.national_significant_number(number)
    if len(digits) < MIN_SHOWN_OF:
        return f"+{number.country_code} •••"
    return f"+{number.country_code} {digits[:2]} ••• ••{digits[-2:]}"
