"""Trying a question, overlaps and the links of an answer, over HTTP, with an assistant of the channel's contract."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from handoff.editing.overlapping import Overlapping
from handoff.settings import ROOT
from handoff.web.editor.figures import percent
from handoff.words import read_words
from tests.editing.entries import commented
from tests.handoff.conftest import World, open_world
from tests.handoff.desk import editor
from tests.handoff.test_editor import ENTRY, FAQ, folder
from tests.support.bot import ScriptedBot, explanation, reply
from tests.support.content import shorter_faq

__all__ = ["folder"]

TRY = "/editor/en/-/try"
WORDS = read_words(ROOT / "data" / "service" / "editor" / "try.yml")


@pytest.fixture
async def world(tmp_path: Path, folder: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    async with open_world(tmp_path / "var", bot, faq=folder) as world:
        yield world


def hidden(page: str, entry_id: str) -> dict[str, str]:
    """Return the fields of the form that adds the question to an entry."""
    form = next(each for each in page.split("<form")[1:] if f'name="entry" value="{entry_id}"' in each)
    return {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form) if name != "do"}


async def test_a_question_is_explained_masked_and_with_its_examples(world: World, bot: ScriptedBot) -> None:
    maija = await editor(world, "maija")
    assert 'aria-current="true">Try</a>' in await maija.get(TRY)
    page = await maija.post(TRY, text="Paikka, 131052-308T?", before="hei", tongue="fi", mode="youth")
    assert maija.status == 200
    (asked,) = bot.tried
    assert (asked["before"], asked["language"], asked["mode"], asked["brief"]) == ("hei", "fi", "youth", False)
    assert "131052" not in asked["text"]
    text = unescape(re.sub(r"<[^>]+>", "", page)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Answers: Boat berth, winter storage" in text
    assert "Language: Finnish, 98 %" in text
    assert "It is 970 times as likely as that the matter is not the city’s. 30 are enough." in text
    assert "venepaikka hinta" in text
    assert "Questions that the assistant has not been trained with yet: 2" in text
    assert f'href="/editor/en/{ENTRY}"' in page


async def test_a_list_of_questions_becomes_a_table(world: World, bot: ScriptedBot) -> None:
    maija = await editor(world, "maija")
    page = await maija.post(TRY, text="yksi\n\nkaksi\nkolme", tongue="fi", mode="city")
    assert [(asked["text"], asked["brief"]) for asked in bot.tried] == [
        ("yksi", True),
        ("kaksi", True),
        ("kolme", True),
    ]
    assert page.count('<th scope="row">') == 3
    await maija.post(TRY, text="x\n" * 21)
    assert (maija.status, WORDS["en"]["told"]["too_many"] in maija.page) == (400, True)
    await maija.post(TRY, text="x" * 1001)
    assert (maija.status, len(bot.tried)) == (400, 3)
    await maija.post(TRY, text="  ")
    assert (maija.status, WORDS["en"]["told"]["nothing"] in maija.page) == (400, True)


async def test_an_assistant_that_is_away_is_told_and_the_question_stays(world: World, bot: ScriptedBot) -> None:
    maija = await editor(world, "maija")
    bot.away = True
    page = await maija.post(TRY, text="missä vene?")
    assert (maija.status, WORDS["en"]["told"]["away"] in page, "missä vene?</textarea>" in page) == (503, True, True)


async def test_a_question_is_added_to_the_draft_and_a_late_one_is_told(world: World) -> None:
    maija, otto = await editor(world, "maija"), await editor(world, "otto")
    mine = hidden(await maija.post(TRY, text="mihin mä paatin jätän"), ENTRY)
    others = hidden(await otto.post(TRY, text="entä kumivene"), ENTRY)
    page = await maija.post(TRY, do="add", **mine)
    assert (maija.status, maija.at) == (200, f"/editor/en/{ENTRY}")
    assert maija.fields["fi.examples"].splitlines()[-1] == "mihin mä paatin jätän"
    assert "The draft is saved." in page
    page = await otto.post(TRY, do="add", **others)
    assert (otto.status, WORDS["en"]["told"]["changed_meanwhile"] in page) == (409, True)
    await otto.post(TRY, do="add", **hidden(page, ENTRY))
    assert otto.fields["fi.examples"].splitlines()[-2:] == ["mihin mä paatin jätän", "entä kumivene"]
    page = await otto.post(TRY, text="entä kumivene")
    await otto.post(TRY, do="add", **hidden(page, ENTRY))
    assert WORDS["en"]["told"]["there_already"] in otto.page
    await otto.post(TRY, do="add", **{**hidden(page, ENTRY), "entry": "no_such_entry"})
    assert otto.status == 404


async def test_what_is_typed_and_what_the_assistant_says_is_text_everywhere(world: World, bot: ScriptedBot) -> None:
    maija = await editor(world, "maija")
    markup, shown = "<script>x</script>&", "&lt;script&gt;x&lt;/script&gt;&amp;"
    example = {"text": markup, "language": "fi", "likeness": 0.996, "pull": 0.2}
    likely = {"topic": "gone", "probability": 0.9, "words": 1.0, "meaning": 1.0, "examples": [example]}
    bot.explained = explanation(entries=[likely], topics=[markup], previous=markup, messages=reply(markup)["messages"])
    page = await maija.post(TRY, text=markup, before=markup)
    assert "<script" not in page
    # Typed in two fields, said, of the question before, of what it does, and an example.
    assert page.count(shown) == 6
    assert "&amp;gt;" not in page
    await maija.post(TRY, text=f"{markup}\n{markup}")
    assert "<script" not in maija.page


async def test_danger_shows_the_card_of_the_chat_in_the_questions_language(world: World, bot: ScriptedBot) -> None:
    maija = await editor(world, "maija")
    bot.explained = explanation(alarm=True, crisis=0.99, alarm_at=0.15, language="sv")
    page = await maija.post(TRY, text="jag vill dö", mode="youth")
    assert 'href="tel:080096116"' in page
    assert "tel:116111" not in page


async def test_an_entry_that_only_the_model_knows_has_no_page_to_lead_to(world: World, bot: ScriptedBot) -> None:
    maija = await editor(world, "maija")
    gone = {"topic": "gone", "probability": 0.9, "words": 1.0, "meaning": 1.0, "examples": []}
    bot.explained = explanation(entries=[gone], intent="faq/gone", topics=["faq/gone"])
    page = await maija.post(TRY, text="mitä?")
    assert (maija.status, "/editor/en/gone" in page) == (200, False)


def test_every_limit_and_decision_of_the_policy_has_words() -> None:
    config = YAML(typ="safe").load(ROOT / "config.yml")
    policy = next(each for each in config["pipeline"] if each["name"].endswith("AnsweringPolicy"))
    # Of a form; and what the alarm has a line of its own for.
    limits = set(policy) - {"name", "interrupt_at"}
    assert limits <= set(WORDS["fi"]["reasons"])
    assert {"clarify", "lost", "out_of_scope", "other_language"} <= set(WORDS["fi"]["decisions"])


def test_what_is_nearly_all_or_nothing_is_not_rounded_to_it() -> None:
    shown = [percent(share).replace("\N{NO-BREAK SPACE}", "") for share in (0, 0.001, 0.5, 0.98, 0.9961, 1)]
    assert shown == ["0%", "<1%", "50%", "98%", ">99%", "100%"]


async def test_a_preview_is_what_the_widget_shows(world: World) -> None:
    maija = await editor(world, "maija")
    await maija.get(f"/editor/en/{ENTRY}")
    page = await maija.submit("show", sv__text="Se <b>här</b>.", sv__pages="Sida | ftp://x.fi\nTel | tel:112")
    swedish = page.split('<div lang="sv" class="shown">')[1].split('<div lang="en" class="shown">')[0]
    assert '<p class="said-text">Se &lt;b&gt;här&lt;/b&gt;.</p>' in swedish
    assert re.findall(r'<a href="([^"]+)"', swedish) == ["tel:112", "tel:112"]
    assert re.findall(r"<li>([^<]+)</li>", swedish) == [
        *("Lättläst", "Det här hjälpte", "Hjälpte inte"),
        *("Det här hjälpte", "Hjälpte inte"),
    ]
    assert "residents would see the formatting characters as they are: &lt;b&gt; &lt;/b&gt;" in page
    await maija.submit("publish", sv__text="Se <b>här</b>.")
    assert maija.status == 409


async def test_links_are_checked_as_they_stand_in_the_form_and_never_inside(world: World) -> None:
    maija = await editor(world, "maija")
    await maija.get(f"/editor/en/{ENTRY}")
    inside = {f"{tongue}__pages": "Page | https://127.0.0.1:1/x" for tongue in ("fi", "sv", "en")}
    page = await maija.submit("links", en__title="Kept", **inside)
    assert (maija.status, maija.fields["en.title"]) == (200, "Kept")
    assert "the address is inside the network, where residents cannot go" in page
    none = await maija.submit("links", **dict.fromkeys(inside, "Page | http://x.fi"))
    assert "There are no links to check." in none


async def test_overlaps_lead_to_both_answers(tmp_path: Path, bot: ScriptedBot) -> None:
    few = shorter_faq(FAQ, tmp_path / "few", 5)
    (few / "bicycles.yml").write_text(commented(), encoding="utf-8")
    (few / "pumps.yml").write_text(commented().replace("topic: bicycles", "topic: pumps"), encoding="utf-8")
    overlapping = Overlapping(few)
    async with open_world(tmp_path / "var", bot, faq=few) as world:
        maija = await editor(world, "maija")
        page = await maija.get("/editor/sv/-/overlaps")
        while "Frågorna jämförs just nu" in page:
            page = await maija.get("/editor/sv/-/overlaps")
        assert 'href="/editor/sv/bicycles"' in page
        assert 'href="/editor/sv/pumps"' in page
        assert page.count("100 %") >= 16
    pairs = await overlapping.find(60)
    assert pairs is not None
    assert len([pair for pair in pairs if pair.first[0] == "bicycles"]) == 16
    # As long as no file changes, nothing is compared again.
    assert await overlapping.find(0) is pairs
    (few / "pumps.yml").unlink()
    assert not [pair for pair in await overlapping.find(60) or [] if pair.first[0] == "bicycles"]
