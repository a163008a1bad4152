"""Reads the words of the reports from their content file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.queues.model import Language
from handoff.reports.model import FIELDS, GROUPINGS

Wording = Mapping[Language, str]
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")


class BadReportWords(ValueError):
    """The file cannot be used; the text names the place."""


@dataclass(frozen=True, slots=True)
class ReportWords:
    """Headings by the name of a figure or grouping, and names of groups that no other content file has.

    The last three are what the open data say of themselves.
    """

    headings: Mapping[str, Wording]
    total: Wording
    without: Mapping[str, Wording]
    languages: Mapping[str, Wording]
    license: Mapping[str, str]
    title: Wording
    description: Wording


def read_report_words(path: Path) -> ReportWords:
    """Return the words of a content file.

    Raises:
        BadReportWords: something is missing in a language.
    """
    try:
        content = YAML(typ="safe").load(path)
        about = content["open_data"]
        return ReportWords(
            headings={name: _wording(content["headings"][name]) for name in (*GROUPINGS, *FIELDS)},
            total=_wording(content["total"]),
            without={by: _wording(content["without"][by]) for by in ("queue", "tag")},
            languages={language: _wording(content["languages"][language]) for language in LANGUAGES},
            license={"id": about["license"]["id"], "url": about["license"]["url"]},
            title=_wording(about["title"]),
            description=_wording(about["description"]),
        )
    except (YAMLError, KeyError, TypeError) as error:
        raise BadReportWords(f"{path}: {error}") from error


def _wording(texts: Mapping[str, Any]) -> Wording:
    return {language: str(texts[language]) for language in LANGUAGES}
