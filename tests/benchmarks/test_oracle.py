"""The soak's oracle sees what is wrong: right records pass, and each doctored one is found under its own rule."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from uuid import UUID, uuid4, uuid5

import pytest

from benchmarks.soak import faults
from benchmarks.soak.records import Claim, Sent
from tests.benchmarks.story import CONVERSATION, NOW_US, Story


def lose(story: Story) -> None:
    del story.stored.messages[-2]


def double(story: Story) -> None:
    story.stored.messages.append({**story.at(5), "seq": 12})


def alter(story: Story) -> None:
    story.at(5)["text"] = "muuta"


def move(story: Story) -> None:
    story.records.sent[1].seq = 7


def never_hear(story: Story) -> None:
    story.records.sent.append(Sent(sender="visitor 1", author="visitor", id=str(uuid4()), text="katosi", tries=4))


def refuse_what_is_stored(story: Story) -> None:
    sent = story.records.sent[2]
    sent.seq, sent.refused = 0, "not_found"


def say_by_nobody(story: Story) -> None:
    del story.records.sent[1]


def reorder(story: Story) -> None:
    story.records.sent[0], story.records.sent[1] = story.records.sent[1], story.records.sent[0]


def leave_a_gap(story: Story) -> None:
    story.at(11)["seq"] = 12


def count_too_far(story: Story) -> None:
    story.row["last_seq"] += 1


def show_another_text(story: Story) -> None:
    story.screen.show({**story.at(6), "text": "muuta"}, 1.0, is_pushed=True)


def show_what_is_not_stored(story: Story) -> None:
    story.screen.show({"seq": 99, "id": "x", "author": "bot", "text": "haamu"}, 1.0, is_pushed=True)


def show_differently_from_the_first(story: Story) -> None:
    story.screen.shown.pop(6)
    story.screen.show({**story.at(6), "text": "muuta"}, 1.0, is_pushed=True)


def never_show(story: Story) -> None:
    story.screen.shown.pop(6)


def two_agents_join(story: Story) -> None:
    story.insert(5, story.tell("agent_joined", "Agent 2", "claim"))


def a_stranger_speaks(story: Story) -> None:
    story.insert(8, story.say("agent", "Agent 3"))


def a_colleague_speaks_before_coming(story: Story) -> None:
    story.insert(6, story.say("agent", "Agent 2"))


def an_agent_speaks_after_closing(story: Story) -> None:
    story.say("agent", "Agent 1")


def the_bot_speaks_to_the_agents_visitor(story: Story) -> None:
    story.insert(6, story.answer(story.at(5)))


def the_bot_is_unavailable_to_the_agents_visitor(story: Story) -> None:
    story.insert(6, story.tell("bot_unavailable"))


def the_row_names_another_owner(story: Story) -> None:
    story.row["owner"] = "queue"


def the_log_misses_a_claim(story: Story) -> None:
    story.stored.log.pop(0)


def two_win(story: Story) -> None:
    story.records.claims[1] = Claim("Agent 2", CONVERSATION, 1, "won")


def the_loser_wins(story: Story) -> None:
    story.records.claims[:] = [Claim("Agent 1", CONVERSATION, 1, "conflict"), Claim("Agent 2", CONVERSATION, 1, "won")]


def nobody_is_told_of_winning(story: Story) -> None:
    story.records.claims[0] = Claim("Agent 1", CONVERSATION, 1, "conflict")


def the_bot_never_answers(story: Story) -> None:
    story.stored.messages.pop()


def the_bot_answers_twice(story: Story) -> None:
    story.add("bot", id=str(uuid4()), extra={"understanding": {"intent": "faq"}})


def the_bot_answers_too_late(story: Story) -> None:
    story.stored.messages[1]["id"] = str(uuid5(UUID(story.at(1)["id"]), "1"))
    story.add("bot", id=str(uuid5(UUID(story.at(1)["id"]), "0")), extra={"understanding": {"intent": "faq"}})


def the_bot_answers_after_a_change_of_hands(story: Story) -> None:
    story.insert(3, story.at(2))


def the_bot_owes(story: Story) -> None:
    story.row["visitor_seq"] = 11


def the_bot_owes_a_turn_to_who_waits(story: Story) -> None:
    story.tell("queued")
    story.row |= {"owner": "queue", "version": 4, "visitor_seq": 11}


def held_for_ever(story: Story) -> None:
    story.tell("queued")
    story.row |= {"owner": "queue", "version": 4, "offered_until": NOW_US - 60_000_000}


def closed_in_the_queue(story: Story) -> None:
    story.tell("queued")
    story.row |= {"owner": "queue", "version": 4, "closed_at": 1}


def with_an_agent_who_is_gone(story: Story) -> None:
    story.tell("queued")
    story.tell("agent_joined", "Agent 1", "claim")
    story.row |= {"owner": "agent", "agent_id": "a1", "version": 5, "lease_until": NOW_US + 1}
    story.stored.agents[0]["present_until"] = NOW_US - 1


def with_a_lease_that_is_over(story: Story) -> None:
    with_an_agent_who_is_gone(story)
    story.row["lease_until"] = NOW_US - 1


def test_a_run_that_went_well_has_no_violation() -> None:
    assert Story().violations() == []


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
        (the_bot_answers_after_a_change_of_hands, "answer"),
        (the_bot_owes, "limbo"),
        (the_bot_owes_a_turn_to_who_waits, "limbo"),
        (held_for_ever, "limbo"),
        (closed_in_the_queue, "limbo"),
        (with_an_agent_who_is_gone, "limbo"),
        (with_a_lease_that_is_over, "limbo"),
    ],
)
def test_each_broken_promise_is_found(doctor: Callable[[Story], None], rule: str) -> None:
    story = Story()
    doctor(story)
    assert rule in story.rules()


def test_an_answer_while_the_conversation_waits_is_allowed() -> None:
    story = Story()
    story.insert(4, story.say("visitor"))
    story.insert(5, story.answer(story.at(4)))
    assert story.violations() == []


def test_a_message_that_changed_hands_before_its_answer_owes_none() -> None:
    story = Story()
    story.insert(3, story.say("visitor"))
    assert story.violations() == []


def test_a_winner_who_never_heard_of_it_is_no_violation() -> None:
    story = Story()
    story.records.claims[0] = Claim("Agent 1", CONVERSATION, 1, "unknown")
    assert story.violations() == []


@pytest.mark.parametrize("minutes", [1, 4, 10])
def test_every_fault_is_planned_and_ends_before_the_next(minutes: int) -> None:
    planned = faults.plan(minutes * 60, random.Random(7))
    assert {fault.kind for fault in planned} == set(faults.Kind.__args__)
    assert planned[-1].at_s + planned[-1].lasts_s < minutes * 60
    for before, after in itertools.pairwise(planned):
        assert before.at_s + before.lasts_s < after.at_s
