"""A new request as a client sends it, checked as the document says.

`media_url` is kept as text for those who handle the case, and is never opened here: whoever chooses an address that
this server asks for could reach what only this server reaches.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from handoff.callbacks.phones import read_phone
from handoff.cases.catalogue import Catalogue
from handoff.cases.model import CaseKind, NewCase
from handoff.conversations.masking import clean
from handoff.errors import InvalidPayload
from handoff.queues.model import Language
from handoff.web.open311.asked import read_flag, read_language, read_number
from handoff.web.open311.refusals import Refused
from handoff.web.open311.shown import KINDS

MIN_TEXT, MAX_TEXT = 10, 4000
MAX_CHARS = {"title": 120, "address_string": 200, "first_name": 40, "last_name": 39, "email": 254}
READABLE = re.compile(r"[^\s\x00-\x1f\x7f]")
EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+")
PHONE = re.compile(r"\+?[0-9 ()-]{4,19}")
MEDIA_URL = re.compile(r"https://[A-Za-z0-9.-]{1,253}/[A-Za-z0-9._~!$&'()*+,;=:@/?%-]{0,500}")
IDEMPOTENCY_KEY = re.compile(r"[!-~]{1,200}")
YES_OR_NO = ("yes", "no")
DEFAULT_KIND: CaseKind = "other"
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that fits. `confirmed`: to be kept even if it would belong elsewhere."""

    new: NewCase
    language: Language
    confirmed: bool


def read_sent(fields: Fields, catalogue: Catalogue, origin: str) -> Sent:
    """Return the case that a request makes.

    Raises:
        Refused: something does not fit the document.
    """
    language = read_language(fields)
    service_code = fields.get("service_code", "")
    if not service_code:
        raise Refused(400, "service_code: is missing")
    service = catalogue.services.get(service_code)
    if service is None:
        raise Refused(404, "service_code: there is no such service")
    lat, lon = read_number(fields, "lat", -90, 90), read_number(fields, "long", -180, 180)
    if (lat is None) != (lon is None):
        raise Refused(400, "lat, long: both of them, or none")
    texts = {name: _text(fields, name) for name in MAX_CHARS}
    if service.needs_place and lat is None and not texts["address_string"]:
        raise Refused(400, "lat and long, or address_string: the service needs a place; no address_id is known here")
    if texts["address_string"] and not READABLE.search(texts["address_string"]):
        raise Refused(400, "address_string: cannot be read")
    if texts["email"] and not EMAIL.fullmatch(texts["email"]):
        raise Refused(400, "email: is no address")
    can_be_published = _choice(fields, "can_be_published", YES_OR_NO, "no")
    kind = next(kind for kind in KINDS if kind == _choice(fields, "kind", KINDS, DEFAULT_KIND))
    new = NewCase(
        origin=origin,
        kind=kind,
        title=texts["title"],
        text=_description(fields) + _media(fields),
        language=language,
        channel="open311",
        place=texts["address_string"],
        lat=lat,
        lon=lon,
        email=texts["email"],
        phone=_phone(fields),
        contact="email" if texts["email"] else "none",
        sender_name=f"{texts['first_name']} {texts['last_name']}".strip(),
        may_publish=can_be_published == "yes",
        service_code=service_code,
    )
    return Sent(new, language, read_flag(fields, "confirmed"))


def origin_of(key_id: str, idempotency_key: str) -> str:
    """Return what makes one case of a request that is sent again by the same system.

    Raises:
        Refused: the header does not fit the document.
    """
    if not IDEMPOTENCY_KEY.fullmatch(idempotency_key):
        raise Refused(400, "Idempotency-Key: from 1 to 200 printable characters of ASCII without blanks")
    return hashlib.sha256(f"open311 {key_id} {idempotency_key}".encode()).hexdigest()[:36]


def _description(fields: Fields) -> str:
    text = fields.get("description", "").replace("\r\n", "\n")
    if not MIN_TEXT <= len(text) <= MAX_TEXT or not READABLE.search(text):
        raise Refused(400, f"description: from {MIN_TEXT} to {MAX_TEXT} characters")
    return text


def _text(fields: Fields, name: str) -> str:
    """Return a short text as it will be stored: a mask can be longer than what it hides."""
    text = fields.get(name, "")
    if len(text) > MAX_CHARS[name]:
        raise Refused(400, f"{name}: at most {MAX_CHARS[name]} characters")
    return clean(text).strip()[: MAX_CHARS[name]]


def _choice(fields: Fields, name: str, choices: tuple[str, ...], default: str) -> str:
    value = fields.get(f"attribute[{name}]", default)
    if value not in choices:
        raise Refused(400, f"attribute[{name}]: {', '.join(choices)}")
    return value


def _phone(fields: Fields) -> str:
    given = fields.get("phone", "")
    if not given:
        return ""
    if not PHONE.fullmatch(given):
        raise Refused(400, "phone: at most 20 digits, blanks, brackets and dashes, perhaps after a plus")
    try:
        return read_phone(given)
    except InvalidPayload:
        return given


def _media(fields: Fields) -> str:
    given = fields.get("media_url", "")
    if not given:
        return ""
    if not MEDIA_URL.fullmatch(given) or not _is_name(urlsplit(given).hostname or ""):
        raise Refused(400, "media_url: https, a host's name and a path, nothing else")
    return f"\n\nmedia_url: {given}"


def _is_name(host: str) -> bool:
    """Tell whether it is a name of the public kind, not a number and not a machine next door."""
    labels = host.split(".")
    return len(labels) > 1 and all(labels) and not labels[-1].isdigit()


def as_fields(posted: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields that say something: forms send those that were left empty too."""
    return {name: value for name, value in posted.items() if isinstance(value, str) and value}
