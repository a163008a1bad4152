"""Tracker store: one row, bounded, and equivalent after compaction and restart."""

import asyncio
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import find_reply
from bot.tracker_store import KEPT_TURNS, MAX_EVENTS, BoundedTrackerStore

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/rasa.db"


@pytest.fixture
def store(url):
    store = BoundedTrackerStore(DOMAIN, url)
    yield store
    store.close()


def tracker(*events):
    return DialogueStateTracker.from_events("c1", list(events), slots=DOMAIN.slots)


def turn(number):
    parse_data = {"intent": {"name": "inform", "confidence": 1.0}, "decision": "form", "options": []}
    return [
        UserUttered(f"text {number}", parse_data["intent"], parse_data=parse_data, message_id=f"m{number}"),
        SlotSet("feedback_text", f"text {number}"),
        ActionExecuted("feedback_form"),
        BotUttered(f"reply {number}", data={"custom": {"language": "fi", "links": []}}),
        ActionExecuted("action_listen"),
    ]


def form_under_way(turns):
    events = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
    events += [*turn(0), ActiveLoop("feedback_form"), SlotSet("language", "sv")]
    events += [
        SlotSet("feedback_kind", "idea"),
        SlotSet("requested_slot", "feedback_text"),
        ActionExecuted("action_listen"),
    ]
    for number in range(1, turns + 1):
        events += turn(number)
    return tracker(*events)


def run(work):
    return asyncio.run(work)


def test_a_tracker_is_read_as_it_was_saved(store):
    saved = form_under_way(2)
    run(store.save(saved))
    assert run(store.retrieve("c1")).events == saved.events


def test_a_conversation_is_one_row_that_is_replaced(store):
    run(store.save(form_under_way(1)))
    run(store.save(form_under_way(2)))
    assert list(run(store.keys())) == ["c1"]


def test_an_unknown_conversation_is_none(store):
    assert run(store.retrieve("nobody")) is None


def test_an_erased_conversation_is_gone_and_erasing_again_is_fine(store):
    run(store.save(form_under_way(1)))
    run(store.delete("c1"))
    run(store.delete("c1"))
    assert run(store.retrieve("c1")) is None


def test_a_long_tracker_stays_bounded(store):
    run(store.save(form_under_way(500)))
    assert len(run(store.retrieve("c1")).events) <= MAX_EVENTS


def test_a_form_under_way_survives_compaction_and_a_restart(store, url):
    run(store.save(form_under_way(500)))
    restarted = BoundedTrackerStore(DOMAIN, url)
    read = run(restarted.retrieve("c1"))
    restarted.close()
    assert read.active_loop_name == "feedback_form"
    assert not read.is_active_loop_rejected
    assert read.get_slot("requested_slot") == "feedback_text"
    assert read.get_slot("feedback_kind") == "idea"
    assert read.get_slot("feedback_text") == "text 500"
    assert read.get_slot("language") == "sv"
    assert read.latest_action_name == "action_listen"


def test_a_form_that_has_ended_stays_ended_after_compaction(store):
    ended = form_under_way(500)
    for event in (ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("feedback_kind", None)):
        ended.update(event)
    for number in range(501, 501 + KEPT_TURNS):
        for event in turn(number):
            ended.update(event)
    run(store.save(ended))
    read = run(store.retrieve("c1"))
    assert read.active_loop_name is None
    assert read.get_slot("feedback_kind") is None


def test_the_last_turns_are_still_replayed_after_compaction(store):
    run(store.save(form_under_way(500)))
    read = run(store.retrieve("c1"))
    for number in range(501 - KEPT_TURNS, 501):
        assert find_reply(read, f"m{number}")["messages"][0]["text"] == f"reply {number}"
    assert find_reply(read, "m400") is None
