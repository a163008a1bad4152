"""`./luukku faq`: what it prints."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handoff.cli import faq, trying
from handoff.cli.errors import CommandError
from handoff.cli.places import GUIDES
from handoff.editing.yaml_text import render
from handoff.faq.content import read_entry
from handoff.faq.model import Page
from handoff.guides.model import Link
from tests.editing.entries import HERE, commented
from tests.support.bot import TOKEN, scripted_bot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copyfile(HERE / "bicycles.yml", tmp_path / "bicycles.yml")
    other = commented().replace("topic: bicycles", "topic: pumps").replace("- cykelställ", "- något annat")
    (tmp_path / "pumps.yml").write_text(other, encoding="utf-8")
    return tmp_path


def test_an_entry_is_a_line(folder: Path) -> None:
    first, second = faq.lines(faq.entries(folder, []))
    assert first == "bicycles  traffic        2027-05-21  fi   6  sv   5  en   5  Pyörät"
    assert second.startswith("pumps     ")
    assert [entry.id for entry in faq.entries(folder, ["pumps"])] == ["pumps"]


def test_what_is_wrong_is_told_with_its_place(folder: Path) -> None:
    told = list(faq.problems(faq.entries(folder, ["bicycles"]), date(2027, 6, 1)))
    assert told[0] == "bicycles: was to be reviewed by 2027-05-21"
    assert "bicycles, sv: 5 questions, where a dozen show more ways of asking" in told
    assert "bicycles, en: the answer has 8 words; 35 to 95 fit a telephone" in told


def test_alike_questions_are_told_of_a_topic_and_all_others(folder: Path) -> None:
    every = faq.entries(folder, [])
    told = list(faq.overlapping(every, faq.entries(folder, ["pumps"])))
    assert "sv: bicycles “cyklar på gatan” and pumps “cyklar på gatan” (1.00)" in told
    assert len(told) == 15


def test_officialese_and_markup_are_told(folder: Path) -> None:
    text = (folder / "bicycles.yml").read_text(encoding="utf-8")
    entry = read_entry("bicycles", text)
    english = replace(entry.answers["en"], plain="<b>Obtain</b> a rack.")
    written = render(replace(entry, answers={**entry.answers, "en": english}), text)
    (folder / "bicycles.yml").write_text(written, encoding="utf-8")
    told = list(faq.problems(faq.entries(folder, ["bicycles"]), date(2027, 1, 1)))
    assert "bicycles, en: residents would see the characters <b> </b> in plain" in told
    assert "bicycles, en: plain, officialese: obtain → get" in told


async def test_a_question_is_tried_with_the_assistant_of_the_settings(tmp_path: Path) -> None:
    async with scripted_bot() as bot:
        environ = {"LUUKKU_RASA_URL": bot.url, "LUUKKU_RASA_TOKEN": TOKEN}
        asked = {"before": "", "language": "fi", "mode": "city", "var": tmp_path, "environ": environ}
        told = list(await asyncio.to_thread(trying.lines, "venepaikka 131052-308T", **asked))
        assert told[:4] == [
            "language: fi (0.980)",
            "decision: answer, faq/boat_berth (faq/boat_berth)",
            "  looked at answer_at met: faq/boat_berth 0.97, needed 0.5",
            "  decided by scope_odds met: faq/boat_berth 970, needed 30",
        ]
        assert "  0.57 +0.20 fi venepaikka hinta" in told
        assert "131052" not in bot.tried[0]["text"]
        bot.away = True
        with pytest.raises(CommandError, match="not running"):
            await asyncio.to_thread(trying.lines, "venepaikka", **asked)
        with pytest.raises(CommandError, match="Write a question"):
            await asyncio.to_thread(trying.lines, " ", **asked)


def test_a_topic_that_is_not_there_and_a_broken_file_are_told(folder: Path) -> None:
    with pytest.raises(CommandError, match="no topic cars"):
        faq.entries(folder, ["cars"])
    (folder / "cars.yml").write_text("topic: cars", encoding="utf-8")
    with pytest.raises(CommandError, match=r"cars\.yml"):
        faq.entries(folder, [])


def test_links_of_answers_and_of_guides_are_asked_for(folder: Path) -> None:
    away = "http://127.0.0.1:9"
    entry = read_entry("bicycles", (folder / "bicycles.yml").read_text(encoding="utf-8"))
    answers = {each: replace(one, pages=(Page("x", f"{away}/{each}"),)) for each, one in entry.answers.items()}
    guide = faq.guides(GUIDES)[0]
    assert guide.items[0].links
    links = [Link({}, {each: f"{away}/guide-{each}" for each in ("fi", "sv", "en")})]
    only = replace(guide, items=(replace(guide.items[0], links=tuple(links)),))
    told = set(faq.broken_links([replace(entry, answers=answers)], [only]))
    assert told == {
        line
        for each in ("fi", "sv", "en")
        for line in (
            f"bicycles, {each}: the server cannot be reached: {away}/{each}",
            f"guide {guide.id}, {each}: the server cannot be reached: {away}/guide-{each}",
        )
    }
