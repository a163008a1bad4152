"""Markup in a text: the chat shows plain text, so that residents would see its characters."""

from __future__ import annotations

import re

_MARKUP = re.compile(
    r"</?[a-z][^<>]*>"  # <b>, <a href="…">, </p>
    r"|<!--"
    r"|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});"  # &nbsp;
    r"|\*\*[^*\s][^*]*\*\*|__[^_\s][^_]*__"  # **bold**
    r"|\[[^\]]+\]\([^)\s]+\)"  # [title](address)
    r"|`[^`]+`",
    re.IGNORECASE,
)


def markup_of(text: str) -> list[str]:
    """Return what in a text is HTML or Markdown, as it is written there; each once."""
    return list(dict.fromkeys(found.group() for found in _MARKUP.finditer(text)))
