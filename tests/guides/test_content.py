"""The guides that are shipped: complete, reachable, without dead ends, and looked after."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from handoff.faq.content import read_faq
from handoff.guides.content import check_guide, from_plain, read_guides, to_plain
from handoff.guides.model import Guide
from handoff.guides.path import checklist, every_path, questions_asked
from handoff.guides.problems import LANGUAGES, problems
from handoff.settings import ROOT

GUIDES = read_guides(ROOT / "data" / "guides")
FAQ = read_faq(ROOT / "data" / "nlu" / "faq")
SHIPPED = {"open_cafe", "move_to_city", "street_event"}


@pytest.fixture(params=sorted(GUIDES))
def guide(request: pytest.FixtureRequest) -> Guide:
    return GUIDES[request.param]


def test_the_three_guides_are_there() -> None:
    assert set(GUIDES) >= SHIPPED


def test_a_guide_has_no_problem(guide: Guide) -> None:
    assert problems(guide) == []
    check_guide(guide)


def test_every_item_and_question_is_reached_and_every_path_ends_in_a_list(guide: Guide) -> None:
    paths = list(every_path(guide))
    assert {item.id for made in paths for item in checklist(guide, made)} == {item.id for item in guide.items}
    assert {each.id for made in paths for each in questions_asked(guide, made)} == {each.id for each in guide.questions}
    assert all(checklist(guide, made) for made in paths)


def test_every_choice_of_a_question_changes_some_list_or_is_the_one_that_adds_nothing(guide: Guide) -> None:
    """A question whose answers all lead to the same lists would be asked for nothing."""
    for question in guide.questions:
        lists: dict[str, set[tuple[str, ...]]] = {}
        for made in every_path(guide):
            if question.id in made:
                items = tuple(item.id for item in checklist(guide, made))
                lists.setdefault(made[question.id], set()).add(items)
        assert len({frozenset(found) for found in lists.values()}) > 1, question.id


def test_the_languages_say_different_things(guide: Guide) -> None:
    for item in guide.items:
        for text in (item.title, item.todo):
            assert len({text[language] for language in LANGUAGES}) == 3, item.id


def test_what_is_done_at_the_same_time_stands_together(guide: Guide) -> None:
    for language in LANGUAGES:
        stages = [item.stage[language] for item in guide.items]
        changes = sum(before != after for before, after in pairwise(stages))
        assert changes + 1 == len(set(stages))


def test_somebody_vouches_for_it_and_its_topics_exist(guide: Guide) -> None:
    assert guide.review_by >= date(2026, 12, 1)
    assert guide.topics
    assert set(guide.topics) <= set(FAQ)


def test_texts_hold_no_price_and_no_telephone_number(guide: Guide) -> None:
    """Such figures go stale: the item says where the current one is found. 112 does not."""
    for item in guide.items:
        for text in (*item.title.values(), *item.todo.values(), *item.ask.values()):
            assert "€" not in text
            assert not any(word.isdigit() and word != "112" for word in text.replace(".", " ").split()), text


def test_plain_values_make_the_same_guide(guide: Guide) -> None:
    assert from_plain(guide.id, to_plain(guide)) == guide
