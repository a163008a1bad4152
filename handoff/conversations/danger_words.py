"""Words of danger, for while the assistant is away: they find less than it and mistake more, but they always work."""

from __future__ import annotations

import re
import unicodedata

# As `_folded` leaves a text: lower case, ä and å as a, ö as o. Beginnings of words.
_WORDS = r"""
    itsemurh|itsari|tap+a+n? it|tapan mut|haluan kuol|haluun kuol|tahdon kuol|en (halua|haluu|jaksa) (enaa )?ela|viilt|
    viilsi|itsetuho|satuta?n itsea|hakkaa|hakkas|hakattii|pahoinpi|raiska|l(yo|oi) (minua|mua|mut|aitia)|
    kurist|uhkaa tap|uhkas tap|puukko|puukot|ampuu|yliannos|tajuton|ei hengit|ei heraa|hyppaa sillal|
    sjalvmord|ta livet av|vill do\b|(vill|orkar) (inte|int) leva|skar mig|skadar? mig sjalv|misshand|valdta|strypt|
    (slar|slog|sparkar) mig|hotar (att )?(doda|mig)|med kniv|overdos|medvetslos|andas inte|andas int\b|vaknar int|
    suicid|kill (my|him|her)self|end my life|(want|wanna) (to )?die|not want to live|dont want to live|self.?harm|
    (hurt|cut)(t?ing)? myself|rape|(hits|hit|beats|beat|chok(es|ed)|strangl(es|ed)) me\b|threaten\w* to kill|
    has a (knife|gun)|overdos|unconscious|not breathing|wont wake|going to jump
"""
_DANGER = re.compile(r"\b(?:" + re.sub(r"\s*\n\s*", "", _WORDS.strip()) + ")")


def has_danger_word(text: str) -> bool:
    """Tell whether a word of danger stands in a text of any of the three languages."""
    return _DANGER.search(_folded(text)) is not None


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter) and letter not in "'’")
