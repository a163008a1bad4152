"""Oracle of ownership: one owner at a time, one winner of each race, nobody left in limbo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from benchmarks.soak.ownership import Told, follow
from benchmarks.soak.records import Claim, Records
from benchmarks.soak.stored import Row, Stored
from benchmarks.soak.violation import Violation

LOGGED = {
    "agent_joined": "claim",
    "returned_to_bot": "return",
    "closed_by_agent": "close",
    "closed_by_visitor": "close",
    "requeued": "requeue",
    "transferred": "transfer",
    "colleague_joined": "join",
    "colleague_left": "leave",
}
"""Events that the log keeps too, in the same transaction, and what it calls them."""
NAMED = frozenset(LOGGED) - {"closed_by_visitor", "requeued"}


def check_owners(stored: Stored) -> Iterator[Violation]:
    """Whoever speaks or changes hands is who has the conversation, or a colleague in it; row and log agree."""
    names = {row["id"]: row["name"] for row in stored.agents}
    logged = defaultdict(list)
    for line in stored.log:
        if line["action"] in LOGGED.values():
            logged[line["conversation_id"]].append((line["action"], line["agent_name"]))
    by_conversation = stored.by_conversation
    for row in stored.conversations:
        rows = by_conversation[row["id"]]
        told, last = follow(rows)
        for one in told:
            if one.problem:
                yield Violation("two owners", row["id"], one.row["seq"], one.problem)
        is_now = (row["owner"], names.get(row["agent_id"], ""), row["version"])
        if is_now != (last.owner, last.agent, last.version):
            expected = f"{last.owner} {last.agent} {last.version} by the messages"
            yield Violation("owner unknown", row["id"], row["last_seq"], f"{is_now}, {expected}")
        events = [(LOGGED[m["code"]], m["event_name"] * (m["code"] in NAMED)) for m in rows if m["code"] in LOGGED]
        if events != logged[row["id"]]:
            yield Violation("log differs", row["id"], 0, f"{events} in the messages, {logged[row['id']]} in the log")


def check_claims(records: Records, stored: Stored) -> Iterator[Violation]:
    """Of all claims of one version at most one has won, and the messages name the same winner."""
    tries: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in records.claims:
        tries[claim.conversation, claim.version].append(claim)
    histories = {conversation: follow(rows)[0] for conversation, rows in stored.by_conversation.items()}
    for (conversation, version), claims in sorted(tries.items()):
        joined = _joined_under(histories.get(conversation, []), version)
        seq, winner = (joined["seq"], joined["event_name"]) if joined else (0, "nobody")
        won = [claim.agent for claim in claims if claim.outcome == "won"]
        if len(won) > 1:
            yield Violation("two winners", conversation, seq, f"version {version}: {won}")
        elif won and won != [winner]:
            yield Violation("wrong winner", conversation, seq, f"version {version}: {won}, stored is {winner}")
        elif joined and not won and winner not in {c.agent for c in claims if c.outcome == "unknown"}:
            yield Violation("unknown winner", conversation, seq, f"version {version}: {winner} was told otherwise")


def check_limbo(stored: Stored, heartbeat_s: float) -> Iterator[Violation]:
    """Everybody is with the bot or waits, and nothing is owed, or is with an agent who is there."""
    agents = {row["id"]: row for row in stored.agents}
    for row in stored.conversations:
        problem = _limbo(row, agents, stored.now_us, heartbeat_s)
        if problem:
            yield Violation("limbo", row["id"], row["last_seq"], problem)


def _limbo(row: Row, agents: dict[str, Row], now_us: int, heartbeat_s: float) -> str:
    if row["owner"] == "agent":
        return _limbo_with_agent(row, agents[row["agent_id"]], now_us)
    if row["visitor_seq"] > row["answered_seq"]:
        return "the bot owes a turn"
    if row["owner"] == "queue" and row["closed_at"] is not None:
        return "closed, and waits"
    if row["owner"] == "queue" and row["offered_until"] is not None:
        is_stuck = row["offered_until"] < now_us - 3e6 * heartbeat_s
        return "held for somebody whose time is over" if is_stuck else ""
    return ""


def _limbo_with_agent(row: Row, agent: Row, now_us: int) -> str:
    if row["closed_at"] is not None:
        return f"closed, and with {agent['name']}"
    if row["lease_until"] is None or row["lease_until"] < now_us:
        return f"{agent['name']}'s lease is over"
    if agent["present_until"] is None or agent["present_until"] < now_us:
        return f"{agent['name']} is not there"
    return ""


def _joined_under(history: list[Told], version: int) -> Row | None:
    for told in history:
        if told.row["code"] == "agent_joined" and told.holding.version == version:
            return told.row
    return None
