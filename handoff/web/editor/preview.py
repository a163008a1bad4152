"""An entry as the chat shows it: bubbles of plain text, with links and buttons below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handoff.faq.model import Answer, Entry, Language, Page
from handoff.words import Words

BELOW_ANSWER = ("plain_language", "helped", "not_helped")
"""The buttons below an answer, as in bot/nlg.py; below a plain one the first is missing."""
SAFE = ("https://", "http://", "tel:")
"""Addresses that the widget makes a link of; whatever has another one is not shown there."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A button."""

    title: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message of the assistant."""

    text: str
    language: Language
    links: tuple[Page, ...]
    buttons: tuple[Offer, ...]


def bubbles(entry: Entry, labels: Mapping[str, Words]) -> Mapping[Language, tuple[Bubble, ...]]:
    """Return the answer and the plain answer of each language.

    Args:
        labels: The assistant's words for buttons, by language.
    """
    return {language: _of(language, answer, labels[language]) for language, answer in entry.answers.items()}


def _of(language: Language, answer: Answer, labels: Words) -> tuple[Bubble, ...]:
    offers = tuple(Offer(labels[f"label/intent/{name}"]) for name in BELOW_ANSWER)
    links = tuple(page for page in answer.pages if page.url.lower().startswith(SAFE))
    return (Bubble(answer.text, language, links, offers), Bubble(answer.plain, language, links, offers[1:]))
