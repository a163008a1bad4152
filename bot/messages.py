"""A message of the assistant as the service gets it."""

from __future__ import annotations

from typing import Any


def shown(message: dict[str, Any], language: str) -> dict[str, Any]:
    """Text, language, buttons and links of a generated message; `language` where the message does not say its own."""
    custom = message.get("custom") or {}
    return {
        "text": message.get("text") or "",
        "language": custom.get("language", language),
        "buttons": [
            {"title": button["title"], "payload": button["payload"]} for button in message.get("buttons") or []
        ],
        "links": custom.get("links", []),
    }
