"""What is wrong with an entry, or will be: missing, stale, hard to read.

The limits are those that the tests of the content keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean
from typing import Literal

from handoff.editing.jargon import jargon_of
from handoff.editing.markup import markup_of
from handoff.editing.model import Revision
from handoff.faq.model import Answer, Entry, Language, Page

Kind = Literal[
    "missing",
    "bad_link",
    "few_examples",
    "review_passed",
    "review_soon",
    "translation_behind",
    "answer_length",
    "plain_length",
    "long_sentences",
    "long_plain_sentence",
    "long_words",
    "markup",
    "jargon",
]
GRAVE: frozenset[Kind] = frozenset({"missing", "bad_link", "markup"})
"""With these an entry cannot be published."""

MIN_EXAMPLES = 5
"""Fewer questions in a language leave the entry untested; the assistant refuses to be trained with them."""
ENOUGH_EXAMPLES = 12
"""Fewer leave styles of writing out."""
ANSWER_WORDS, PLAIN_WORDS = range(35, 96), range(25, 76)
"""An answer fits a telephone's screen; fewer words leave out where to turn."""
MEAN_SENTENCE, PLAIN_SENTENCE = 18, 14
"""Words: what the languages' plain-writing guides ask for, for everybody and for plain language."""
LONG_WORD: dict[Language, int] = {"fi": 22, "sv": 20, "en": 15}
"""Letters. Finnish and Swedish make words of words: "saavutettavuusseloste" is one, and is hard to read."""
LONG_WORDS = 3
"""So many long words in a plain answer are one too many."""
SOON = timedelta(days=60)

_SENTENCE_END = re.compile(r"""(?<=[.!?])["”’»)]*\s+""")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing. `language` and `field` are empty where it concerns all; `figure` is what was counted, or a date."""

    kind: Kind
    language: str = ""
    field: str = ""
    figure: str = ""


def findings(entry: Entry, today: date, history: Sequence[Revision[Entry]] = ()) -> list[Finding]:
    """Return everything that is to be said of an entry.

    Args:
        history: Its revisions, the newest first: what was changed in one language, and not in the others.
    """
    found = [Finding("missing", field=name) for name in ("area", "owner", "sources") if not getattr(entry, name)]
    if entry.review_by < today:
        found.append(Finding("review_passed", figure=entry.review_by.isoformat()))
    elif entry.review_by < today + SOON:
        found.append(Finding("review_soon", figure=entry.review_by.isoformat()))
    found += [Finding("translation_behind", language, figure=on.isoformat()) for language, on in _behind(history)]
    for language, answer in entry.answers.items():
        found += _of_language(language, answer)
    return found


def missing_of(entry: Entry) -> list[Finding]:
    """Return what keeps an entry from being published."""
    return [finding for finding in findings(entry, entry.review_by) if finding.kind in GRAVE]


def _of_language(language: Language, answer: Answer) -> Iterator[Finding]:
    for name in ("title", "text", "plain", "pages"):
        if not getattr(answer, name):
            yield Finding("missing", language, name)
    yield from _of_pages(language, answer.pages)
    count = len(answer.examples)
    if count < MIN_EXAMPLES:
        yield Finding("missing", language, "examples", str(count))
    elif count < ENOUGH_EXAMPLES:
        yield Finding("few_examples", language, "examples", str(count))
    yield from _of_words(language, answer)
    if answer.text:
        yield from _of_answer(language, answer.text)
    if answer.plain:
        yield from _of_plain(language, answer.plain)


def _of_pages(language: Language, pages: Sequence[Page]) -> Iterator[Finding]:
    if any(not page.title or not page.url for page in pages):
        yield Finding("missing", language, "pages")
    for page in pages:
        if page.url and not page.url.startswith("https://"):
            yield Finding("bad_link", language, "pages", page.url)


def _of_words(language: Language, answer: Answer) -> Iterator[Finding]:
    for name in ("title", "text", "plain"):
        if found := markup_of(getattr(answer, name)):
            yield Finding("markup", language, name, " ".join(found))
    for name in ("text", "plain"):
        for said, plain in jargon_of(language, getattr(answer, name)):
            yield Finding("jargon", language, name, f"{said} → {plain}")


def _of_answer(language: Language, text: str) -> Iterator[Finding]:
    if (words := len(text.split())) not in ANSWER_WORDS:
        yield Finding("answer_length", language, "text", str(words))
    if (mean := fmean(_sentence_lengths(text))) > MEAN_SENTENCE:
        yield Finding("long_sentences", language, "text", f"{mean:.0f}")


def _of_plain(language: Language, text: str) -> Iterator[Finding]:
    if (words := len(text.split())) not in PLAIN_WORDS:
        yield Finding("plain_length", language, "plain", str(words))
    if (longest := max(_sentence_lengths(text))) > PLAIN_SENTENCE:
        yield Finding("long_plain_sentence", language, "plain", str(longest))
    long = [word for word in _WORD.findall(text) if len(word) > LONG_WORD[language]]
    if len(long) >= LONG_WORDS:
        yield Finding("long_words", language, "plain", ", ".join(dict.fromkeys(long)))


def _sentence_lengths(text: str) -> list[int]:
    return [len(sentence.split()) for sentence in _SENTENCE_END.split(text.strip())]


def _behind(history: Sequence[Revision[Entry]]) -> Iterator[tuple[Language, date]]:
    """Yield the languages in which nothing was changed when another was changed last, and when that was."""
    changed: dict[Language, int] = {}
    for newer, older in pairwise(history):
        for language, answer in newer.entry.answers.items():
            before = older.entry.answers[language]
            if (answer.text, answer.plain) != (before.text, before.plain):
                changed.setdefault(language, newer.number)
    if not changed:
        return
    last = max(changed.values())
    at = next(revision.at for revision in history if revision.number == last)
    for language in history[0].entry.answers:
        if changed.get(language, 0) < last:
            yield language, at.date()
