"""Entries of all kinds: those that editors write, and worse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from handoff.editing.findings import MIN_EXAMPLES
from handoff.editing.markup import markup_of
from handoff.faq.model import Answer, Entry, Language, Page

LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
HERE = Path(__file__).parent
# Not the half characters that no text of the wire can hold.
CHARACTERS = st.characters(exclude_categories=["Cs"])
WORDS = st.sampled_from(
    ["pyörä", "Cykel", "no", "yes:", "#1", "- a", "'", '"', "{x}", "&a", "%", "1.5", "\t", "\n", "  ", "€"]
)
TEXTS = (
    st.one_of(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), st.text(CHARACTERS, min_size=1, max_size=30))
    .map(lambda text: text if any(character.isalnum() for character in text) else f"x{text}")
    .filter(lambda text: not markup_of(text))
)
EXAMPLES = st.lists(TEXTS, min_size=MIN_EXAMPLES, max_size=9, unique_by=lambda text: " ".join(text.split()))


def answers() -> st.SearchStrategy[Answer]:
    """Return answers with everything that the assistant needs."""
    pages = st.lists(st.builds(Page, TEXTS, st.just("https://www.hel.fi/fi/pyorat?a=1#b")), min_size=1, max_size=3)
    return st.builds(
        Answer, title=TEXTS, text=TEXTS, plain=TEXTS, pages=pages.map(tuple), examples=EXAMPLES.map(numbered)
    )


def entries(entry_id: str) -> st.SearchStrategy[Entry]:
    """Return whole entries of an id."""
    return st.builds(
        Entry,
        id=st.just(entry_id),
        area=st.sampled_from(["traffic", "leisure"]),
        owner=TEXTS,
        review_by=st.dates(date(2027, 1, 1), date(2030, 12, 31)),
        sources=st.lists(TEXTS, min_size=1, max_size=2).map(tuple),
        answers=st.fixed_dictionaries({language: answers() for language in LANGUAGES}),
    )


def numbered(texts: list[str]) -> tuple[str, ...]:
    """Return texts that stay different whatever is tidied away."""
    return tuple(f"{text} {number}x" for number, text in enumerate(texts))


def commented() -> str:
    """Return an entry's file as somebody writes it by hand."""
    return (HERE / "bicycles.yml").read_text(encoding="utf-8")
