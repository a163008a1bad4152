"""Who had a conversation when: rebuilt from its system messages alone. Each change of hands is one of them.

So the version of a conversation is the number of changes before, and every message lies in exactly one interval.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

CHANGES: dict[str, tuple[frozenset[str], str]] = {
    "queued": (frozenset({"bot"}), "queue"),
    "queue_left": (frozenset({"queue"}), "bot"),
    "callback_requested": (frozenset({"queue", "bot"}), "bot"),
    "agent_joined": (frozenset({"queue"}), "agent"),
    "requeued": (frozenset({"agent"}), "queue"),
    "transferred": (frozenset({"agent"}), "queue"),
    "returned_to_bot": (frozenset({"agent"}), "bot"),
    "closed_by_agent": (frozenset({"agent"}), "bot"),
    "closed_by_visitor": (frozenset({"bot", "queue", "agent"}), "bot"),
}
"""By event: who may have had the conversation before, and who has it after. The soak's queues never close."""
BY_OWNER = frozenset({"transferred", "returned_to_bot", "closed_by_agent"})
"""What only the agent who has the conversation may do."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Who has the conversation, and with whom, under which version."""

    owner: str = "bot"
    agent: str = ""
    members: frozenset[str] = frozenset()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A message, and the holding in which it was said; `problem`: why it could not be said then, if it could not."""

    row: dict[str, Any]
    holding: Holding
    problem: str = ""


def follow(rows: Iterable[dict[str, Any]]) -> tuple[list[Told], Holding]:
    """Return every message with its holding, and the last holding.

    Args:
        rows: A conversation's messages in order, with `author`, `name`, `code` and `event_name`.
    """
    holding, told = Holding(), []
    for row in rows:
        told.append(Told(row, holding, _problem(row, holding)))
        holding = _after(row, holding)
    return told, holding


def _problem(row: dict[str, Any], holding: Holding) -> str:
    author, code = row["author"], row["code"]
    who = f"{holding.owner} {holding.agent}".strip()
    if author == "agent" and row["name"] not in {holding.agent, *holding.members}:
        return f"{row['name']} spoke while {who} had it"
    if holding.owner == "agent" and (author == "bot" or code == "bot_unavailable"):
        return f"the bot spoke while {who} had it"
    if code in CHANGES and holding.owner not in CHANGES[code][0]:
        return f"{code} {row['event_name']} while {who} had it".replace("  ", " ")
    if code in BY_OWNER and row["event_name"] != holding.agent:
        return f"{code} by {row['event_name']} while {who} had it"
    if code == "colleague_joined" and holding.owner != "agent":
        return f"{row['event_name']} came in while {who} had it"
    return ""


def _after(row: dict[str, Any], holding: Holding) -> Holding:
    code, name = row["code"], row["event_name"]
    if code in CHANGES:
        owner = CHANGES[code][1]
        return Holding(owner, name if owner == "agent" else "", version=holding.version + 1)
    if code == "colleague_joined":
        return replace(holding, members=holding.members | {name})
    if code == "colleague_left":
        return replace(holding, members=holding.members - {name})
    return holding
