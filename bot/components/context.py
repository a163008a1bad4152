"""What a text may be besides one question of its own: passed from the classifier to the answering policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List


@dataclass(frozen=True)
class Context:
    """What the classifier made of the text beside its ranking.

    `previous`: intent of the topic just answered, with `ranking_after` if the text goes on about it; `needs`: rankings
    of its two parts if both ask for something; `also`: else of the part that is not about the best intent of the whole.
    Empty where the text can be none of it.
    """

    previous: str = ""
    ranking_after: List[Dict[str, Any]] = field(default_factory=list)
    needs: List[List[Dict[str, Any]]] = field(default_factory=list)
    also: List[Dict[str, Any]] = field(default_factory=list)
