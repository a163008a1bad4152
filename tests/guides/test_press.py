"""PDFs are made beside the event loop, within a time, and once."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import pytest

from handoff.errors import Unavailable
from handoff.guides.content import read_guides
from handoff.settings import ROOT
from handoff.web.guides.pdf import Press
from handoff.web.guides.sheet import Sheet, make_sheet
from handoff.words import read_words
from tests.guides.test_path import SMALL

WORDS = read_words(ROOT / "data" / "service" / "guides.yml")["en"]


def sheet(boat: str = "none") -> Sheet:
    made = {"boat": boat, "engine": "big"} if boat == "own" else {"boat": boat}
    return make_sheet(SMALL, made, "en", WORDS, today=SMALL.review_by, address="https://city.example/guides/small")


async def test_the_same_checklist_is_made_once() -> None:
    made: list[bytes] = []

    def make(content: bytes) -> bytes:
        made.append(content)
        return b"%PDF"

    press = Press(make)
    for boat in ("none", "none", "own"):
        assert await press.pdf(sheet(boat), WORDS, "City") == b"%PDF"
    assert len(made) == 2


async def test_what_takes_too_long_is_given_up_and_those_behind_it_wait_no_longer() -> None:
    go_on = threading.Event()

    def make(content: bytes) -> bytes:
        go_on.wait(60)
        return b"%PDF"

    press = Press(make, patience_s=0.01)
    for boat in ("none", "own"):
        with pytest.raises(Unavailable):
            await press.pdf(sheet(boat), WORDS, "City")
    go_on.set()
    while press._running:
        await asyncio.sleep(0)
    press._patience_s = 60
    assert await press.pdf(sheet(), WORDS, "City") == b"%PDF"


async def test_an_error_of_the_maker_frees_its_place() -> None:
    def make(content: bytes) -> bytes:
        raise RuntimeError("no font")

    press = Press(make)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="no font"):
            await press.pdf(sheet(), WORDS, "City")


def test_a_stage_that_comes_again_is_shown_once() -> None:
    guide = read_guides(ROOT / "data" / "guides")["move_to_city"]
    guide = replace(guide, items=(*guide.items, replace(guide.items[0], id="late", when={})))
    made = {"origin": "finland", "home": "looking", "children": "no_children", "car": "no_car"}
    shown = make_sheet(guide, made, "fi", WORDS, today=guide.review_by, address="")
    names = [stage.name for stage in shown.stages]
    assert names == list(dict.fromkeys(item.stage["fi"] for item in guide.items))
    assert [task.id for task in shown.stages[0].tasks] == ["find_home", "late"]
