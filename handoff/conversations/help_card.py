"""The help card: where somebody who may be in danger gets help at once, from a dated content file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from ruamel.yaml import YAML

from handoff.conversations.model import ActionCode, Draft, Language, Link, Mode
from handoff.conversations.texts import system_event

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
MODES: tuple[Mode, ...] = ("city", "youth")
CHECKED = re.compile(r"20\d\d(-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Number:
    """A public number, its source's address, and the year (2025) or month (2025-06) in which it was last seen there."""

    url: str
    source: str
    checked: str
    stale_after_months: int

    def is_stale(self, today: date) -> bool:
        """Tell whether it should be looked at again. A year counts until its end."""
        year, _, month = self.checked.partition("-")
        months = (today.year - int(year)) * 12 + today.month - int(month or 12)
        return months > self.stale_after_months


@dataclass(slots=True)
class HelpCard:
    """The card's lines by mode and language, and what is known of each number, by its address.

    All who hold it see what an editor has changed: see `handoff.live_texts`.
    """

    lines: dict[tuple[Mode, Language], tuple[Link, ...]]
    sources: dict[str, Number]

    @property
    def numbers(self) -> set[str]:
        """Every public number of the cards, as a `tel:` address."""
        return {link.url for links in self.lines.values() for link in links if link.url.startswith("tel:")}

    def renew(self, other: HelpCard) -> None:
        """Take what another card says from now on."""
        self.lines, self.sources = other.lines, other.sources

    def draft(self, message_id: str, mode: Mode, language: Language, *, offer_human: bool) -> Draft:
        """Return the card as the message that follows the one that gave rise to it: one card, however often shown."""
        buttons: tuple[ActionCode, ...] = ("request_human",) if offer_human else ()
        card_id = str(uuid5(UUID(message_id), "help"))
        return system_event(
            "help_card", language, buttons=buttons, links=self.lines[mode, language], message_id=card_id
        )


def read_help_card(path: Path) -> HelpCard:
    """Return the card of a content file.

    Raises:
        ValueError: a line lacks its title in a language in which it is shown, or its source and when it was checked
            there; or a card would be empty.
    """
    lines: dict[tuple[Mode, Language], list[Link]] = {(mode, language): [] for mode in MODES for language in LANGUAGES}
    content = YAML(typ="safe").load(path)
    sources = {line["url"]: _number(path, line, content) for line in content["lines"]}
    for line in content["lines"]:
        for (mode, language), links in lines.items():
            if mode in line.get("modes", MODES) and language in line.get("languages", LANGUAGES):
                if language not in line["titles"]:
                    raise ValueError(f"{path}: {line['url']} has no title in {language}")
                links.append(Link(line["titles"][language], line["url"]))
    empty = [f"{mode}, {language}" for (mode, language), links in lines.items() if not links]
    if empty:
        raise ValueError(f"{path}: nothing for {'; '.join(empty)}")
    return HelpCard({key: tuple(links) for key, links in lines.items()}, sources)


def _number(path: Path, line: dict[str, Any], content: dict[str, Any]) -> Number:
    checked, source = str(line.get("checked", "")), str(line.get("source", ""))
    if not CHECKED.fullmatch(checked) or not source.startswith("https://"):
        raise ValueError(f"{path}: {line['url']} needs a source, and the year or month in which it was checked there")
    return Number(line["url"], source, checked, int(content["stale_after_months"]))
