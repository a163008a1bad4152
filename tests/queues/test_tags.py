"""What a contact was about: every answer and every queue of the young people has a topic, and only one."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.queues.content import read_queues
from handoff.queues.tags import BadTags, Topics, read_tags
from handoff.settings import ROOT

TAGS = read_tags(ROOT / "data" / "service" / "tags.yml")
TITLES = "titles: {fi: a, sv: b, en: c}"


def test_every_answer_of_the_assistant_has_a_topic() -> None:
    entries = {path.stem for path in (ROOT / "data" / "nlu" / "faq").glob("*.yml")}
    assert Topics.of(TAGS).by_entry.keys() == entries


def test_every_queue_of_the_young_people_has_a_topic_that_agents_are_offered_there() -> None:
    queues = read_queues(ROOT / "data" / "service" / "queues.yml")
    by_queue = Topics.of(TAGS).by_queue
    assert by_queue.keys() == {queue.id for queue in queues.of("youth")}
    assert set(by_queue.values()) <= {tag.id for tag in TAGS if "youth" in tag.modes}


@pytest.mark.parametrize(
    ("about", "problem"),
    [
        (f"{{modes: [city], {TITLES}, entries: [museums]}}", "under two tags: museums"),
        (f"{{modes: [work], {TITLES}}}", "`modes` are city and youth"),
        (f"{{modes: [city], {TITLES}, entry: [museums]}}", "nothing besides"),
        ("{modes: [city], titles: {fi: a, sv: b}}", "en"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, about: str, problem: str) -> None:
    one = f"{{modes: [city], {TITLES}, entries: [museums]}}"
    (tmp_path / "tags.yml").write_text(f"tags:\n  one: {one}\n  two: {about}\n")
    with pytest.raises(BadTags, match=problem):
        read_tags(tmp_path / "tags.yml")
