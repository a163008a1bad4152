"""The services that answer, their units, and what they promise."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from handoff.cases.model import CaseKind
from handoff.cases.working_days import add_working_days
from handoff.mail.model import is_deliverable

LANGUAGES = ("fi", "sv", "en")
Texts = Mapping[str, str]
"""A text by language."""
_OF_UNIT = frozenset({"name", "email", "supervisor_email"})


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
    """All of them, in the order of the file.

    `sorters`: those who find a service for what has none, like a unit but without an id; None: the file names nobody.
    """

    services: Mapping[str, CityService]
    units: Mapping[str, Unit]
    accessibility: timedelta
    sorters: Unit | None = None

    def find_responsible(self, unit_id: str) -> Unit | None:
        """Return who a case of a unit waits for: the sorters where it has none, or one that is there no longer."""
        return self.units.get(unit_id, self.sorters)

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
        ValueError: a language, a unit or a promise is missing, or what stands in place of an address is none; the text
            names the file and the service or the unit.
    """
    content = YAML(typ="safe").load(path)
    units = {unit["id"]: _unit(path, unit["id"], unit, _OF_UNIT | {"id"}) for unit in content["units"]}
    sorters = _unit(path, "", content["sorters"], _OF_UNIT) if "sorters" in content else None
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
    return Catalogue(services, units, timedelta(days=content["accessibility_days"]), sorters)


def _unit(path: Path, unit_id: str, given: Any, fields: AbstractSet[str]) -> Unit:
    """Return a unit, or with an empty id the sorters: what somebody has misspelt there would tell nobody."""
    name = unit_id or "sorters"
    if not isinstance(given, dict) or "name" not in given:
        raise ValueError(f"{path}: {name}: name is missing")
    if unknown := set(given) - fields:
        raise ValueError(f"{path}: {name}: {', '.join(sorted(unknown))} is not known")
    texts = _texts(path, name, given, "name")
    return Unit(unit_id, texts, _address(path, name, given, "email"), _address(path, name, given, "supervisor_email"))


def _address(path: Path, name: str, given: dict[str, Any], field: str) -> str:
    address = str(given.get(field, ""))
    if address and not is_deliverable("email", address):
        raise ValueError(f"{path}: {name}: {field} must be one address, or not there")
    return address


def _texts(path: Path, name: str, given: dict[str, Any], field: str) -> Texts:
    texts: dict[str, str] = given[field]
    if set(texts) != set(LANGUAGES) or not all(text.strip() for text in texts.values()):
        raise ValueError(f"{path}: {name}: {field} must be there in {', '.join(LANGUAGES)}")
    return texts


def _days(service: CityService, kind: CaseKind) -> int:
    return service.promise.get(kind, service.promise["default"])
