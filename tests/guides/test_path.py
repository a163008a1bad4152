"""The way through a guide, whatever is chosen or sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.guides.content import read_guides
from handoff.guides.model import Choice, Guide, Item, Link, Question
from handoff.guides.path import checklist, choices_made, questions_asked, unanswered
from handoff.guides.problems import problems
from handoff.settings import ROOT

GUIDES = read_guides(ROOT / "data" / "guides")


def said(text: str) -> dict[str, str]:
    return {"fi": text, "sv": text, "en": text}


def item(name: str, **when: tuple[str, ...]) -> Item:
    link = Link(said("Page"), said("https://www.example.fi"))
    return Item(name, when, said("First"), said(name), said("Do it."), said("The city"), (link,))  # type: ignore[arg-type]


def question(name: str, *choices: str, **when: tuple[str, ...]) -> Question:
    return Question(name, said(name), when, tuple(Choice(each, said(each)) for each in choices))  # type: ignore[arg-type]


SMALL = Guide(
    id="small",
    owner="City",
    review_by=date(2027, 5, 21),
    topics=(),
    sources=("https://www.example.fi",),
    title=said("Small"),  # type: ignore[arg-type]
    introduction=said("A small one."),  # type: ignore[arg-type]
    questions=(question("boat", "own", "none"), question("engine", "big", "small", boat=("own",))),
    items=(item("always"), item("register", engine=("big",)), item("rent", boat=("none",))),
)


def test_a_question_is_asked_only_after_the_choice_that_leads_to_it() -> None:
    assert [each.id for each in questions_asked(SMALL, {})] == ["boat"]
    made = choices_made(SMALL, {"boat": "own"})
    assert [each.id for each in unanswered(SMALL, made)] == ["engine"]
    made = choices_made(SMALL, {"boat": "own", "engine": "big"})
    assert unanswered(SMALL, made) == []
    assert [each.id for each in checklist(SMALL, made)] == ["always", "register"]


def test_an_answer_that_another_choice_leaves_out_counts_for_nothing() -> None:
    made = choices_made(SMALL, {"boat": "none", "engine": "big"})
    assert made == {"boat": "none"}
    assert [each.id for each in checklist(SMALL, made)] == ["always", "rent"]


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        (replace(SMALL, items=(item("x", boat=("yacht",)),)), "unknown_choice"),
        (replace(SMALL, items=(item("x", car=("own",)),)), "unknown_choice"),
        (replace(SMALL, questions=SMALL.questions[::-1]), "unknown_choice"),
        (replace(SMALL, items=(item("x", boat=("own",)),)), "empty_path"),
        (replace(SMALL, items=(*SMALL.items, item("x", boat=("none",), engine=("big",)))), "never_listed"),
        (
            replace(SMALL, questions=(*SMALL.questions, question("q", "a", "b", boat=("none",), engine=("big",)))),
            "never_asked",
        ),
        (replace(SMALL, items=(*SMALL.items, SMALL.items[0])), "same_name"),
        (replace(SMALL, questions=(question("boat", "own"), SMALL.questions[1])), "few_choices"),
        (replace(SMALL, title={**said("Small"), "sv": ""}), "missing"),
        (replace(SMALL, items=(replace(SMALL.items[0], links=(Link(said("x"), said("http://x.fi")),)),)), "bad_link"),
        (
            replace(SMALL, items=(replace(SMALL.items[0], links=(Link(said("x"), said("https://a@x.fi")),)),)),
            "bad_link",
        ),
        (replace(SMALL, questions=tuple(question(f"q{n}", "a", "b") for n in range(40))), "too_many_paths"),
    ],
)
def test_what_would_lead_nowhere_is_found(broken: Guide, kind: str) -> None:
    if kind == "too_many_paths":
        broken = replace(broken, items=(item("always"),))
    assert kind in {problem.kind for problem in problems(broken)}
    assert problems(SMALL) == []


asked = st.sampled_from(sorted(GUIDES)).flatmap(
    lambda name: st.tuples(
        st.just(GUIDES[name]),
        st.dictionaries(
            st.one_of(st.sampled_from([each.id for each in GUIDES[name].questions]), st.text(max_size=8)),
            st.one_of(
                st.sampled_from([choice.id for each in GUIDES[name].questions for choice in each.choices]),
                st.text(max_size=8),
            ),
        ),
    )
)


@settings(max_examples=300, deadline=None)
@given(asked, st.data())
def test_any_beginning_can_be_answered_to_a_list(beginning: tuple[Guide, dict[str, str]], data: st.DataObject) -> None:
    guide, sent = beginning
    made = choices_made(guide, sent)
    assert choices_made(guide, made) == made
    for _ in guide.questions:
        if not (missing := unanswered(guide, made)):
            break
        chosen = data.draw(st.sampled_from(missing[0].choices))
        before, made = made, choices_made(guide, {**sent, **made, missing[0].id: chosen.id})
        assert made[missing[0].id] == chosen.id
        assert len(made) > len([each for each in before if each in made])
    assert unanswered(guide, made) == []
    assert checklist(guide, made)
