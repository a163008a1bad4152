"""A year of feedback as it might come in: how much when, about what, from whom. Seeded; nobody's real words.

Nothing is to be learnt from these texts: they are put together so that there are many of them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from ruamel.yaml import YAML

from benchmarks.year.days import DAY, days_off, moment_of
from handoff.cases.model import CaseKind, NewCase
from handoff.settings import ROOT

SERVICES = ROOT / "data" / "triage" / "services"
SHARES = {
    "171": 20, "198": 7, "199": 3, "174": 9, "211": 5, "234": 4, "246": 10, "176": 7, "172": 5, "180": 4, "2806": 8,
    "2805": 4, "2807": 5, "2808": 5, "2809": 4,
}  # fmt: skip
"""Parts of all feedback by service; some four fifths are about streets, parks, litter and building, as in any city."""
WEEKDAYS = (1.45, 1.2, 1.15, 1.1, 0.95, 0.35, 0.35)
"""From Monday on, when the weekend's discoveries are reported."""
MONTHS = (1.2, 1.1, 1.05, 1.15, 1.1, 1.0, 0.7, 1.0, 1.05, 1.0, 0.95, 0.85)
"""From January on: snow and ice, sand in April, nobody there in July."""
ON_A_DAY_OFF = 0.08
HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 12, 13, 12, 11, 11, 10, 10, 10, 9, 8, 7, 6, 5, 4, 3, 2)
LANGUAGES = {"fi": 85, "sv": 6, "en": 9}
KINDS: dict[CaseKind, int] = {
    "complaint": 62, "question": 14, "idea": 9, "thanks": 6, "other": 8, "accessibility": 1,
}  # fmt: skip
CHANNELS = {"web": 55, "widget": 12, "bot": 12, "phone": 6, "open311": 6, "email": 4, "agent": 3, "counter": 2}
WISHES = {"email": 50, "sms": 8, "none": 42}
RARE_PLACE = "Tuulenpesänaukio"
"""Where three things a year happen: a word that the search finds three times."""

