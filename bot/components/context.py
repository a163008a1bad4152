"""What a text may be besides one question of its own: passed from the classifier to the answering policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List


@dataclass(frozen=True)
class Context:
    """What the classifier made of the text beside its ranking.

    `previous`: intent of the topic just answered, with `ranking_after` if the text goes on about it; `needs`: rankings
    of its two parts. Empty where the text can be neither.
    """

    previous: str = ""
    ranking_after: List[Dict[str, Any]] = field(default_factory=list)
    needs: List[List[Dict[str, Any]]] = field(default_factory=list)
