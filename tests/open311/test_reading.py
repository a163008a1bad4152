"""What others see of the cases, and what they do not; and which cases each question finds."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import update

from handoff.storage.tables import cases
from tests.open311.conftest import BASE, MAIJA, TEXT, Client

SECRETS = {
    "text": "Naapurini Matti pysäköi pihalle joka ilta.",
    "title": "Matin auto",
    "place": "Maijankatu 1 A 2",
    "email": "liisa@example.org",
    "phone": "+358401234567",
    "sender_name": "Liisa L.",
}

REFUSED: list[dict[str, str]] = [
    {"status": "sleeping"},
    {"start_date": "yesterday"},
    {"start_date": "2026-05-01"},
    {"start_date": "2026-05-01T12:00:00"},
    {"end_date": "2026-13-01T12:00:00Z"},
    {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-05-01T00:00:00Z"},
    {"updated_after": "2026-01-01T00:00:00Z", "updated_before": "2026-05-01T00:00:00Z"},
    {"lat": "60.1"},
    {"lat": "60.1", "long": "24.9"},
    {"lat": "91", "long": "24.9", "radius": "10"},
    {"lat": "nan", "long": "24.9", "radius": "10"},
    {"lat": "60.1", "long": "24.9", "radius": "20001"},
    {"bbox": "24,60,25"},
    {"bbox": "24,60,25,inf"},
    {"page": "0"},
    {"page": "²"},
    {"page": "52", "page_size": "1000"},
    {"page_size": "1001"},
    {"locale": "de"},
    {"extensions": "maybe"},
    {"service_code": "171,"},
    {"service_request_id": "\0"},
    {"service_request_id": ",".join(["a"] * 101)},
]


async def ids(client: Client, **query: str) -> list[str]:
    status, found = await client.get("/requests.json", **query)
    assert status == 200, found
    return [each["service_request_id"] for each in found]


async def everything(client: Client, case_id: str) -> str:
    pages = []
    for path in (f"/requests/{case_id}", "/requests"):
        for format_ in ("json", "xml"):
            async with client.http.get(f"{BASE}{path}.{format_}?extensions=true") as answer:
                pages.append(await answer.text())
    return "\n".join(pages)


async def test_nothing_that_was_sent_is_shown_before_it_is_published(client: Client) -> None:
    case = await client.case(**SECRETS, lat=60.16952, lon=24.93545, may_publish=True, service_code="171")
    await client.world.service.office.desk.answer(MAIJA, await client.seen(case), "Kiitos, Liisa.")
    shown = await everything(client, case.id)
    assert case.id in shown
    for secret in (*SECRETS.values(), "Kiitos, Liisa.", case.code, case.reply_token, "60.1", "24.9"):
        assert secret not in shown, secret


async def test_a_published_case_is_shown_in_its_published_words_and_with_a_rounded_place(client: Client) -> None:
    case = await client.published(**SECRETS)
    shown = await everything(client, case.id)
    for secret in (*SECRETS.values(), "Lamppu vaihdetaan Maijan kadulla.", case.code, "60.16952", "24.93545"):
        assert secret not in shown, secret
    _, (told,) = await client.get(f"/requests/{case.id}.json", extensions="true")
    assert (told["description"], told["status_notes"], told["lat"], told["long"]) == (
        "Katuvalo ei pala.",
        "Lamppu on vaihdettu.",
        60.17,
        24.935,
    )
    desk = client.world.service.office.desk
    await desk.unpublish(MAIJA, await client.seen(case))
    shown = await everything(client, case.id)
    assert not any(word in shown for word in ("Katuvalo ei pala.", "Lamppu on vaihdettu.", "60.17"))


async def test_the_door_behind_a_rounded_place_cannot_be_found_by_asking(client: Client) -> None:
    await client.published()
    around = {"lat": "60.16952", "long": "24.93545"}
    assert await ids(client, **around, radius="40") == []
    assert len(await ids(client, lat="60.17", long="24.935", radius="1")) == 1
    assert await ids(client, bbox="24.9354,60.1695,24.9355,60.1696") == []
    assert len(await ids(client, bbox="24.93,60.16,24.94,60.18")) == 1
    await client.case(lat=60.2, lon=25.0, service_code="171")
    assert await ids(client, lat="60.2", long="25.0", radius="20000") == await ids(client, bbox="24.5,60,26,61")


async def test_a_circle_finds_what_is_within_it(client: Client) -> None:
    near = await client.published(lat=60.179, lon=24.935)
    await client.published(lat=60.19, lon=24.935)
    east = await client.published(lat=60.17, lon=24.953)
    # 1,001 m north, 2,224 m north, and 995 m east.
    assert set(await ids(client, lat="60.17", long="24.935", radius="1010")) == {near.id, east.id}
    assert await ids(client, lat="60.17", long="24.935", radius="998") == [east.id]


async def test_young_peoples_and_withdrawn_cases_are_not_there(client: Client) -> None:
    young = await client.case(mode="youth", channel="widget", service_code="171")
    gone = await client.case(service_code="171")
    await client.world.service.office.cases.withdraw(gone.code)
    assert await ids(client) == []
    assert await ids(client, service_request_id=f"{young.id},{gone.id}") == []
    for case in (young, gone):
        assert (await client.get(f"/requests/{case.id}.json"))[0] == 404


async def test_the_tracking_code_is_no_id(client: Client) -> None:
    case = await client.case(service_code="171")
    assert (await client.get(f"/requests/{case.code}.json"))[0] == 404
    async with client.http.get(f"/palaute/seuranta/{case.id}") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_texts_are_in_the_language_that_is_asked_for(client: Client, language: str) -> None:
    case = await client.case(service_code="171")
    _, services = await client.get("/services.json", locale=f"{language}_FI")
    _, (told,) = await client.get(f"/requests/{case.id}.json", locale=language)
    names = {"fi": "Katujen kunto", "sv": "Gatornas skick", "en": "Condition of streets"}
    notes = {"fi": "vastaanotettu", "sv": "tagits emot", "en": "been received"}
    assert services[0]["service_name"] == told["service_name"] == names[language]
    assert notes[language] in told["status_notes"]


async def test_each_state_has_its_two_statuses(client: Client) -> None:
    desk = client.world.service.office.desk
    unsorted, received = await client.case(is_for_sorters=True), await client.case(service_code="171")
    taken, answered, rejected, passed, merged = [await client.case(service_code="171") for _ in range(5)]
    await desk.take(MAIJA, await client.seen(taken))
    await desk.answer(MAIJA, await client.seen(answered), "Kiitos.")
    await desk.reject(MAIJA, await client.seen(rejected), "Ei ole varaa.")
    await desk.transfer(MAIJA, await client.seen(passed), "Valtio", "Tie on valtion.")
    await desk.merge(MAIJA, await client.seen(merged), received.code)
    _, found = await client.get("/requests.json", extensions="true")
    statuses = {
        each["service_request_id"]: (each["status"], each["extended_attributes"]["detailed_status"]) for each in found
    }
    assert statuses == {
        unsorted.id: ("open", "PENDING"),
        received.id: ("open", "RECEIVED"),
        taken.id: ("open", "IN_PROCESS"),
        answered.id: ("closed", "PROCESSED"),
        rejected.id: ("closed", "REJECTED"),
        passed.id: ("closed", "PROCESSED"),
        merged.id: ("closed", "PROCESSED"),
    }
    (note,) = [each["status_notes"] for each in found if each["service_request_id"] == merged.id]
    assert received.id in note
    assert set(await ids(client, status="open")) == {unsorted.id, received.id, taken.id}
    assert len(await ids(client, status="closed")) == 4
    assert len(await ids(client, status="open,closed")) == 7
    # What it was merged into is nobody's to know any more.
    await client.world.service.office.cases.withdraw(received.code)
    assert received.id not in await everything(client, merged.id)


async def test_cases_are_found_by_service_time_and_change(client: Client) -> None:
    now = client.world.clock()
    stamp = "%Y-%m-%dT%H:%M:%SZ"
    old, older, oldest = [await client.case(service_code=code) for code in ("171", "174", "171")]
    for case, days in ((old, 10), (older, 80), (oldest, 200)):
        at = now - timedelta(days=days)
        await client.world.service.database.write(
            lambda c, case=case, at=at: c.execute(
                update(cases).where(cases.c.id == case.id).values(received_at=at, updated_at=at)
            )
        )
    assert await ids(client) == [old.id, older.id]
    assert await ids(client, service_code="171") == [old.id]
    assert await ids(client, service_code="171,174") == [old.id, older.id]
    since = (now - timedelta(days=210)).strftime(stamp)
    assert await ids(client, start_date=since) == [oldest.id]
    assert await ids(client, end_date=(now - timedelta(days=150)).strftime(stamp)) == [oldest.id]
    # A plus that was not escaped arrives as a blank.
    zoned = (now - timedelta(days=20)).strftime("%Y-%m-%dT%H:%M:%S+02:00")
    async with client.http.get(f"{BASE}/requests.json?start_date={zoned}") as answer:
        assert [each["service_request_id"] for each in await answer.json()] == [old.id]
    assert await ids(client, updated_after=since) == [oldest.id]
    await client.world.service.office.desk.take(MAIJA, await client.seen(oldest))
    assert await ids(client, updated_after=(now - timedelta(days=1)).strftime(stamp)) == [oldest.id]
    assert await ids(client, updated_after=since, updated_before=(now - timedelta(days=199)).strftime(stamp)) == []
    # Ids stand alone.
    assert await ids(client, service_request_id=oldest.id, status="open", service_code="174") == [oldest.id]


async def test_pages_hold_each_case_once(client: Client) -> None:
    made = [(await client.case(service_code="171")).id for _ in range(7)]
    pages = [await ids(client, page=str(page), page_size="3") for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert sorted(each for page in pages for each in page) == sorted(made)


async def test_what_cannot_be_asked_is_refused_and_why(client: Client) -> None:
    for query in REFUSED:
        status, (error, *_) = await client.get("/requests.json", **query)
        assert (status, error["code"]) == (400, 400), query
        assert error["description"].partition(":")[0].split(",")[0] in {*query, "lat"}


async def test_the_ends_of_the_calendar_are_no_error_of_ours(client: Client) -> None:
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"):
        for name in ("start_date", "end_date", "updated_after", "updated_before"):
            status, _ = await client.get("/requests.json", **{name: moment})
            assert status == (400 if "+14" in moment else 200), (moment, name)


async def test_an_image_is_seen_once_it_and_its_case_are_public(client: Client) -> None:
    office, database = client.world.service.office, client.world.service.database
    content = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(content, "PNG")
    draft = "d" * 43
    image = await office.images.upload(draft, content.getvalue())
    case = await client.case(draft=draft, may_publish=True, service_code="171")
    path = f"{BASE}/media/{image.id}.jpg"

    async def look() -> tuple[int, Any]:
        async with client.http.get(path) as answer:
            _, (told,) = await client.get(f"/requests/{case.id}.json")
            return answer.status, told["media_url"]

    assert await look() == (404, None)
    await database.write(lambda c: office.images.set_public(c, case.id, image.id, is_public=True))
    assert await look() == (404, None)
    await office.desk.answer(MAIJA, await client.seen(case), "Kiitos.")
    published = await office.desk.publish(
        MAIJA, await client.seen(case), title="Kuva", text="Kuva", answer="Kiitos", images=[image.id]
    )
    status, url = await look()
    assert (status, url.endswith(path)) == (200, True)
    await office.desk.unpublish(MAIJA, await client.seen(published))
    assert await look() == (404, None)


async def test_reading_is_limited_and_says_for_how_long(client: Client) -> None:
    # Twice, for a minute may end in between.
    for _ in range(2 * client.world.service.settings.open311_reads + 1):
        if (await client.get("/services/no.json"))[0] == 429:
            break
    async with client.http.get(f"{BASE}/services.xml") as answer:
        assert (answer.status, int(answer.headers["Retry-After"]) <= 61) == (429, True)


async def test_a_case_says_that_it_came_in_this_way(client: Client) -> None:
    _, (sent, *_) = await client.send()
    row = await client.world.service.database.read(
        lambda c: c.execute(cases.select().where(cases.c.id == sent["service_request_id"])).one()
    )
    assert (row.channel, row.text, row.listed, row.routed_by) == ("open311", TEXT, True, "sender")