_STREET_BEGINNINGS = (
    "Kaisla", "Tervas", "Huurre", "Sini", "Pihka", "Routa", "Varpu", "Kuura", "Helmi", "Suvi", "Tyrsky", "Lumme",
    "Hiilto", "Kanerva", "Sammal", "Rauta", "Vaahto", "Myrsky", "Kaarna", "Untuva", "Loimu", "Pouta", "Vire", "Halla",
)  # fmt: skip
_STREET_ENDINGS = {
    "fi": ("katu", "tie", "polku", "kuja", "kaari", "raitti", "penger", "rinne"),
    "sv": ("gatan", "vägen", "stigen", "gränden", "bågen", "stråket", "banken", "brinken"),
    "en": ("katu", "tie", "polku", "kuja", "kaari", "raitti", "penger", "rinne"),
}
_WHERE = {"fi": "Paikka on {}.", "sv": "Platsen är {}.", "en": "The place is {}."}
_MORE = {
    "fi": ("Asiasta on puhuttu jo naapureiden kanssa.", "Toivon vastausta pian.", "Näin sen aamulla kävellessäni."),
    "sv": ("Vi har talat om saken med grannarna.", "Jag hoppas på ett snart svar.", "Jag såg det på morgonen."),
    "en": ("We have talked about it with the neighbours.", "I hope to hear soon.", "I saw it this morning."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will become of a case, if nothing comes in between.

    Attributes:
        service: Where it belongs.
        course: What whoever answers does: plain, take, interim, reject, transfer, merge, bulk, race or forget.
        incident: Number of what it is about; several cases may share one.
        sender: What the sender does after so many hours: withdraw, supplement or follow.
        unhappy: Days after the answer on which the sender writes again, or 0.
        publish, unpublish, close, reopen, note, assign: What else whoever answers does.
        is_mistaken: Whoever sorts it sends it to a wrong service first.
    """

    service: str
    course: str
    incident: int
    sender: tuple[tuple[int, str], ...] = ()
    unhappy: int = 0
    publish: bool = False
    unpublish: bool = False
    close: bool = False
    reopen: bool = False
    note: bool = False
    assign: bool = False
    is_mistaken: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """Feedback that comes in within the hour that begins `at`."""

    at: datetime
    new: NewCase
    plan: Plan
    by_agent: bool


@dataclass
class _Incident:
    number: int
    service: str
    place: str
    at: datetime
    cases: int = 1
    where: tuple[float | None, float | None] = field(default=(None, None))


def arrivals(count: int, start: date, days: int, seed: int) -> list[Arrival]:
    """Return so many, the earliest first."""
    chance = random.Random(f"load {seed}")
    writer = _Writer(chance)
    return [writer.arrival(number, at, count) for number, at in enumerate(_moments(count, start, days, chance))]


def _moments(count: int, start: date, days: int, chance: random.Random) -> list[datetime]:
    every = [start + n * DAY for n in range(days)]
    weights = [_weight(day) for day in every]
    chosen = chance.choices(every, weights, k=count)
    hours = chance.choices(range(24), HOURS, k=count)
    # An hour that summer time leaves out is the next one.
    return sorted(moment_of(day, hour) for day, hour in zip(chosen, hours, strict=True))


def _weight(day: date) -> float:
    return WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] * (ON_A_DAY_OFF if day in days_off(day.year) else 1)


class _Writer:
    """Makes one after the other."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        read = YAML(typ="safe")
        self._examples: dict[str, dict[str, list[str]]] = {code: read.load(SERVICES / f"{code}.yml") for code in SHARES}
        self._recent: list[_Incident] = []
        self._incidents = 0

    def arrival(self, number: int, at: datetime, count: int) -> Arrival:
        chance = self._chance
        language = _one_of(chance, LANGUAGES)
        kind = _one_of(chance, KINDS)
        channel = _one_of(chance, CHANNELS)
        incident, is_first = self._incident(at, language, is_rare=number * 3 % count < 3)
        wish = _one_of(chance, WISHES)
        is_young = channel == "bot" and chance.random() < 0.05
        may_publish = chance.random() < 0.3 and not is_young
        chosen = ""
        if channel == "open311" or (channel == "web" and chance.random() < 0.15):
            chosen = incident.service if chance.random() < 0.85 else chance.choice(list(SHARES))
        lat, lon = incident.where
        new = NewCase(
            origin=str(UUID(int=chance.getrandbits(128), version=4)),
            kind=kind,
            text=self._text(incident, language),
            language=language,
            channel=channel,  # type: ignore[arg-type]
            mode="youth" if is_young else "city",
            title=self._title(incident, language) if chance.random() < 0.4 else "",
            place=incident.place,
            lat=lat,
            lon=lon,
            email=f"asukas{number}@example.org" if wish == "email" else "",
            phone=f"+35840{number:07}" if wish == "sms" else "",
            contact=wish,  # type: ignore[arg-type]
            may_publish=may_publish,
            service_code=chosen,
            is_for_sorters=not chosen and chance.random() < 0.02,
        )
        plan = self._plan(incident, kind, is_first=is_first, may_publish=may_publish)
        return Arrival(at, new, plan, by_agent=channel in {"phone", "agent", "counter"})

    def _incident(self, at: datetime, language: str, *, is_rare: bool) -> tuple[_Incident, bool]:
        chance = self._chance
        self._recent = [each for each in self._recent[-60:] if at - each.at < timedelta(days=3)]
        if self._recent and chance.random() < 0.09:
            known = chance.choice(self._recent)
            known.cases += 1
            return known, False
        service = _one_of(chance, SHARES)
        place = ""
        if service < "28" or chance.random() < 0.2:
            street = chance.choice(_STREET_BEGINNINGS) + chance.choice(_STREET_ENDINGS[language])
            place = f"{RARE_PLACE if is_rare else street} {chance.randint(1, 140)}"
        elif is_rare:
            place = RARE_PLACE
        self._incidents += 1
        made = _Incident(self._incidents, service, place, at)
        if place and chance.random() < 0.6:
            made.where = (round(chance.uniform(60.15, 60.29), 6), round(chance.uniform(24.83, 25.25), 6))
        self._recent.append(made)
        return made, True

    def _text(self, incident: _Incident, language: str) -> str:
        chance, examples = self._chance, self._examples[incident.service][language]
        parts = [chance.choice(examples)]
        if chance.random() < 0.3:
            parts.append(chance.choice(examples))
        if incident.place:
            parts.append(_WHERE[language].format(incident.place))
        parts += chance.sample(_MORE[language], chance.randint(0, 2))
        return " ".join(parts)

    def _title(self, incident: _Incident, language: str) -> str:
        return self._chance.choice(self._examples[incident.service][language])[:60].strip()

    def _plan(self, incident: _Incident, kind: CaseKind, *, is_first: bool, may_publish: bool) -> Plan:
        chance = self._chance
        courses = {"plain": 40, "take": 40, "interim": 10, "reject": 3, "transfer": 3, "race": 0.7, "forget": 0.3}
        course = "bulk" if kind == "thanks" else _one_of(chance, courses)
        if not is_first and course not in {"forget", "bulk"}:
            course = "merge"
        sender = [(chance.randint(1, 200), "withdraw")] if chance.random() < 0.02 else []
        sender += [(chance.randint(1, 300), "supplement")] if chance.random() < 0.05 else []
        sender += [(chance.randint(1, 400), "follow") for _ in range(chance.random() < 0.1)]
        unhappy = 0
        if chance.random() < 0.04:
            # A few write so late that it would have to be a new case.
            unhappy = chance.randint(31, 40) if chance.random() < 0.1 else chance.randint(1, 29)
        return Plan(
            service=incident.service,
            course=course,
            incident=incident.number,
            sender=tuple(sender),
            unhappy=unhappy,
            publish=may_publish and chance.random() < 0.6,
            unpublish=chance.random() < 0.02,
            close=chance.random() < 0.15,
            reopen=chance.random() < 0.005,
            note=chance.random() < 0.08,
            assign=chance.random() < 0.08,
            is_mistaken=chance.random() < 0.03,
        )


def hours_between(start: date, end: date) -> Sequence[datetime]:
    """Return the full hours from one day's beginning in Helsinki to another's, in UTC."""
    begin, over = moment_of(start, 0), moment_of(end, 0)
    return [begin + timedelta(hours=n) for n in range(int((over - begin).total_seconds()) // 3600)]


def _one_of(chance: random.Random, shares: dict[Any, Any]) -> Any:
    return chance.choices(list(shares), list(shares.values()))[0]
