"""Two needs in one message: "how do I renew my loans, and where is the nearest hall?"

A message is cut where a sentence or a clause ends. Most messages of several clauses tell a story that leads to one
question, so parts that do not both ask for something are two needs only if their words leave little doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, List, Sequence, Tuple

_CUT = re.compile(
    r"(?<=[.!?;])\s+|,\s+|\s+(?:ja|sekä|seka|lisäksi|lisaksi|samalla|myös|myos|och|å|samt|dessutom|and|also|plus)\s+",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:"
    # Finnish: question words, the question clitic, wishes
    r"miten|mist\w+|miss\w+|mihin|minne|mill?oi?n|paljonko|paljo|kuka|kuinka|mik[äa]|mit[äa]|kenelle|kelle|\w+(?:k[oö]|nks)|"
    r"halua\w*|haluisi\w*|pit[äa]is\w*|tarvi\w+|pyyd[äa]n|tiedustelen|kysyisin|"
    # Swedish
    r"hur|var|vart|n[äa]r|vad|va|vem|vilk\w+|kan|f[åa]r|finns|beh[öo]v\w+|vill|skall?|[öo]nska\w*|undrar|m[åa]ste|"
    # English
    r"how|where|when|whats?|who|which|can|could|do|does|is|are|need|want|wish|would|looking|request"
    r")\b",
    re.IGNORECASE,
)
MIN_WORDS = 3
"""In each part; "and me?" is no need of its own."""
MAX_CUTS = 6


CLEAR = -0.3
"""So sure, in scores of words, must both parts be that do not both ask. Of 2,676 messages with one need 13 % have
such parts, and of 90 with two needs 83 %; at -0.5 it would be 30 and 93 %, each at the cost of a sentence vector."""


@dataclass(frozen=True)
class Parts:
    """A text cut in two; `ask`: both parts ask for something."""

    first: str
    second: str
    ask: bool


def cuts(text: str) -> List[Parts]:
    """The ways to cut a text in two."""
    found = [(text[: cut.start()], text[cut.end() :]) for cut in _CUT.finditer(text)]
    long_enough = [parts for parts in found if all(len(part.split()) >= MIN_WORDS for part in parts)]
    return [Parts(*parts, ask=all(_ASKS.search(part) for part in parts)) for parts in long_enough][:MAX_CUTS]


def best_cut(text: str, likely: Sequence[str], sureness: Callable[[str], Tuple[str, float]]) -> Parts | None:
    """The cut whose parts are surest of two different topics, or None; one whose parts both ask comes first.

    Of parts that do not both ask, `first` is the one that is about the likeliest topic.

    Args:
        likely: topics that the whole text may be about, best first.
        sureness: topic of a part and how sure it is, by a quick look.
    """
    candidates = []
    for parts in cuts(text):
        (one, one_sure), (other, other_sure) = sureness(parts.first), sureness(parts.second)
        sure = min(one_sure, other_sure)
        if one == other:
            continue
        if parts.ask and one in likely and other in likely:
            candidates.append((True, sure, parts))
        elif sure >= CLEAR and likely[0] in (one, other):
            ordered = (parts.first, parts.second) if one == likely[0] else (parts.second, parts.first)
            candidates.append((False, sure, Parts(*ordered, ask=False)))
    return max(candidates, key=lambda candidate: candidate[:2])[2] if candidates else None
