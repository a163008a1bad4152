"""The feedback pages: from an empty form to an answer, without a script, in each language."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from html import unescape
from io import BytesIO
from uuid import uuid4

import aiohttp
import pytest
from PIL import Image
from sqlalchemy import func, select

from handoff.audit.model import Nameless
from handoff.cases.desk import Seen
from handoff.cases.saved_forms import SavedForm
from handoff.settings import ROOT
from handoff.storage.tables import cases
from handoff.triage.model import LANGUAGES, Language
from handoff.triage.signposts import read_signposts
from handoff.words import read_words
from tests.handoff.conftest import World

WORDS = read_words(ROOT / "data" / "service" / "feedback_pages.yml")
SIGNPOSTS = read_signposts(ROOT / "data" / "service" / "misplaced.yml")
TEXT = "Katuvalo on ollut rikki jo viikon, ja risteys on vaarallinen."


@pytest.fixture
async def http(world: World) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(world.url) as session:
        yield session


def fields(**what: str) -> dict[str, str]:
    return {"kind": "complaint", "text": TEXT, "contact": "none", "origin": str(uuid4()), "step": "review", **what}


async def post(http: aiohttp.ClientSession, path: str, data: dict[str, str]) -> tuple[int, str]:
    async with http.post(path, data=data) as answer:
        return answer.status, unescape(await answer.text())


async def count(world: World) -> int:
    found: int = await world.service.database.read(lambda c: c.execute(select(func.count(cases.c.id))).scalar_one())
    return found


def code_in(page: str) -> str:
    (code,) = set(re.findall(r"LK-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}", page))
    return code


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_feedback_is_written_reviewed_sent_followed_and_taken_back(
    world: World, http: aiohttp.ClientSession, language: str
) -> None:
    t = WORDS[language]
    form, follow = t["paths"]["form"], t["paths"]["follow"]
    async with http.get(form) as answer:
        assert t["form_title"] in await answer.text()
    data = fields()
    status, page = await post(http, form, data)
    assert (status, t["review_title"] in page, TEXT in page) == (200, True, True)
    assert await count(world) == 0
    status, page = await post(http, form, {**data, "step": "send"})
    assert (status, t["done_title"] in page, await count(world)) == (200, True, 1)
    code = code_in(page)
    status, page = await post(http, follow, {"code": code.lower().replace("-", " ")})
    assert (status, t["states"]["received"] in page, TEXT in page) == (200, True, True)
    status, page = await post(http, f"{follow}/{code}", {"step": "supplement", "id": str(uuid4()), "text": "Lisäys"})
    assert (status, "Lisäys" in page) == (200, True)
    status, page = await post(http, f"{follow}/{code}", {"step": "withdraw"})
    assert (status, t["states"]["withdrawn"] in page, t["withdraw_title"] in page) == (200, True, False)


async def test_the_same_form_sent_again_is_one_case(world: World, http: aiohttp.ClientSession) -> None:
    data = fields(step="send")
    (_, first), (_, again) = [await post(http, "/palaute", data) for _ in range(2)]
    assert (code_in(first), await count(world)) == (code_in(again), 1)


async def test_every_error_is_told_at_once_and_nothing_typed_is_lost(world: World, http: aiohttp.ClientSession) -> None:
    errors = WORDS["fi"]["errors"]
    data = fields(kind="", text="lyhyt", title="x" * 121, contact="email", email="ei osoite", sender_name="Testi <b>")
    status, page = await post(http, "/palaute", {**data, "step": "send"})
    assert status == 400
    for name in ("kind", "text_short", "title_long", "email"):
        assert errors[name] in page
    assert ("lyhyt" in page, "ei osoite" in page, "Testi <b>" in page) == (True, True, True)
    assert await count(world) == 0


async def test_what_was_typed_is_text_and_never_markup(http: aiohttp.ClientSession) -> None:
    mark = "<script>alert(1)</script> ja muuta"
    async with http.post("/palaute", data=fields(text=mark, title='"><b>', place="{{ 7 * 7 }}")) as answer:
        page = await answer.text()
    assert ("<script" in page, "<b>" in page, "{{ 7 * 7 }}" in page) == (False, False, True)


async def test_identity_codes_are_shown_masked_before_sending(http: aiohttp.ClientSession) -> None:
    _, page = await post(http, "/palaute", fields(text=f"{TEXT} 010594Y9032"))
    assert WORDS["fi"]["masked"] in page
    assert "●●●●●●-●●●●" in page


@pytest.mark.parametrize(
    ("typed", "error"),
    [("", "code_missing"), ("LK-7F3K-Q2M9-0ZXC3", "code_mistyped"), ("katuvalo", "code_unknown")],
)
async def test_what_is_wrong_with_a_code_is_told(http: aiohttp.ClientSession, typed: str, error: str) -> None:
    status, page = await post(http, "/palaute/seuranta", {"code": typed})
    assert status in {400, 404}
    assert WORDS["fi"]["errors"][error] in page


async def test_a_feedback_is_kept_from_caches_search_engines_and_links(http: aiohttp.ClientSession) -> None:
    async with http.get("/palaute") as answer:
        kept = {name: answer.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
    assert kept == {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


async def test_an_answered_feedback_shows_its_answer_to_whoever_has_the_code(
    world: World, http: aiohttp.ClientSession
) -> None:
    _, page = await post(http, "/palaute", fields(step="send", service="171"))
    code = code_in(page)
    case = await world.service.office.cases.find(code)
    assert case is not None
    await world.service.office.desk.answer(
        Nameless("agent", "a1", "Agent"), Seen(code, case.version), "Lamppu on vaihdettu."
    )
    async with http.get(f"/palaute/seuranta/{code}") as answer:
        page = unescape(await answer.text())
    assert ("Lamppu on vaihdettu." in page, WORDS["fi"]["states"]["answered"] in page) == (True, True)


async def test_guessing_codes_is_limited(http: aiohttp.ClientSession) -> None:
    statuses = [(await post(http, "/palaute/seuranta", {"code": "LK-0000-0000-00000"}))[1] for _ in range(121)]
    assert WORDS["fi"]["errors"]["rate_limited"] in statuses[-1]


def photo() -> bytes:
    content = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(content, "PNG")
    return content.getvalue()


async def post_images(
    http: aiohttp.ClientSession, data: dict[str, str], *images: bytes, remove: str = ""
) -> tuple[int, str]:
    form = aiohttp.FormData({**data, **({"remove": remove} if remove else {})})
    for content in images:
        form.add_field("images", content, filename="kuva.png", content_type="image/png")
    async with http.post("/palaute", data=form) as answer:
        return answer.status, unescape(await answer.text())


async def test_images_go_with_the_feedback_and_are_shown_to_whoever_has_its_code(
    world: World, http: aiohttp.ClientSession
) -> None:
    t = WORDS["fi"]
    data = fields(draft=secrets.token_urlsafe(32))
    status, page = await post_images(http, data, photo())
    assert (status, t["image"].format(number=1) in page, "40 × 30" in page) == (200, True, True)
    _, page = await post(http, "/palaute", {**data, "step": "send"})
    code = code_in(page)
    async with http.get(f"/palaute/seuranta/{code}") as answer:
        (image,) = set(re.findall(rf"/palaute/seuranta/{code}/[0-9a-f-]{{36}}", await answer.text()))
    async with http.get(image) as answer:
        shown = Image.open(BytesIO(await answer.read()))
        assert (answer.content_type, shown.size) == ("image/jpeg", (40, 30))
    other = code_in((await post(http, "/palaute", fields(step="send")))[1])
    async with http.get(image.replace(code, other)) as answer:
        assert answer.status == 404


async def test_an_image_can_be_taken_out_again(http: aiohttp.ClientSession) -> None:
    data = fields(draft=secrets.token_urlsafe(32))
    await post_images(http, data, photo())
    _, page = await post(http, "/palaute", {**data, "step": "edit"})
    (image,) = re.findall(r'name="remove" id="remove-1" value="([0-9a-f-]{36})"', page)
    _, page = await post_images(http, data, remove=image)
    assert WORDS["fi"]["image"].format(number=1) not in page


async def test_what_is_no_image_is_told_and_what_was_typed_stays(http: aiohttp.ClientSession) -> None:
    status, page = await post_images(http, fields(draft=secrets.token_urlsafe(32)), b"<html>")
    assert (status, WORDS["fi"]["errors"]["unsupported_image"] in page, TEXT in page) == (400, True, True)


async def test_a_long_text_that_comes_in_pieces_is_kept_whole(http: aiohttp.ClientSession) -> None:
    long = "Katuvalo on rikki. " * 200
    with aiohttp.MultipartWriter("form-data") as form:
        for name, value in fields(draft=secrets.token_urlsafe(32), text=long).items():
            form.append(value).set_content_disposition("form-data", name=name)
    buffer = BytesIO()

    class Kept:
        async def write(self, content: bytes) -> None:
            buffer.write(content)

    await form.write(Kept())
    whole = buffer.getvalue()

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(whole), 500):
            yield whole[start : start + 500]
            await asyncio.sleep(0.01)

    async with http.post("/palaute", data=pieces(), headers={"Content-Type": form.content_type}) as answer:
        page = unescape(await answer.text())
    assert (answer.status, page.count(long.strip())) == (200, 2)


async def test_more_text_than_a_form_has_is_refused(http: aiohttp.ClientSession) -> None:
    status, _ = await post_images(http, fields(draft=secrets.token_urlsafe(32), text="x" * 70_000))
    assert status == 413


MISPLACED = {
    "fi": "Vaadin oikaisua päätökseen, jolla hakemukseni hylättiin. Päätös on väärä ja haluan valittaa siitä.",
    "sv": "Jag begär omprövning av beslutet om avslag på min ansökan. Beslutet är fel och jag vill besvära mig.",
    "en": "I want to appeal against the decision that rejected my application and request a rectification of it.",
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_does_not_belong_here_is_told_before_it_is_stored_and_the_citizen_decides(
    world: World, http: aiohttp.ClientSession, language: Language
) -> None:
    t = WORDS[language]
    written = fields(text=MISPLACED[language])
    status, review = await post(http, t["paths"]["form"], written)
    signpost = SIGNPOSTS["rectification_or_appeal", language]
    assert status == 200
    assert signpost.title in review
    assert signpost.ways[0].url in review
    assert t["send_all_the_same"] in review
    assert await count(world) == 0
    status, _ = await post(http, t["paths"]["form"], {**written, "step": "send"})
    assert (status, await count(world)) == (200, 1)


async def test_a_sure_service_is_named_and_the_sender_may_say_that_it_is_another(
    world: World, http: aiohttp.ClientSession
) -> None:
    t = WORDS["en"]
    street = "There is a deep hole in the asphalt of our street, and the street light beside it is broken."
    _, review = await post(http, "/feedback", fields(text=street))
    assert f"Condition of streets {t['service_proposed']}" in review
    assert t["place_missing"] in review
    _, with_place = await post(http, "/feedback", fields(text=street, place="Testikatu 1"))
    assert t["place_missing"] not in with_place
    assert t["elsewhere_choice"] not in with_place

    async def stored(service: str) -> tuple[str, str]:
        _, done = await post(http, "/feedback", fields(text=street, step="send", service=service))
        query = select(cases.c.service_code, cases.c.routed_by).where(cases.c.code == code_in(done))
        row = await world.service.database.read(lambda c: c.execute(query).one())
        return row.service_code, row.routed_by

    assert await stored("") == ("171", "classifier")
    assert await stored("176") == ("176", "sender")
    assert await stored("other") == ("", "")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_form_saved_in_the_chat_goes_on_at_its_review_and_is_gone_when_sent(
    world: World, http: aiohttp.ClientSession, language: Language
) -> None:
    t = WORDS[language]
    form = SavedForm(kind="idea", text=TEXT, place="Esplanadi 1", sender_name="Naapuri", email="k@example.fi")
    saved_forms = world.service.office.saved_forms
    code, _ = await saved_forms.save(str(uuid4()), form, language, opened_by="c1", channel="email", send_to="")
    path = t["paths"]["form"]
    async with http.get(path) as answer:
        assert t["resume"] in unescape(await answer.text())
    status, page = await post(http, path, {"step": "resume", "code": code.lower()})
    assert (status, t["review_title"] in page, TEXT in page, "Naapuri" in page) == (200, True, True, True)
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    status, page = await post(http, path, {**sent, "step": "send"})
    assert (status, t["done_title"] in page) == (200, True)
    case = await world.service.office.cases.find(code_in(page))
    assert case is not None
    assert (case.kind, case.place, case.email, case.contact) == ("idea", "Esplanadi 1", "k@example.fi", "email")
    status, page = await post(http, path, {"step": "resume", "code": code})
    assert (status, t["errors"]["resume_unknown"] in page) == (404, True)


async def test_a_slip_in_the_code_of_a_saved_form_is_told_and_what_was_typed_stays(
    world: World, http: aiohttp.ClientSession
) -> None:
    code, _ = await world.service.office.saved_forms.save(
        str(uuid4()), SavedForm(kind="idea", text=TEXT), "fi", opened_by="c1", channel="email", send_to=""
    )
    slip = code[:-1] + ("0" if code[-1] != "0" else "1")
    status, page = await post(http, "/palaute", {"step": "resume", "code": slip})
    assert (status, WORDS["fi"]["errors"]["code_mistyped"] in page, f'value="{slip}"' in page) == (404, True, True)
