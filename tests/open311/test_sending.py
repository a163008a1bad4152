"""New requests from other systems: who may send, what is kept of them, and that a retry is harmless."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from handoff.storage.tables import audit, cases
from tests.open311.conftest import BASE, TEXT, Client

FORM = "application/x-www-form-urlencoded"
JUDGED: list[tuple[dict[str, str], int]] = [
    ({"service_code": ""}, 400),
    ({"service_code": "nothing"}, 404),
    ({"description": "lyhyt"}, 400),
    ({"description": " " * 20}, 400),
    ({"description": "a" * 4001}, 400),
    ({"lat": ""}, 400),
    ({"lat": "", "long": ""}, 400),
    ({"lat": "", "long": "", "address_id": "12"}, 400),
    ({"lat": "60,1"}, 400),
    ({"long": "181"}, 400),
    ({"email": "liisa"}, 400),
    ({"phone": "soita"}, 400),
    ({"title": "a" * 121}, 400),
    ({"locale": "de"}, 400),
    ({"attribute[kind]": "grumble"}, 400),
    ({"attribute[can_be_published]": "true"}, 400),
    ({"media_url": "http://kuvat.example.org/1.jpg"}, 400),
    ({"media_url": "https://user:word@kuvat.example.org/1.jpg"}, 400),
    ({"media_url": "https://169.254.169.254/latest/meta-data"}, 400),
    ({"media_url": "https://localhost/1.jpg"}, 400),
    ({"media_url": "https://kuvat.example.org:8443/1.jpg"}, 400),
    ({"media_url": "https://kuvat.example.org/1.jpg\nhei"}, 400),
    ({"confirmed": "perhaps"}, 400),
    ({"once": "a b"}, 400),
    ({"once": "a" * 201}, 400),
    ({"description": "a" * 4000}, 200),
    ({"lat": "", "long": "", "address_string": "Maijankatu"}, 200),
    ({"lat": "", "long": "", "service_code": "2809"}, 200),
    ({"lat": "6.016952e1"}, 200),
    ({"path": "/requests.json", "attribute[unknown]": "1", "unknown": "2"}, 200),
]


async def count(client: Client) -> int:
    found: int = await client.world.service.database.read(
        lambda c: c.execute(select(func.count(cases.c.id))).scalar_one()
    )
    return found


async def stored(client: Client, sent: list[dict[str, Any]]) -> Any:
    query = select(cases).where(cases.c.id == sent[0]["service_request_id"])
    return await client.world.service.database.read(lambda c: c.execute(query).one())


async def test_everything_that_the_standard_has_is_kept_or_left_out_on_purpose(client: Client) -> None:
    status, sent = await client.send(
        email="liisa@example.org",
        first_name="Liisa",
        last_name="Lahti",
        phone="040 123 4567",
        title="Pimeä risteys",
        address_string="Maijankatu 1",
        device_id="tt222111",
        account_id="123456",
        media_url="https://kuvat.example.org/kuva.jpg",
        locale="sv_FI",
        **{"attribute[kind]": "complaint", "attribute[can_be_published]": "yes"},
    )
    assert status == 200
    row = await stored(client, sent)
    assert (row.email, row.contact, row.phone, row.sender_name) == (
        "liisa@example.org",
        "email",
        "+358401234567",
        "Liisa Lahti",
    )
    assert (row.title, row.place, row.lat, row.lon) == ("Pimeä risteys", "Maijankatu 1", 60.16952, 24.93545)
    assert (row.kind, row.may_publish, row.language, row.service_code) == ("complaint", True, "sv", "171")
    assert row.text == f"{TEXT}\n\nmedia_url: https://kuvat.example.org/kuva.jpg"
    assert "tt222111" not in str(row)


async def test_the_sender_is_told_the_code_that_opens_their_case(client: Client) -> None:
    _, sent = await client.send()
    (code,) = set(re.findall(r"LK-[0-9A-Z-]{15}", sent[0]["service_notice"]))
    async with client.http.get(f"/palaute/seuranta/{code}") as answer:
        assert TEXT in await answer.text()


async def test_the_same_idempotency_key_again_is_one_case_of_one_system(client: Client) -> None:
    answers = await asyncio.gather(*(client.send(once="abc") for _ in range(5)))
    assert len({sent[0]["service_request_id"] for _, sent in answers}) == 1
    assert await count(client) == 1
    client.key = await client.world.service.office.keys.add("Toinen")
    await client.send(once="abc")
    await client.send()
    await client.send()
    assert await count(client) == 4


async def test_who_has_no_key_or_a_revoked_one_sends_nothing(client: Client) -> None:
    keys = client.world.service.office.keys
    for key in ("", "x", client.key + "x", "\x00", "ä"):
        assert (await client.send(api_key=key))[0] == 403
    (known,) = await keys.everyone()
    await keys.revoke(known.id)
    await keys.revoke(known.id)
    assert (await client.send())[0] == 403
    assert await count(client) == 0
    database = client.world.service.database
    actions = await database.read(lambda c: list(c.execute(select(audit.c.detail).order_by(audit.c.id)).scalars()))
    assert ["open311_key" in line for line in actions] == [True, True]
    assert client.key not in "".join(actions)


async def test_what_does_not_fit_is_refused_and_why(client: Client) -> None:
    for fields, status in JUDGED:
        before = await count(client)
        got, answer = await client.send(**fields)
        assert (got, await count(client) - before) == (status, int(status == 200)), (fields, answer)
        if status != 200:
            assert answer[0]["code"] == status


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("text/plain", b"api_key=x"),
        (f"{FORM}; charset=klingon", b"api_key=x"),
        (f"{FORM}; charset=utf-8", b"description=\xff\xfe"),
        (f"{FORM}; charset=utf-16", b"api_key=x"),
        (FORM, b"&".join(b"a%d=1" % n for n in range(3000))),
        ("multipart/form-data; boundary=x", b"--x\r\n"),
    ],
)
async def test_a_body_that_is_no_form_is_refused(client: Client, content_type: str, body: bytes) -> None:
    async with client.http.post(f"{BASE}/requests.json", data=body, headers={"Content-Type": content_type}) as answer:
        assert answer.status in {400, 403, 413}
        assert (await answer.json())[0]["code"] == answer.status


async def test_identity_codes_are_masked_and_short_fields_stay_short(client: Client) -> None:
    _, sent = await client.send(description=f"{TEXT} 010594Y9032", title="4222222222222 " * 8)
    row = await stored(client, sent)
    assert "010594Y9032" not in row.text
    assert ("4222222222222" in row.title, len(row.title) <= 120) == (False, True)


async def test_sending_is_limited_per_key(client: Client) -> None:
    # Twice, for ten minutes may end in between.
    for _ in range(2 * client.world.service.settings.open311_posts + 1):
        if (await client.send(description="lyhyt"))[0] == 429:
            break
    assert (await client.send())[0] == 429
    client.key = await client.world.service.office.keys.add("Toinen")
    assert (await client.send())[0] == 200


DECISION = "Vaadin oikaisua rakennusvalvonnan päätökseen, jolla autokatokseni lupahakemus hylättiin."


async def test_what_belongs_elsewhere_is_told_where_and_kept_if_the_sender_says_so(client: Client) -> None:
    path = f"{BASE}/requests.json"
    fields = {"api_key": client.key, "service_code": "2806", "description": DECISION}
    for locale, word in (("fi", "kirjaamosta"), ("sv", "registratorskontoret"), ("en", "registry")):
        async with client.http.post(path, data={**fields, "locale": locale}) as answer:
            ((error,), kind) = await answer.json(), answer.headers["Luukku-Misplaced"]
            assert (answer.status, word in error["description"], kind) == (400, True, "rectification_or_appeal")
            assert "confirmed=true" in error["description"]
    assert await count(client) == 0
    async with client.http.post(path, data={**fields, "description": TEXT}) as answer:
        assert (answer.status, await count(client)) == (200, 1)
    assert (await client.send(**fields))[0] == 200
    assert await count(client) == 2
