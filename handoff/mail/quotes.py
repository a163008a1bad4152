"""Takes off what a mail program adds to a reply: the mail that is answered, and the signature.

Only what stands at the end and can be nothing else is taken off. In doubt, and where nothing would be left, the text
stays whole: a quotation too many is read over, a sentence too few is lost.
"""

from __future__ import annotations

import re

_SIGNATURE_LINES = 12
"""A signature with more lines may be something that was written."""
_ATTRIBUTION_LINES = 3
_ATTRIBUTION = re.compile(r"\b(kirjoitti|skrev|wrote)\b.*:$", re.IGNORECASE)
_DIVIDER = re.compile(
    r"[-_–—]{2,}\s*"
    r"(alkuperäinen viesti|välitetty viesti|ursprungligt meddelande|originalmeddelande"
    r"|original message|forwarded message)"
    r"\s*[-_–—]{2,}",
    re.IGNORECASE,
)
_HEADS = (
    re.compile(r"\**(lähettäjä|från|from)\s?:", re.IGNORECASE),
    re.compile(r"\**(lähetetty|päivämäärä|päiväys|skickat|datum|sent|date)\s?:", re.IGNORECASE),
    re.compile(r"\**(vastaanottaja|till|to|kopio|kopia|cc)\s?:", re.IGNORECASE),
    re.compile(r"\**(aihe|ämne|subject)\s?:", re.IGNORECASE),
)
_HEAD_LINES = 6
"""The head of the mail that is answered, as Outlook writes it, is no longer."""


def own_words(text: str) -> str:
    """Return what somebody has written themselves, as far as that can be told."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    lines = whole.split("\n")
    lines = _without_signature(_without_quotation(_without_history(lines)))
    return "\n".join(lines).strip() or whole


def _without_history(lines: list[str]) -> list[str]:
    """Cut where a mail program says that another mail begins."""
    for number, line in enumerate(lines):
        if _DIVIDER.fullmatch(line.strip()) or _is_head(lines[number : number + _HEAD_LINES]):
            return _trimmed(lines[:number])
    return lines


def _is_head(lines: list[str]) -> bool:
    """Tell whether these lines begin with a sender and go on with a date and a recipient or a subject."""
    if not _HEADS[0].match(lines[0].strip()):
        return False
    found = [any(head.match(line.strip()) for line in lines[1:]) for head in _HEADS[1:]]
    return sum(found) >= 2


def _without_quotation(lines: list[str]) -> list[str]:
    """Cut a quotation that ends the text, with the line that says whose it is.

    One that somebody has written below or between stays: what they mean is understood with it only.
    """
    lines = _trimmed(lines)
    first = len(lines)
    while first and (lines[first - 1].startswith(">") or not lines[first - 1].strip()):
        first -= 1
    if first == len(lines) or any(line.startswith(">") for line in lines[:first]):
        return lines
    return _without_attribution(lines[:first])


def _without_attribution(lines: list[str]) -> list[str]:
    lines = _trimmed(lines)
    for count in range(1, min(_ATTRIBUTION_LINES, len(lines)) + 1):
        said = " ".join(line.strip() for line in lines[-count:])
        if not lines[-count].strip():
            break
        if _ATTRIBUTION.search(said) and re.search(r"\d", said):
            return _trimmed(lines[:-count])
    return lines


def _without_signature(lines: list[str]) -> list[str]:
    """Cut from the last line of two dashes and a space, which is there for this (RFC 3676); some lose the space."""
    for number in range(len(lines) - 1, max(-1, len(lines) - 2 - _SIGNATURE_LINES), -1):
        if lines[number] in ("-- ", "--"):
            return _trimmed(lines[:number])
    return lines


def _trimmed(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]
