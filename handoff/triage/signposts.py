"""Where what does not belong to feedback does: a title, a text and links for each kind, from a dated content file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.triage.model import KINDS, LANGUAGES, Kind, Language

CHECKED = re.compile(r"20\d\d(-(0[1-9]|1[0-2]))?")


class BadSignposts(ValueError):
    """The file cannot be used; the text names the kind."""


@dataclass(frozen=True, slots=True)
class Way:
    """A page (https://…) or a telephone number (tel:…)."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Signpost:
    """What somebody is told in one language before they decide whether to send it all the same."""

    title: str
    text: str
    ways: tuple[Way, ...]


Signposts = Mapping[tuple[Kind, Language], Signpost]


def read_signposts(path: Path) -> Signposts:
    """Return the signposts of a content file.

    Raises:
        BadSignposts: a kind is missing or not known, says nothing in a language, leads nowhere there, or lacks its
            source and when it was checked.
    """
    try:
        kinds = YAML(typ="safe").load(path)["kinds"]
        if kinds.keys() != set(KINDS):
            raise BadSignposts(f"{path}: kinds differ in {sorted(kinds.keys() ^ set(KINDS))}")
        return {(kind, language): _signpost(kinds[kind], language) for kind in KINDS for language in LANGUAGES}
    except BadSignposts:
        raise
    except (YAMLError, TypeError, KeyError, ValueError, AttributeError) as error:
        raise BadSignposts(f"{path}: {error}") from error


def _signpost(about: Mapping[str, Any], language: Language) -> Signpost:
    title, text = str(about["title"][language]).strip(), str(about["text"][language]).strip()
    ways = tuple(Way(link["title"][language], link["url"]) for link in about["links"] if language in link["title"])
    if not title or not text or not ways:
        raise ValueError(f"{title or about}: title, text and a link are needed in {language}")
    bad = [way.url for way in ways if not way.url.startswith(("https://", "tel:"))]
    if bad:
        raise ValueError(f"{title}: {bad} is neither a page nor a number")
    if not str(about["source"]).startswith("https://") or not CHECKED.fullmatch(str(about["checked"])):
        raise ValueError(f"{title}: a source is needed, and the year or month in which it was checked there")
    return Signpost(title, text, ways)
