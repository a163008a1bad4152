"""Reads the topics that the assistant answers from their content files, `<topic>.yml`."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

log = logging.getLogger(__name__)

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
Titles = dict[Language, str]


def read_faq_titles(folder: Path, topics: Iterable[str]) -> dict[str, Titles]:
    """Return the titles of these topics; one whose file is gone or half saved is left out."""
    titles: dict[str, Titles] = {}
    for topic in dict.fromkeys(topics):
        try:
            content = YAML(typ="safe").load(folder / f"{topic}.yml")
            titles[topic] = {language: str(content[language]["title"]) for language in LANGUAGES}
        except (OSError, YAMLError, KeyError, TypeError):
            log.warning("no title of the topic %s could be read", topic)
    return titles
