"""A guide's file keeps its comments and whatever was not changed, also where its lists change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.editing.guide_steps import stepped
from handoff.editing.guide_yaml import render_guide
from handoff.editing.guides import GUIDES, tidied
from handoff.faq.content import BadFaq
from handoff.guides.content import read_guide
from handoff.guides.model import Guide
from handoff.settings import ROOT
from handoff.web.editor.guide_changes import guide_changes
from handoff.web.editor.guide_form import to_fields, to_guide

FILES = sorted((ROOT / "data" / "guides").glob("*.yml"))
CAFE = (ROOT / "data" / "guides" / "open_cafe.yml").read_text(encoding="utf-8")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_an_unchanged_guide_is_written_as_it_was(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    guide = read_guide(path.stem, content)
    assert render_guide(guide, content) == content
    assert render_guide(guide) == content


def test_json_and_form_and_tidying_make_the_same_guide(path: Path) -> None:
    guide = read_guide(path.stem, path.read_text(encoding="utf-8"))
    assert GUIDES.load(GUIDES.dump(guide)) == guide
    assert to_guide(path.stem, to_fields(guide)) == guide
    assert tidied(guide) == guide
    assert guide_changes(guide, guide) == []


def test_only_the_changed_line_changes() -> None:
    guide = read_guide("open_cafe", CAFE)
    written = render_guide(replace(guide, title={**guide.title, "sv": "Kafé"}), CAFE)
    assert set(written.splitlines()) - set(CAFE.splitlines()) == {"  sv: Kafé"}
    assert set(CAFE.splitlines()) - set(written.splitlines()) == {"  sv: Öppna ett kafé"}


def test_comments_go_where_their_items_go() -> None:
    content = CAFE.replace("  - id: rescue\n", "  - id: rescue  # asked of the rescue department\n")
    content = content.replace("title:\n  fi: Kahvilan", "# The title is short on purpose.\ntitle:\n  fi: Kahvilan")
    guide = read_guide("open_cafe", content)
    place = next(number for number, item in enumerate(guide.items) if item.id == "rescue")
    moved, _ = stepped(guide, f"up:items.{place}")
    written = render_guide(moved, content)
    assert "  - id: rescue  # asked of the rescue department\n" in written
    assert "# The title is short on purpose.\n" in written
    assert written.index("id: rescue") < written.index("id: employer")


@pytest.mark.parametrize("step", ["remove:questions.0", "remove:questions.3.choices.1"])
def test_what_leads_nowhere_is_not_written(step: str) -> None:
    guide, _ = stepped(read_guide("open_cafe", CAFE), step)
    with pytest.raises(BadFaq):
        GUIDES.require_complete(guide)


steps = st.lists(st.tuples(st.sampled_from(["up", "down"]), st.integers(0, 12)), max_size=6)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=140)


@settings(max_examples=15, deadline=None)
@given(steps, texts, texts)
def test_whatever_is_written_and_moved_is_read_again(moves: list[tuple[str, int]], title: str, todo: str) -> None:
    guide: Guide = read_guide("street_event", FILES[-1].read_text(encoding="utf-8"))
    for verb, place in moves:
        guide, _ = stepped(guide, f"{verb}:items.{place % len(guide.items)}")
    first = replace(
        guide.items[0], title={**guide.items[0].title, "fi": title}, todo={**guide.items[0].todo, "en": todo}
    )
    changed = tidied(replace(guide, items=(first, *guide.items[1:]), review_by=date(2028, 1, 1)))
    if not changed.items[0].title["fi"] or not changed.items[0].todo["en"]:
        return
    content = FILES[-1].read_text(encoding="utf-8")
    assert read_guide("street_event", render_guide(changed, content)) == changed
