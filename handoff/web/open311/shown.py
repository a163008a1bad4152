"""Services and requests as values of the described fields, in the language that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from handoff.cases.catalogue import Catalogue
from handoff.cases.model import Case, CaseKind
from handoff.open311.model import Listed
from handoff.queues.model import Language
from handoff.words import Words

Values = dict[str, Any]
KINDS: tuple[CaseKind, ...] = get_args(CaseKind)


class Shown:
    """Makes the values. `home`: the service's own address, for links that are whole."""

    def __init__(
        self,
        catalogue: Catalogue,
        words: Mapping[str, Words],
        feedback_words: Mapping[str, Words],
        home: str,
    ) -> None:
        self._catalogue = catalogue
        self._words = words
        self._feedback_words = feedback_words
        self._home = home

    def services(self, language: Language) -> list[Values]:
        """Return every service."""
        return [
            {
                "service_code": service.code,
                "service_name": service.name[language],
                "description": service.description[language],
                "metadata": True,
                "type": "realtime",
                "keywords": "",
                "group": self._catalogue.units[service.unit].name[language],
            }
            for service in self._catalogue.services.values()
        ]

    def definition(self, service_code: str, language: Language) -> Values:
        """Return what else can be said with a request; it is the same for each service."""
        words, kinds = self._words[language], self._feedback_words[language]["kinds"]
        choices = (("kind", KINDS, kinds), ("can_be_published", ("yes", "no"), words))
        return {
            "service_code": service_code,
            "attributes": [
                {
                    "variable": True,
                    "code": code,
                    "datatype": "singlevaluelist",
                    "required": False,
                    "datatype_description": None,
                    "order": order,
                    "description": words[code],
                    "values": [{"key": key, "name": names[key]} for key in keys],
                }
                for order, (code, keys, names) in enumerate(choices, 1)
            ],
        }

    def accepted(self, case: Case, language: Language) -> Values:
        """Return what the sender of a new case is told. The tracking code is theirs alone."""
        follow = f"{self._home}{self._feedback_words[language]['paths']['follow']}/{case.code}"
        due_on = f"{case.due_on.day}.{case.due_on.month}.{case.due_on.year}"
        notice = self._words[language]["accepted"].format(due_on=due_on, code=case.code, link=follow)
        return {"service_request_id": case.id, "service_notice": notice, "account_id": None}

    def request(self, listed: Listed, language: Language, *, extensions: bool) -> Values:
        """Return a request as everybody may see it."""
        service = self._catalogue.services.get(listed.service_code)
        unit = self._catalogue.units.get(listed.unit)
        media = [f"{self._home}/open311/v2/media/{image}.jpg" for image in listed.images]
        values: Values = {
            "service_request_id": listed.id,
            "status": listed.status,
            "status_notes": listed.answer or self._note(listed, language),
            "service_name": "" if service is None else service.name[language],
            "service_code": listed.service_code,
            "description": listed.text,
            "agency_responsible": "" if unit is None else unit.name[language],
            "service_notice": "",
            "requested_datetime": listed.received_at,
            "updated_datetime": listed.updated_at,
            "expected_datetime": listed.expected_at if listed.status == "open" else None,
            "address": None,
            "address_id": None,
            "zipcode": None,
            "lat": listed.lat,
            "long": listed.lon,
            "media_url": media[0] if media else None,
        }
        if extensions:
            extended = {"title": listed.title, "detailed_status": listed.detailed_status, "media_urls": media}
            values["extended_attributes"] = extended
        return values

    def _note(self, listed: Listed, language: Language) -> str:
        notes = self._words[language]["status_notes"]
        if listed.follows:
            note: str = notes["merged_into"].format(id=listed.follows)
        else:
            note = notes["pending" if listed.detailed_status == "PENDING" else listed.state]
        return note
