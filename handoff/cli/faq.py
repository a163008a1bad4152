"""`./luukku faq …`: the answers, and what is wrong with them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from handoff.cli.errors import CommandError
from handoff.editing import entries as answers
from handoff.editing import guides as checklists
from handoff.editing.findings import Finding, Kind, findings
from handoff.editing.links import State, check_links
from handoff.faq.content import LANGUAGES, BadFaq, read_faq
from handoff.faq.model import Entry
from handoff.guides.content import read_guides
from handoff.guides.model import Guide

TOLD: Mapping[Kind, str] = {
    "missing": "{field} is missing",
    "bad_link": "no address that begins with https://: {figure}",
    "few_examples": "{figure} questions, where a dozen show more ways of asking",
    "review_passed": "was to be reviewed by {figure}",
    "review_soon": "is to be reviewed by {figure}",
    "translation_behind": "not changed when another language was, on {figure}",
    "answer_length": "the answer has {figure} words; 35 to 95 fit a telephone",
    "plain_length": "the plain answer has {figure} words; 25 to 75 are read to the end",
    "long_sentences": "sentences of {figure} words on average; 18 are enough",
    "long_plain_sentence": "a sentence of {figure} words in the plain answer; 14 are enough",
    "long_words": "long words in the plain answer: {figure}",
    "markup": "residents would see the characters {figure} in {field}",
    "jargon": "{field}, officialese: {figure}",
}
LINKS: Mapping[State, str] = {
    "gone": "the page is gone",
    "moved": "the page has moved",
    "refused": "the page is not shown to programs: look yourself",
    "unreachable": "the server cannot be reached",
    "late": "the server has not answered in time",
    "inside": "the address is inside the network",
}


def entries(folder: Path, topics: list[str]) -> list[Entry]:
    """Return the entries of these topics, or all where none is named.

    Raises:
        CommandError: a file cannot be used, or there is no such topic.
    """
    try:
        found = read_faq(folder)
    except BadFaq as error:
        raise CommandError(str(error)) from error
    if unknown := sorted(set(topics) - found.keys()):
        raise CommandError(f"There is no topic {', '.join(unknown)}: see `./luukku faq list`.")
    return [entry for entry_id, entry in found.items() if not topics or entry_id in topics]


def guides(folder: Path) -> list[Guide]:
    """Return every guide.

    Raises:
        CommandError: a file cannot be used.
    """
    try:
        return list(read_guides(folder).values())
    except BadFaq as error:
        raise CommandError(str(error)) from error


def lines(listed: list[Entry]) -> Iterator[str]:
    """Yield a line for each entry: id, area, day of review, questions in each language, Finnish title."""
    width = max((len(entry.id) for entry in listed), default=0)
    for entry in listed:
        asked = "  ".join(f"{language} {len(entry.answers[language].examples):>3}" for language in LANGUAGES)
        title = entry.answers["fi"].title
        yield f"{entry.id:<{width}}  {entry.area:<13}  {entry.review_by}  {asked}  {title}"


def problems(listed: list[Entry], today: date) -> Iterator[str]:
    """Yield a line for each thing that is to be said of the entries."""
    for entry in listed:
        for finding in findings(entry, today):
            yield f"{_where(entry, finding)}: {TOLD[finding.kind].format(field=finding.field, figure=finding.figure)}"


def overlapping(every: list[Entry], listed: list[Entry]) -> Iterator[str]:
    """Yield a line for each pair of questions of a listed entry and another that are nearly the same."""
    from handoff.editing.overlaps import overlaps  # noqa: PLC0415 - scikit-learn takes seconds to import

    wanted = {entry.id for entry in listed}
    for pair in overlaps(every):
        (first, asked), (second, other) = pair.first, pair.second
        if wanted & {first, second}:
            yield f"{pair.language}: {first} “{asked}” and {second} “{other}” ({pair.likeness:.2f})"


def broken_links(listed: Iterable[Entry], with_guides: Iterable[Guide] = ()) -> Iterator[str]:
    """Ask for every page that an answer or a guide leads to, and yield a line for each that is not as it was."""
    leads = {url: f"{entry.id}, {language}" for entry in listed for language, url in answers.leads(entry)}
    leads |= {url: f"guide {guide.id}, {tongue}" for guide in with_guides for tongue, url in checklists.leads(guide)}
    for url, state in asyncio.run(check_links(leads)).items():
        if state != "there":
            yield f"{leads[url]}: {LINKS[state]}: {url}"


def _where(entry: Entry, finding: Finding) -> str:
    return f"{entry.id}, {finding.language}" if finding.language else entry.id
