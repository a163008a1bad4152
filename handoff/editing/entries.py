"""Answers as a kind of what editors work on: masked, with single spaces, complete in every language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handoff.conversations.masking import clean
from handoff.editing import codec
from handoff.editing.files import ENTRY_ID
from handoff.editing.findings import missing_of
from handoff.editing.kinds import Kind
from handoff.faq.content import BadFaq
from handoff.faq.model import Answer, Entry, Language, Page


def tidied(entry: Entry) -> Entry:
    """Return an entry without what would not survive its file, or must not get into it: masked, single spaces."""
    answers = {
        language: Answer(
            title=tidy(answer.title),
            text=tidy(answer.text),
            plain=tidy(answer.plain),
            pages=tuple(Page(tidy(page.title), tidy(page.url)) for page in answer.pages),
            examples=tuple(dict.fromkeys(text for example in answer.examples if (text := tidy(example)))),
        )
        for language, answer in entry.answers.items()
    }
    sources = tuple(text for source in entry.sources if (text := tidy(source)))
    return replace(entry, area=tidy(entry.area), owner=tidy(entry.owner), sources=sources, answers=answers)


def leads(entry: Entry) -> Iterator[tuple[Language, str]]:
    """Yield the language and the address of each page to which an answer leads."""
    for language, answer in entry.answers.items():
        for page in answer.pages:
            yield language, page.url


def require_complete(entry: Entry) -> None:
    """Return if the assistant can be trained with an entry.

    Raises:
        BadFaq: something is missing; the text names all of it.
    """
    if missing := missing_of(entry):
        told = ", ".join(f"{finding.language} {finding.field}".strip() for finding in missing)
        raise BadFaq(f"{entry.id} lacks {told}")


def tidy(text: str) -> str:
    """Return a text masked, in one line, with single spaces."""
    # Characters that no file can hold, or that show nothing, go with the spaces.
    shown = "".join(character if character.isprintable() else " " for character in clean(text))
    return " ".join(shown.split())


FAQ: Kind[Entry] = Kind(
    name="faq",
    is_name=lambda name: ENTRY_ID.fullmatch(name) is not None,
    dump=codec.dump,
    load=codec.load,
    tidied=tidied,
    require_complete=require_complete,
)
