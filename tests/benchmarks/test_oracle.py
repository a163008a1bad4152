"""The soak's oracle sees what is wrong: right records pass, and each doctored one is found under its own rule."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest

from benchmarks.soak import faults
from benchmarks.soak.oracle import check
from benchmarks.soak.records import Claim, Records, Screen, Sent
from benchmarks.soak.stored import Row, Stored
from benchmarks.soak.violation import Violation

CONVERSATION = "c1"
NOW_US = 1_000_000_000
HEARTBEAT_S = 2.0


class Run:
    """A conversation that went well: asked the bot, waited, chatted with two agents, closed, asked the bot again."""

    def __init__(self) -> None:
        self.records = Records()
        self.stored = Stored(now_us=NOW_US)
        self.stored.agents = [
            {"id": f"a{n}", "name": f"Agent {n}", "availability": "available", "present_until": NOW_US + 1}
            for n in (1, 2, 3)
        ]
        self.question = self.say("visitor")
        self.answer(self.question)
        self.tell("queued")
        self.tell("agent_joined", "Agent 1", "claim")
        self.say("visitor")
        self.say("agent", "Agent 1")
        self.tell("colleague_joined", "Agent 2", "join")
        self.say("agent", "Agent 2")
        self.tell("closed_by_agent", "Agent 1", "close")
        self.answer(self.say("visitor"))
        self.records.claims += [Claim("Agent 1", CONVERSATION, 1, "won"), Claim("Agent 2", CONVERSATION, 1, "conflict")]
        self.row: Row = {
            "id": CONVERSATION,
            "owner": "bot",
            "agent_id": None,
            "version": 3,
            "last_seq": len(self.stored.messages),
            "visitor_seq": 10,
            "answered_seq": 10,
            "closed_at": None,
            "offered_until": None,
            "lease_until": None,
        }
        self.stored.conversations = [self.row]
        self.screen = Screen("visitor 1", CONVERSATION, is_whole=True)
        for row in self.stored.messages:
            self.screen.show(row, 0.0, is_pushed=True)
        self.records.screens.append(self.screen)

    def say(self, author: Any, name: str = "") -> Row:
        row = self.add(author, name=name, text=f"rivi {len(self.stored.messages) + 1}")
        sent = Sent(sender=name or "visitor 1", author=author, id=row["id"], text=row["text"], tries=1)
        sent.seq, sent.stored_text = row["seq"], row["text"]
        self.records.sent.append(sent)
        return row

    def answer(self, question: Row) -> Row:
        return self.add("bot", id=str(uuid5(UUID(question["id"]), "0")), extra={"understanding": {"intent": "faq"}})

    def tell(self, code: str, name: str = "", action: str = "") -> Row:
        if action:
            self.stored.log.append({"conversation_id": CONVERSATION, "action": action, "agent_name": name})
        return self.add("system", code=code, event_name=name)

    def add(self, author: str, **values: Any) -> Row:
        row = {"conversation_id": CONVERSATION, "seq": len(self.stored.messages) + 1, "id": str(uuid4())}
        row |= {"author": author, "name": "", "text": "", "extra": {}, "code": "", "event_name": "", **values}
        self.stored.messages.append(row)
        return row

    def at(self, seq: int) -> Row:
        return self.stored.messages[seq - 1]

    def insert(self, seq: int, row: Row) -> None:
        """Put a message, the newest until now, at a number before others."""
        self.stored.messages.remove(row)
        self.stored.messages.insert(seq - 1, row)
        for number, each in enumerate(self.stored.messages, start=1):
            each["seq"] = number
        for sent in self.records.sent:
            sent.seq = next(one["seq"] for one in self.stored.messages if one["id"] == sent.id)
        self.records.sent.sort(key=lambda sent: sent.seq)
        self.row["last_seq"] = len(self.stored.messages)
        self.records.screens.clear()

    def violations(self) -> list[Violation]:
        return check(self.records, self.stored, heartbeat_s=HEARTBEAT_S)

    def rules(self) -> set[str]:
        return {violation.rule for violation in self.violations()}


def lose(run: Run) -> None:
    del run.stored.messages[-2]


def double(run: Run) -> None:
    run.stored.messages.append({**run.at(5), "seq": 12})


def alter(run: Run) -> None:
    run.at(5)["text"] = "muuta"


def move(run: Run) -> None:
    run.records.sent[1].seq = 7


def never_hear(run: Run) -> None:
    run.records.sent.append(Sent(sender="visitor 1", author="visitor", id=str(uuid4()), text="katosi", tries=4))


def refuse_what_is_stored(run: Run) -> None:
    sent = run.records.sent[2]
    sent.seq, sent.refused = 0, "not_found"


def say_by_nobody(run: Run) -> None:
    del run.records.sent[1]


def reorder(run: Run) -> None:
    run.records.sent[0], run.records.sent[1] = run.records.sent[1], run.records.sent[0]


def leave_a_gap(run: Run) -> None:
    run.at(11)["seq"] = 12


def count_too_far(run: Run) -> None:
    run.row["last_seq"] += 1


def show_another_text(run: Run) -> None:
    run.screen.show({**run.at(6), "text": "muuta"}, 1.0, is_pushed=True)


def show_what_is_not_stored(run: Run) -> None:
    run.screen.show({"seq": 99, "id": "x", "author": "bot", "text": "haamu"}, 1.0, is_pushed=True)


def show_differently_from_the_first(run: Run) -> None:
    run.screen.shown.pop(6)
    run.screen.show({**run.at(6), "text": "muuta"}, 1.0, is_pushed=True)


def never_show(run: Run) -> None:
    run.screen.shown.pop(6)


def two_agents_join(run: Run) -> None:
    run.insert(5, run.tell("agent_joined", "Agent 2", "claim"))


def a_stranger_speaks(run: Run) -> None:
    run.insert(8, run.say("agent", "Agent 3"))


def a_colleague_speaks_before_coming(run: Run) -> None:
    run.insert(6, run.say("agent", "Agent 2"))


def an_agent_speaks_after_closing(run: Run) -> None:
    run.say("agent", "Agent 1")


def the_bot_speaks_to_the_agents_visitor(run: Run) -> None:
    run.insert(6, run.answer(run.at(5)))


def the_bot_is_unavailable_to_the_agents_visitor(run: Run) -> None:
    run.insert(6, run.tell("bot_unavailable"))


def the_row_names_another_owner(run: Run) -> None:
    run.row["owner"] = "queue"


def the_log_misses_a_claim(run: Run) -> None:
    run.stored.log.pop(0)


def two_win(run: Run) -> None:
    run.records.claims[1] = Claim("Agent 2", CONVERSATION, 1, "won")


def the_loser_wins(run: Run) -> None:
    run.records.claims[:] = [Claim("Agent 1", CONVERSATION, 1, "conflict"), Claim("Agent 2", CONVERSATION, 1, "won")]


def nobody_is_told_of_winning(run: Run) -> None:
    run.records.claims[0] = Claim("Agent 1", CONVERSATION, 1, "conflict")


def the_bot_never_answers(run: Run) -> None:
    run.stored.messages.pop()


def the_bot_answers_twice(run: Run) -> None:
    run.add("bot", id=str(uuid4()), extra={"understanding": {"intent": "faq"}})


def the_bot_answers_too_late(run: Run) -> None:
    run.stored.messages[1]["id"] = str(uuid5(UUID(run.at(1)["id"]), "1"))
    run.add("bot", id=str(uuid5(UUID(run.at(1)["id"]), "0")), extra={"understanding": {"intent": "faq"}})


def the_bot_owes(run: Run) -> None:
    run.row["visitor_seq"] = 11


def held_for_ever(run: Run) -> None:
    run.tell("queued")
    run.row |= {"owner": "queue", "version": 4, "offered_until": NOW_US - 60_000_000}


def closed_in_the_queue(run: Run) -> None:
    run.tell("queued")
    run.row |= {"owner": "queue", "version": 4, "closed_at": 1}


def with_an_agent_who_is_gone(run: Run) -> None:
    run.tell("queued")
    run.tell("agent_joined", "Agent 1", "claim")
    run.row |= {"owner": "agent", "agent_id": "a1", "version": 5, "lease_until": NOW_US + 1}
    run.stored.agents[0]["present_until"] = NOW_US - 1


def with_a_lease_that_is_over(run: Run) -> None:
    with_an_agent_who_is_gone(run)
    run.row["lease_until"] = NOW_US - 1


def test_a_run_that_went_well_has_no_violation() -> None:
    assert Run().violations() == []


@pytest.mark.parametrize(
    ("doctor", "rule"),
    [
        (lose, "lost"),
        (double, "doubled"),
        (alter, "altered"),
        (move, "moved"),
        (never_hear, "unheard"),
        (refuse_what_is_stored, "stored though refused"),
        (say_by_nobody, "said by nobody"),
        (reorder, "reordered"),
        (leave_a_gap, "gap"),
        (count_too_far, "gap"),
        (show_another_text, "shown twice, differently"),
        (show_what_is_not_stored, "shown, not stored"),
        (show_differently_from_the_first, "shown differently"),
        (never_show, "not shown"),
        (two_agents_join, "two owners"),
        (a_stranger_speaks, "two owners"),
        (a_colleague_speaks_before_coming, "two owners"),
        (an_agent_speaks_after_closing, "two owners"),
        (the_bot_speaks_to_the_agents_visitor, "two owners"),
        (the_bot_is_unavailable_to_the_agents_visitor, "two owners"),
        (the_row_names_another_owner, "owner unknown"),
        (the_log_misses_a_claim, "log differs"),
        (two_win, "two winners"),
        (the_loser_wins, "wrong winner"),
        (nobody_is_told_of_winning, "unknown winner"),
        (the_bot_never_answers, "answer"),
        (the_bot_answers_twice, "answer"),
        (the_bot_answers_too_late, "answer"),
        (the_bot_owes, "limbo"),
        (held_for_ever, "limbo"),
        (closed_in_the_queue, "limbo"),
        (with_an_agent_who_is_gone, "limbo"),
        (with_a_lease_that_is_over, "limbo"),
    ],
)
def test_each_broken_promise_is_found(doctor: Callable[[Run], None], rule: str) -> None:
    run = Run()
    doctor(run)
    assert rule in run.rules()


def test_an_answer_while_the_conversation_waits_is_allowed() -> None:
    run = Run()
    run.insert(4, run.say("visitor"))
    run.insert(5, run.answer(run.at(4)))
    assert run.violations() == []


def test_a_message_that_changed_hands_before_its_answer_owes_none() -> None:
    run = Run()
    run.insert(3, run.say("visitor"))
    assert run.violations() == []


def test_a_winner_who_never_heard_of_it_is_no_violation() -> None:
    run = Run()
    run.records.claims[0] = Claim("Agent 1", CONVERSATION, 1, "unknown")
    assert run.violations() == []


@pytest.mark.parametrize("minutes", [1, 4, 10])
def test_every_fault_is_planned_and_ends_before_the_next(minutes: int) -> None:
    planned = faults.plan(minutes * 60, random.Random(7))
    assert {fault.kind for fault in planned} == set(faults.Kind.__args__)
    assert planned[-1].at_s + planned[-1].lasts_s < minutes * 60
    for before, after in itertools.pairwise(planned):
        assert before.at_s + before.lasts_s < after.at_s
