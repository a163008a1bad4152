"""Guides as a kind of what editors work on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson

from handoff.editing.entries import tidy
from handoff.editing.files import ENTRY_ID, Reading, YamlFiles
from handoff.editing.guide_yaml import render_guide
from handoff.editing.kinds import Kind
from handoff.guides.content import check_guide, from_plain, read_guide, read_guides, to_plain
from handoff.guides.model import Choice, Guide, Item, Language, Link, Question, Text


class GuideFiles(YamlFiles[Guide]):
    """The folder of the guides."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, Reading(read_guides, read_guide, render_guide))


def dump(guide: Guide) -> str:
    """Return it as JSON."""
    return orjson.dumps(to_plain(guide)).decode()


def load(content: str) -> Guide:
    """Return what `dump` was given."""
    about = orjson.loads(content)
    return from_plain(about["guide"], about)


def tidied(guide: Guide) -> Guide:
    """Return a guide without what would not survive its file, or must not get into it: masked, single spaces."""
    return replace(
        guide,
        owner=tidy(guide.owner),
        topics=tuple(filter(None, map(tidy, guide.topics))),
        sources=tuple(filter(None, map(tidy, guide.sources))),
        title=_tidy(guide.title),
        introduction=_tidy(guide.introduction),
        questions=tuple(map(_question, guide.questions)),
        items=tuple(map(_item, guide.items)),
    )


def leads(guide: Guide) -> Iterator[tuple[Language, str]]:
    """Yield the language and the address of each page to which a checklist leads."""
    for item in guide.items:
        for link in item.links:
            yield from link.url.items()


def _question(question: Question) -> Question:
    choices = tuple(Choice(choice.id, _tidy(choice.text)) for choice in question.choices)
    return replace(question, text=_tidy(question.text), choices=choices)


def _item(item: Item) -> Item:
    return replace(
        item,
        stage=_tidy(item.stage),
        title=_tidy(item.title),
        todo=_tidy(item.todo),
        ask=_tidy(item.ask),
        links=tuple(Link(_tidy(link.title), _tidy(link.url)) for link in item.links),
    )


def _tidy(text: Text) -> Text:
    return {language: tidy(told) for language, told in text.items()}


GUIDES: Kind[Guide] = Kind(
    name="guides",
    is_name=lambda name: ENTRY_ID.fullmatch(name) is not None,
    dump=dump,
    load=load,
    tidied=tidied,
    require_complete=check_guide,
)
