"""The services that answer, their units, and what they promise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from handoff.cases.model import CaseKind
from handoff.cases.working_days import add_working_days

LANGUAGES = ("fi", "sv", "en")
Texts = Mapping[str, str]
"""A text by language."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Those who answer together; the addresses of their shared mailbox and of their supervisor, or empty."""

    id: str
    name: Texts
    email: str
    supervisor_email: str


@dataclass(frozen=True, slots=True)
class CityService:
    """Something that the city answers for; `promise` in working days by kind, with `default`.

    `forward_to`: the code by which somebody else's Open311 server knows it, if cases are sent on there.
    """

    code: str
    unit: str
    needs_place: bool
    promise: Mapping[str, int]
    name: Texts
    description: Texts
    forward_to: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of them, in the order of the file."""

    services: Mapping[str, CityService]
    units: Mapping[str, Unit]
    accessibility: timedelta

    def service_name(self, code: str, language: str) -> str:
        """Return the name of a service; its code if the catalogue has it no longer."""
        service = self.services.get(code)
        return code if service is None else service.name[language]

    def due_on(self, received_on: date, kind: CaseKind, service_code: str) -> date:
        """Return the day by which an answer is promised.

        An unrouted case has the strictest promise of all services for its kind: sorting it may not make it late.
        """
        if kind == "accessibility":
            return received_on + self.accessibility
        service = self.services.get(service_code)
        days = _days(service, kind) if service else min(_days(each, kind) for each in self.services.values())
        return add_working_days(received_on, days)


def read_catalogue(path: Path) -> Catalogue:
    """Read the dated content file.

    Raises:
        ValueError: a language, a unit or a promise is missing; the text names file and service.
    """
    content = YAML(typ="safe").load(path)
    units = {unit["id"]: _unit(path, unit) for unit in content["units"]}
    services: dict[str, CityService] = {}
    for given in content["services"]:
        code = given["code"]
        if given["unit"] not in units or "default" not in given["promise"] or code in services:
            raise ValueError(
                f"{path}: service {code}: its unit is unknown, it has no default promise, or it is there twice"
            )
        services[code] = CityService(
            code,
            given["unit"],
            given["needs_place"],
            given["promise"],
            _texts(path, code, given, "name"),
            _texts(path, code, given, "description"),
            str(given.get("forward_to", "")),
        )
    return Catalogue(services, units, timedelta(days=content["accessibility_days"]))


def _unit(path: Path, given: dict[str, Any]) -> Unit:
    name = _texts(path, given["id"], given, "name")
    return Unit(given["id"], name, given.get("email", ""), given.get("supervisor_email", ""))


def _texts(path: Path, name: str, given: dict[str, Any], field: str) -> Texts:
    texts: dict[str, str] = given[field]
    if set(texts) != set(LANGUAGES) or not all(text.strip() for text in texts.values()):
        raise ValueError(f"{path}: {name}: {field} must be there in {', '.join(LANGUAGES)}")
    return texts


def _days(service: CityService, kind: CaseKind) -> int:
    return service.promise.get(kind, service.promise["default"])
