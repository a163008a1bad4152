"""Two needs in one message: "how do I renew my loans, and where is the nearest hall?"

A message is cut where a sentence or a clause ends, and only when both parts ask for something: most messages
of several clauses tell a story that leads to one question.
"""

from __future__ import annotations

import re
from typing import Callable, Collection, List, Tuple

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


def parts(text: str) -> List[Tuple[str, str]]:
    """The ways to cut a text into two parts that both ask for something."""
    cuts = [(text[: cut.start()], text[cut.end() :]) for cut in _CUT.finditer(text)]
    return [(first, second) for first, second in cuts if _is_need(first) and _is_need(second)][:MAX_CUTS]


def best_parts(
    text: str, likely: Collection[str], sureness: Callable[[str], Tuple[str, float]]
) -> Tuple[str, str] | None:
    """The cut whose parts are surest of two different topics, or None.

    Args:
        likely: topics that the whole text may be about; a part may be about no other.
        sureness: topic of a part and how sure it is, by a quick look.
    """
    candidates = []
    for first, second in parts(text):
        (one, one_sure), (other, other_sure) = sureness(first), sureness(second)
        if one != other and one in likely and other in likely:
            candidates.append((min(one_sure, other_sure), first, second))
    return max(candidates)[1:] if candidates else None


def _is_need(part: str) -> bool:
    return len(part.split()) >= MIN_WORDS and bool(_ASKS.search(part))
