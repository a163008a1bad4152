"""The public board and the figures over HTTP: what is shown, to whom, for how long, and in which words."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from PIL import Image
from sqlalchemy import select

from handoff.audit.model import Nameless
from handoff.cases.desk import Seen
from handoff.cases.model import Case, NewCase
from handoff.cases.working_days import local_day
from handoff.settings import ROOT
from handoff.storage.tables import audit
from handoff.triage.model import LANGUAGES
from handoff.web.feedback.form import new_draft
from handoff.words import read_words
from tests.handoff.conftest import World

PAGES = read_words(ROOT / "data" / "service" / "feedback_pages.yml")
WORDS = read_words(ROOT / "data" / "service" / "board.yml")
MAIJA = Nameless("agent", "a1", "Maija")
SHOWN = {"title": "Pimeä katu", "text": "Katuvalo ei pala.", "answer": "Lamppu on vaihdettu."}


@pytest.fixture
async def http(world: World) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(world.url) as session:
        yield session


async def seen(world: World, code: str) -> Seen:
    case = await world.service.office.cases.find(code)
    assert case is not None
    return Seen(code, case.version)


async def published(world: World, **what: Any) -> Case:
    office, shown = world.service.office, {name: what.pop(name, text) for name, text in SHOWN.items()}
    new = {"origin": str(uuid4()), "kind": "complaint", "language": "fi", "channel": "web", "may_publish": True}
    new |= {"service_code": "171", "text": "Olen Testi Testinen, katu on pimeä", "sender_name": "Testi Testinen"}
    case = await office.cases.submit(NewCase(**{**new, **what}))
    await office.desk.answer(MAIJA, await seen(world, case.code), "Hei Testi!")
    return await office.desk.publish(MAIJA, await seen(world, case.code), **shown)


async def get(http: aiohttp.ClientSession, path: str, **headers: str) -> tuple[int, str]:
    async with http.get(path, headers=headers) as answer:
        return answer.status, unescape(await answer.text())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_published_case_is_found_and_read_in_every_language(
    world: World, http: aiohttp.ClientSession, language: str
) -> None:
    t, w = PAGES[language], WORDS[language]
    board = t["paths"]["answered"]
    status, page = await get(http, board)
    assert (status, w["nothing_yet"] in page) == (200, True)
    case = await published(world)
    status, page = await get(http, f"{board}?q=lampp&service=171&kind=complaint&language=fi")
    assert (status, f"{board}/{case.id}" in page, SHOWN["title"] in page) == (200, True, True)
    status, page = await get(http, f"{board}/{case.id}")
    assert status == 200
    for text in (*SHOWN.values(), w["took_none"], t["kinds"]["complaint"]):
        assert text in page
    assert f'<h1 lang="fi">{SHOWN["title"]}</h1>' in page
    _, page = await get(http, f"{board}?q=zeppeliini")
    assert w["nothing_found"] in page
    _, form = await get(http, t["paths"]["form"])
    assert f'href="{board}"' in form


async def test_neither_code_nor_name_nor_the_senders_own_words_are_told(
    world: World, http: aiohttp.ClientSession
) -> None:
    case = await published(world)
    for path in ("/palaute/vastatut", f"/palaute/vastatut/{case.id}"):
        _, page = await get(http, path)
        for secret in (case.code, "Testi", "Olen", case.reply_token):
            assert secret not in page
    assert (await get(http, f"/palaute/vastatut/{case.code}"))[0] == 404


async def test_what_is_not_on_the_board_is_told_to_be_gone(world: World, http: aiohttp.ClientSession) -> None:
    case = await published(world)
    await world.service.office.desk.unpublish(MAIJA, await seen(world, case.code))
    for case_id in (case.id, str(uuid4())):
        async with http.get(f"/palaute/vastatut/{case_id}") as answer:
            assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")
            assert WORDS["fi"]["gone"] in unescape(await answer.text())


async def test_a_page_may_be_kept_and_found_and_leaves_no_cookie(world: World, http: aiohttp.ClientSession) -> None:
    case = await published(world)
    for path in ("/palaute/vastatut", f"/palaute/vastatut/{case.id}", "/palaute/tilastot"):
        async with http.get(path) as answer:
            assert answer.headers["Cache-Control"] == "public, max-age=60"
            assert {"Set-Cookie", "X-Robots-Tag"}.isdisjoint(answer.headers)
            tag = answer.headers["ETag"]
        async with http.get(path, headers={"If-None-Match": tag}) as answer:
            assert (answer.status, await answer.read()) == (304, b"")
    async with http.get("/palaute/vastatut?q=lamppu") as answer:
        assert answer.headers["X-Robots-Tag"] == "noindex, follow"
    await published(world)
    async with http.get("/palaute/vastatut", headers={"If-None-Match": tag}) as answer:
        assert answer.status == 200


async def test_what_stands_in_an_address_is_text_and_never_markup(http: aiohttp.ClientSession) -> None:
    for name in ("q", "service", "kind", "language", "after"):
        async with http.get("/palaute/vastatut", params={name: '"><script>alert(1)</script>'}) as answer:
            page = await answer.text()
        assert (answer.status, "<script" in page) == (200, False)


async def test_the_next_page_keeps_what_was_asked_for(world: World, http: aiohttp.ClientSession) -> None:
    cases = [await published(world) for _ in range(21)]
    _, page = await get(http, "/palaute/vastatut?q=lamppu&service=171")
    (older,) = re.findall(r'href="(/palaute/vastatut\?[^"]+)" rel="next"', page)
    assert "q=lamppu&service=171&after=" in older
    _, page = await get(http, older)
    assert re.findall(r'<h3><a href="/palaute/vastatut/([^"]+)"', page) == [cases[0].id]
    assert 'href="/palaute/vastatut?q=lamppu&service=171"' in page


def photo() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(content, "PNG")
    return content.getvalue()


async def test_only_public_images_of_published_cases_are_shown(world: World, http: aiohttp.ClientSession) -> None:
    office, draft = world.service.office, new_draft()
    image = await office.images.upload(draft, photo())
    case = await published(world, draft=draft)
    address = f"/palaute/vastatut/{case.id}/{image.id}"
    assert (await http.get(address)).status == 404
    assert address not in (await get(http, f"/palaute/vastatut/{case.id}"))[1]
    await world.service.database.write(lambda c: office.images.set_public(c, case.id, image.id, is_public=True))
    assert address in (await get(http, f"/palaute/vastatut/{case.id}"))[1]
    async with http.get(address) as answer:
        assert (answer.content_type, answer.headers["Cache-Control"]) == ("image/jpeg", "public, max-age=60")
    other = await published(world)
    assert (await http.get(address.replace(case.id, other.id))).status == 404
    await office.desk.unpublish(MAIJA, await seen(world, case.code))
    assert (await http.get(address)).status == 404


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_figures_are_told_on_a_page_in_every_language(
    world: World, http: aiohttp.ClientSession, language: str
) -> None:
    t, w = PAGES[language], WORDS[language]
    for _ in range(6):
        await published(world)
    status, page = await get(http, t["paths"]["figures"])
    assert (status, w["figures_title"] in page, page.count("<svg") == page.count("<table")) == (200, True, True)
    assert f"<dt>{w['figures']['received']}</dt><dd>6</dd>" in page
    assert f"<dt>{w['figures']['in_time_percent']}</dt><dd>100</dd>" in page
    assert "/open-data/feedback.csv" in page
    _, page = await get(http, f"{t['paths']['figures']}?service=174")
    assert f"<dt>{w['figures']['received']}</dt><dd>0</dd>" in page
    _, page = await get(http, f'{t["paths"]["figures"]}?service="><script>')
    assert "<script" not in page


async def test_the_open_data_have_the_same_figures_for_every_page(world: World, http: aiohttp.ClientSession) -> None:
    for number in range(8):
        await published(world, language="sv" if number == 0 else "fi")
    await published(world, service_code="2805")
    async with http.get("/open-data/feedback.json") as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        data = await answer.json()
    assert data["license"]["id"] == "CC-BY-4.0"
    streets, schools = data["rows"]
    assert (streets["service_code"], streets["received"], streets["answered"], streets["mean_days"]) == ("171", 8, 8, 0)
    # One wrote in Swedish: it is not told that it was one, nor that seven did not.
    assert streets["by_language"] == {"fi": None, "sv": None, "en": None}
    # Nor how many complaints came to the streets: with the total it would say how many came to the schools.
    assert streets["by_kind"]["complaint"] is None
    assert (schools["received"], schools["answered"], set(schools["by_kind"].values())) == (1, None, {None})
    assert data["total"]["received"] == 9
    async with http.get("/open-data/feedback.csv") as answer:
        assert (answer.headers["Access-Control-Allow-Origin"], answer.content_type) == ("*", "text/csv")
        rows = list(csv.DictReader(io.StringIO(await answer.text())))
    assert [row["received"] for row in rows] == ["8", "1"]
    assert (rows[0]["service_sv"], rows[0]["language_sv"], rows[0]["kind_complaint"]) == ("Gatornas skick", "", "")
    assert not any(text in str(data) for text in (*SHOWN.values(), "Testinen"))


async def test_a_supervisor_gets_the_same_figures_with_nothing_hidden(world: World) -> None:
    for _ in range(2):
        await published(world)
    await published(world, service_code="2805", kind="idea")
    boss = await world.agent("saara", role="supervisor", on_duty=False)
    today = local_day(world.clock()).isoformat()
    asked = {"from": today, "to": today}
    async with aiohttp.ClientSession(world.url, headers={"Cookie": boss.cookie}) as session:
        async with session.get("/api/agent/case-reports", params={**asked, "by": "service"}) as answer:
            report = await answer.json()
        found = [(group["titles"]["sv"], group["figures"]["received"]) for group in report["groups"]]
        assert found == [("Gatornas skick", 2), ("Fostran och utbildning", 1)]
        assert (report["total"]["received"], report["total"]["mean_days"]) == (3, 0)
        async with session.get(
            "/api/agent/case-reports", params={**asked, "by": "kind", "unit": "education"}
        ) as answer:
            report = await answer.json()
        assert [group["key"] for group in report["groups"]] == ["idea"]
        async with session.get("/api/agent/case-reports.csv", params={**asked, "by": "month", "lang": "en"}) as answer:
            rows = list(csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
        assert (rows[0][:2], rows[-1][:3]) == (["Month", "Received"], ["Total", "3", "3"])
        for wrong in ({}, {"from": today, "to": "2020-01-01"}, {**asked, "by": "sender"}):
            async with session.get("/api/agent/case-reports", params=wrong) as answer:
                assert answer.status == 400
    line = await world.service.database.read(
        lambda c: c.execute(select(audit.c.detail).where(audit.c.action == "export")).scalar_one()
    )
    assert json.loads(line) == {"what": "case_report", **asked, "by": "month", "lang": "en"}


async def test_advice_of_the_telephone_is_in_the_report_beside_the_cases(world: World) -> None:
    await published(world)
    boss = await world.agent("saara", role="supervisor")
    for channel, service in (("phone", "171"), ("phone", "2807"), ("counter", "")):
        given = {"id": str(uuid4()), "channel": channel, "language": "sv", "service": service}
        await boss.do("log_advice", given)
    today = local_day(world.clock()).isoformat()
    asked = {"from": today, "to": today, "lang": "sv"}

    async with aiohttp.ClientSession(world.url, headers={"Cookie": boss.cookie}) as session:

        async def groups(by: str) -> list[tuple[str, int, int]]:
            async with session.get("/api/agent/case-reports", params={**asked, "by": by}) as answer:
                report = await answer.json()
            assert (report["total"]["received"], report["advice"]) == (1, 3)
            return [
                (group["titles"]["sv"], group["figures"]["received"], group["advice"]) for group in report["groups"]
            ]

        assert await groups("service") == [
            ("Gatornas skick", 1, 1),
            ("Inte ännu hos någon tjänst", 0, 1),
            ("Kultur och fritid", 0, 1),
        ]
        assert await groups("kind") == [("Klagomål", 1, 0), ("Allmän rådgivning, inget slag", 0, 3)]
        assert await groups("channel") == [("Webbsidorna", 1, 0), ("Telefon", 0, 2), ("Kundtjänst på plats", 0, 1)]
        async with session.get("/api/agent/case-reports.csv", params={**asked, "by": "language"}) as answer:
            rows = list(csv.DictReader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
        assert [(row["Textens språk"], row["Mottagna"], row["Allmän rådgivning"]) for row in rows] == [
            ("finska", "1", "0"),
            ("svenska", "0", "3"),
            ("Totalt", "1", "3"),
        ]
        # Advice is nothing that the public is told.
        async with session.get("/open-data/feedback.json") as answer:
            assert "advice" not in await answer.text()


async def test_the_figures_of_units_are_for_supervisors(world: World) -> None:
    agent = await world.agent("maija", on_duty=False)
    async with aiohttp.ClientSession(world.url) as session:
        for route in ("case-reports", "case-reports.csv"):
            for headers, status in (({}, 401), ({"Cookie": agent.cookie}, 403)):
                address = f"/api/agent/{route}?from=2026-01-01&to=2026-01-02"
                async with session.get(address, headers=headers) as answer:
                    assert answer.status == status
