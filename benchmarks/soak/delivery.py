"""Oracle of the messages: none lost, doubled, altered or reordered, and screens show what the database holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from benchmarks.soak.records import Records, Screen
from benchmarks.soak.stored import Row, Stored
from benchmarks.soak.violation import Violation


def check_acknowledged(records: Records, stored: Stored) -> Iterator[Violation]:
    """Every acknowledged message is stored once, under the number and with the text that were acknowledged."""
    rows = _by_id(stored)
    for sent in records.sent:
        found = rows[sent.id]
        if len(found) > 1:
            yield Violation("doubled", found[1]["conversation_id"], found[1]["seq"], f"{sent.sender}'s {sent.id}")
        if not sent.seq:
            continue
        if not found:
            yield Violation("lost", sent.conversation, sent.seq, f"{sent.sender}'s {sent.id}")
            continue
        row = found[0]
        if row["seq"] != sent.seq or (sent.conversation and row["conversation_id"] != sent.conversation):
            where = f"acknowledged as {sent.seq} to {sent.sender}"
            yield Violation("moved", row["conversation_id"], row["seq"], where)
        if row["text"] != sent.stored_text or (sent.text and row["text"] != sent.text):
            yield Violation("altered", row["conversation_id"], row["seq"], f"{sent.sender}'s {sent.id}")


def check_unacknowledged(records: Records, stored: Stored) -> Iterator[Violation]:
    """No message ends without acknowledgement or final refusal, and what was refused at once is not stored."""
    rows = _by_id(stored)
    for sent in records.sent:
        if not sent.seq and not sent.refused:
            yield Violation("unheard", sent.conversation, 0, f"{sent.sender}'s {sent.id}, tried {sent.tries} times")
        for row in rows[sent.id] if sent.refused else ():
            yield Violation("stored though refused", row["conversation_id"], row["seq"], f"{sent.refused}: {sent.id}")
    known = {sent.id for sent in records.sent}
    for row in stored.messages:
        if row["author"] in {"visitor", "agent"} and row["id"] not in known:
            yield Violation("said by nobody", row["conversation_id"], row["seq"], row["author"])


def check_order(records: Records, stored: Stored) -> Iterator[Violation]:
    """Numbers are 1, 2, 3 …, and each client's messages have the order in which it sent them."""
    for conversation, rows in stored.by_conversation.items():
        for expected, row in enumerate(rows, start=1):
            if row["seq"] != expected:
                yield Violation("gap", conversation, row["seq"], f"in the place of {expected}")
                break
    for row in stored.conversations:
        if row["last_seq"] != len(stored.by_conversation[row["id"]]):
            yield Violation("gap", row["id"], row["last_seq"], "is the last number, which the messages do not have")
    rows_by_id = _by_id(stored)
    newest: dict[tuple[str, str], int] = defaultdict(int)
    for sent in records.sent:
        for row in rows_by_id[sent.id][:1]:
            key = (sent.sender, row["conversation_id"])
            if row["seq"] <= newest[key]:
                yield Violation("reordered", row["conversation_id"], row["seq"], f"{sent.sender}, after {newest[key]}")
            newest[key] = max(newest[key], row["seq"])


def check_screens(records: Records, stored: Stored) -> Iterator[Violation]:
    """What anybody was shown is what is stored; whoever asked for everything at the end has everything."""
    by_conversation = stored.by_conversation
    for screen in records.screens:
        for seq in screen.contradictions:
            yield Violation("shown twice, differently", screen.conversation, seq, screen.viewer)
        yield from _compare(screen, {row["seq"]: row for row in by_conversation.get(screen.conversation, ())})


def _compare(screen: Screen, rows: dict[int, Row]) -> Iterator[Violation]:
    for seq, shown in sorted(screen.shown.items()):
        row = rows.get(seq)
        if row is None:
            yield Violation("shown, not stored", screen.conversation, seq, screen.viewer)
        elif (shown.id, shown.author, shown.text) != (row["id"], row["author"], row["text"]):
            yield Violation("shown differently", screen.conversation, seq, screen.viewer)
    if screen.is_whole:
        for seq in sorted(rows.keys() - screen.shown.keys()):
            yield Violation("not shown", screen.conversation, seq, screen.viewer)


def stored_by_author(stored: Stored) -> Counter[str]:
    """Count the stored messages of each author."""
    return Counter(row["author"] for row in stored.messages)


def _by_id(stored: Stored) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in stored.messages:
        found[row["id"]].append(row)
    return found
