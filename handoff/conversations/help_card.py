"""The help card: where somebody who may be in danger gets help at once, from a dated content file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from ruamel.yaml import YAML

from handoff.conversations.model import ActionCode, Draft, Language, Link, Mode
from handoff.conversations.texts import system_event

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
MODES: tuple[Mode, ...] = ("city", "youth")


@dataclass(frozen=True, slots=True)
class HelpCard:
    """The card's lines by mode and language."""

    lines: dict[tuple[Mode, Language], tuple[Link, ...]]

    @property
    def numbers(self) -> set[str]:
        """Every public number of the cards, as a `tel:` address."""
        return {link.url for links in self.lines.values() for link in links if link.url.startswith("tel:")}

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
        ValueError: a line lacks its title in a language in which it is shown, or a card would be empty.
    """
    lines: dict[tuple[Mode, Language], list[Link]] = {(mode, language): [] for mode in MODES for language in LANGUAGES}
    for line in YAML(typ="safe").load(path)["lines"]:
        for (mode, language), links in lines.items():
            if mode in line.get("modes", MODES) and language in line.get("languages", LANGUAGES):
                if language not in line["titles"]:
                    raise ValueError(f"{path}: {line['url']} has no title in {language}")
                links.append(Link(line["titles"][language], line["url"]))
    empty = [f"{mode}, {language}" for (mode, language), links in lines.items() if not links]
    if empty:
        raise ValueError(f"{path}: nothing for {'; '.join(empty)}")
    return HelpCard({key: tuple(links) for key, links in lines.items()})
