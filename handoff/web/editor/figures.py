"""Figures as each language writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from handoff.faq.content import LANGUAGES
from handoff.faq.model import Language

SPACE = "\N{NO-BREAK SPACE}"
COMMAS: Mapping[Language, str] = {"fi": ",", "sv": ",", "en": "."}


def percent(share: float) -> str:
    """Return a share in whole percents; what is nearly all or nothing is not rounded to it."""
    if 0 < share < 0.005:
        return f"<{SPACE}1{SPACE}%"
    if 0.995 <= share < 0.9999999:
        return f">{SPACE}99{SPACE}%"
    return f"{share * 100:.0f}{SPACE}%"


def fine_percent(share: float) -> str:
    """Return a limit, which may be less than a percent."""
    return f"{share * 100:g}{SPACE}%"


def exact_percent(share: float, *, comma: str) -> str:
    """Return a share in percents with one decimal, which two models may differ in."""
    return f"{share * 100:.1f}{SPACE}%".replace(".", comma)


def number(value: float, *, comma: str) -> str:
    """Return a number: whole ones in groups of thousands, small ones with one decimal."""
    if abs(value) >= 10 or value == round(value):
        return f"{value:,.0f}".replace(",", SPACE)
    # Not "-0.0".
    return f"{round(value, 1) + 0.0:.1f}".replace(".", comma)


SHOWN_AS: Mapping[Language, Mapping[str, Callable[[float], str]]] = {
    language: {
        "percent": percent,
        "limit": fine_percent,
        "exact": partial(exact_percent, comma=COMMAS[language]),
        "number": partial(number, comma=COMMAS[language]),
    }
    for language in LANGUAGES
}
"""For templates."""
