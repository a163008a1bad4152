"""Oracle of the bot: each message that was its to answer has one answer, and it says nothing unasked.

An answer is one or more messages whose ids are made from the question's, so whoever repeats a turn repeats them. While
somebody waits for a person the bot may answer or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid5

from benchmarks.soak.ownership import CHANGES, Told, follow
from benchmarks.soak.stored import Stored
from benchmarks.soak.violation import Violation

MAX_PARTS = 12
"""More messages than any answer has."""
INSTEAD = frozenset({"no_agents", "queue_closed", "choose_topic", "case_received"})
"""What the service says for the bot when that has asked it for a person or to take feedback."""


def check_answers(stored: Stored) -> Iterator[Violation]:
    """Check each conversation."""
    for conversation, rows in stored.by_conversation.items():
        yield from _check(conversation, follow(rows)[0])


def _check(conversation: str, told: list[Told]) -> Iterator[Violation]:
    by_id = {one.row["id"]: one for one in told}
    asked: set[str] = set()
    for place, question in enumerate(told):
        if question.row["author"] != "visitor":
            continue
        ids = [str(uuid5(UUID(question.row["id"]), str(number))) for number in range(MAX_PARTS)]
        parts = [by_id[one] for one in ids if one in by_id]
        asked.update(ids)
        problem = _problem(question, parts, told[place + 1 :])
        if problem:
            yield Violation("answer", conversation, question.row["seq"], problem)
    for one in told:
        if one.row["author"] == "bot" and one.row["id"] not in asked and one.row["extra"].get("understanding"):
            yield Violation("answer", conversation, one.row["seq"], "answers nothing that was asked")


def _problem(question: Told, parts: list[Told], later: list[Told]) -> str:
    if parts:
        return _problem_of_answer(question, parts)
    if question.holding.owner != "bot" or any(one.row["code"] in CHANGES.keys() | INSTEAD for one in later):
        return ""
    return "never answered"


def _problem_of_answer(question: Told, parts: list[Told]) -> str:
    seqs = [part.row["seq"] for part in parts]
    if seqs != list(range(seqs[0], seqs[0] + len(seqs))):
        return f"its answer is scattered: {seqs}"
    if seqs[0] < question.row["seq"]:
        return "answered before it was asked"
    asked, answered = question.holding.version, parts[0].holding.version
    if answered != asked:
        return f"answered under version {answered}, asked under {asked}"
    return ""
