"""What a browser has sent, checked field by field: every error at once, and what was typed is kept."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import get_args
from uuid import UUID, uuid4

from handoff.cases.model import CaseKind, ContactWish, NewCase, wish_of
from handoff.cases.phone import read_phone
from handoff.cases.saved_forms import FOR_SORTERS, SavedForm
from handoff.queues.model import Language

MIN_TEXT, MAX_TEXT = 10, 4000
"""Characters of a feedback, as the Helsinki region's interface has them."""
MAX_CHARS = {"title": 120, "place": 200, "sender_name": 80}
_TOO_LONG = {"title": "title_long", "place": "place_long", "sender_name": "name_long"}
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+")
MAX_EMAIL = 254
MAX_LATITUDE, MAX_LONGITUDE = 90, 180
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,8})?")
FIELDS = (
    "kind", "title", "text", "place", "lat", "lon", "images", "contact", "email", "phone", "sender_name", "may_publish",
    "service", "origin", "draft",
)  # fmt: skip
"""In the page's order; `origin` makes one case of a form, and `draft` is the secret that its images belong to."""
OTHER_SERVICE = "other"
"""None of those that were proposed: somebody of the city reads it and chooses."""
DRAFT = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields as they were typed; `errors`: code of the error by the field that has it, in the page's order."""

    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)

    def new_case(self, language: Language) -> NewCase:
        """Return the case that a form without errors makes."""
        values = self.values
        contact: ContactWish = next((wish for wish in get_args(ContactWish) if wish == values["contact"]), "none")
        point = read_point(values["lat"], values["lon"]) or (None, None)
        kind: CaseKind = next(kind for kind in get_args(CaseKind) if kind == values["kind"])
        return NewCase(
            origin=values["origin"],
            kind=kind,
            title=values["title"],
            text=values["text"],
            place=values["place"],
            lat=point[0],
            lon=point[1],
            contact=contact,
            email=values["email"] if contact == "email" else "",
            phone=(read_phone(values["phone"]) or "") if contact == "sms" else "",
            sender_name=values["sender_name"],
            may_publish=values["may_publish"] == "yes",
            service_code="" if values["service"] == OTHER_SERVICE else values["service"],
            is_for_sorters=values["service"] == OTHER_SERVICE,
            language=language,
            channel="web",
            draft=values["draft"],
        )


def empty_form() -> Form:
    """Return a form that nobody has filled in."""
    return Form({**dict.fromkeys(FIELDS, ""), "contact": "none", "origin": str(uuid4()), "draft": new_draft()})


def resumed_form(
    saved: SavedForm, services: Mapping[str, object], wishes: Collection[ContactWish] = ("none", "email")
) -> Form:
    """Return the form that was saved in a chat, with a new origin; `errors` as if it had been posted."""
    service = OTHER_SERVICE if saved.service == FOR_SORTERS else saved.service
    values = {
        "kind": saved.kind,
        "title": saved.title,
        "text": saved.text,
        "place": saved.place,
        "contact": wish_of(saved.email, saved.phone),
        "email": saved.email,
        "phone": saved.phone,
        "sender_name": saved.sender_name,
        "may_publish": "yes" if saved.may_publish else "",
        "service": service,
    }
    return read_form(values, services, wishes)


def new_draft() -> str:
    """Return a secret for the images of a form."""
    return secrets.token_urlsafe(32)


def read_form(
    posted: Mapping[str, object], services: Mapping[str, object], wishes: Collection[ContactWish] = ("none", "email")
) -> Form:
    """Return the fields of a posted form with their errors; `wishes`: how an answer can be told."""
    values = {name: _text(posted.get(name)) for name in FIELDS}
    if values["service"] not in {*services, OTHER_SERVICE}:
        values["service"] = ""
    if not _is_uuid(values["origin"]):
        values["origin"] = str(uuid4())
    if not DRAFT.fullmatch(values["draft"]):
        values["draft"] = new_draft()
    if read_point(values["lat"], values["lon"]) is None:
        values["lat"] = values["lon"] = ""
    return replace(Form(values), errors=_errors(values, wishes))


def read_point(lat: str, lon: str) -> tuple[float, float] | None:
    """Return latitude and longitude, WGS 84, as a map has put them into their fields; None if they are none."""
    if not (_DEGREES.fullmatch(lat) and _DEGREES.fullmatch(lon)):
        return None
    point = float(lat), float(lon)
    return point if abs(point[0]) <= MAX_LATITUDE and abs(point[1]) <= MAX_LONGITUDE else None


def _errors(values: Mapping[str, str], wishes: Collection[ContactWish]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if values["kind"] not in get_args(CaseKind):
        errors["kind"] = "kind"
    if len(values["text"]) < MIN_TEXT:
        errors["text"] = "text_short"
    elif len(values["text"]) > MAX_TEXT:
        errors["text"] = "text_long"
    errors |= {name: _TOO_LONG[name] for name, most in MAX_CHARS.items() if len(values[name]) > most}
    if values["contact"] not in wishes:
        errors["contact"] = "contact"
    elif values["contact"] == "sms" and read_phone(values["phone"]) is None:
        errors["phone"] = "phone"
    elif values["contact"] == "email" and not (EMAIL.fullmatch(values["email"]) and len(values["email"]) <= MAX_EMAIL):
        errors["email"] = "email"
    return {name: errors[name] for name in FIELDS if name in errors}


def _text(value: object) -> str:
    # A browser writes line breaks as CR LF, of which each would count as two.
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
