"""What a case is found by when the turn or request that made it comes again."""

from __future__ import annotations

import hashlib


def unlinked(origin: str) -> str:
    """Return what an anonymous case keeps instead: the same each time, and the id of nothing else.

    A turn's id is also that of a message. Kept as it is, it would lead from the case to the conversation.
    """
    return hashlib.sha256(f"case {origin}".encode()).hexdigest()[:36]
