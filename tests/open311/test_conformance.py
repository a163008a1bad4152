"""Every answer in both formats against schemas that were written from the standard, not from the code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from tests.open311.conftest import BASE, MAIJA, TEXT, Client

SCHEMAS = Path(__file__).parent / "schemas"
JSON = json.loads((SCHEMAS / "open311.json").read_text(encoding="utf-8"))
XML = etree.XMLSchema(etree.parse(SCHEMAS / "open311.xsd"))
FORMATS = ("json", "xml")
ROOTS = {"accepted": "service_requests"}
SENT = {"confirmed": "true", "service_code": "171", "description": TEXT, "address_string": "Maijankatu 1"}


def check(shape: str, format_: str, content_type: str, body: bytes) -> None:
    if format_ == "json":
        assert content_type == "application/json; charset=utf-8"
        Draft202012Validator({**JSON, "$ref": f"#/$defs/{shape}"}).validate(json.loads(body))
        return
    assert content_type == "text/xml; charset=utf-8"
    assert body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    root = etree.fromstring(body)
    XML.assertValid(root)
    assert root.tag == ROOTS.get(shape, shape)


@pytest.mark.parametrize("format_", FORMATS)
async def test_every_answer_is_as_the_standard_has_it(client: Client, format_: str) -> None:
    open_ = await client.case(service_code="171", origin="a")
    unsorted = await client.case(origin="b", is_for_sorters=True)
    published = await client.published(origin="c")
    for path, shape, status in (
        ("/services", "services", 200),
        ("/services/171", "service_definition", 200),
        ("/services/nothing", "errors", 404),
        ("/requests", "service_requests", 200),
        ("/requests?extensions=true&locale=sv", "service_requests", 200),
        ("/requests?start_date=2020-01-01T00:00:00Z&end_date=2020-02-01T00:00:00%2B02:00", "service_requests", 200),
        (f"/requests/{open_.id}", "service_requests", 200),
        (f"/requests/{unsorted.id}?extensions=true", "service_requests", 200),
        (f"/requests/{published.id}?extensions=true", "service_requests", 200),
        ("/requests/nothing", "errors", 404),
        ("/requests?status=sleeping", "errors", 400),
        ("/services?locale=de", "errors", 400),
        ("/tokens/1", "errors", 404),
    ):
        before, mark, query = path.partition("?")
        async with client.http.get(f"{BASE}{before}.{format_}{mark}{query}") as answer:
            assert answer.status == status, path
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            check(shape, format_, answer.headers["Content-Type"], await answer.read())


@pytest.mark.parametrize("format_", FORMATS)
async def test_what_a_new_request_is_answered_is_as_the_standard_has_it(client: Client, format_: str) -> None:
    for fields, shape, status in (
        ({**SENT, "api_key": client.key}, "accepted", 200),
        (SENT, "errors", 403),
        ({**SENT, "api_key": client.key, "service_code": ""}, "errors", 400),
        ({**SENT, "api_key": client.key, "service_code": "no"}, "errors", 404),
        ({**SENT, "api_key": client.key, "description": "ä" * 40_000}, "errors", 413),
    ):
        async with client.http.post(f"{BASE}/requests.{format_}", data=fields) as answer:
            assert answer.status == status, fields
            # A page that sends would have to hold the key.
            assert "Access-Control-Allow-Origin" not in answer.headers
            check(shape, format_, answer.headers["Content-Type"], await answer.read())


async def test_the_schemas_refuse_what_is_wrong(client: Client) -> None:
    async with client.http.get(f"{BASE}/services.xml") as answer:
        good = await answer.text()
    for wrong in (good.replace("realtime", "later", 1), good.replace("<group>", "<groups/><group>", 1)):
        assert not XML.validate(etree.fromstring(wrong.encode()))
    (first, *_) = (await client.get("/services.json"))[1]
    services: dict[str, Any] = {**JSON, "$ref": "#/$defs/services"}
    for broken in ({**first, "metadata": "true"}, {**first, "more": 1}, {"service_code": "1"}):
        assert not Draft202012Validator(services).is_valid([broken])


async def test_both_formats_say_the_same(client: Client) -> None:
    published = await client.published()
    _, (told,) = await client.get(f"/requests/{published.id}.json", extensions="true")
    async with client.http.get(f"{BASE}/requests/{published.id}.xml?extensions=true") as answer:
        root = etree.fromstring(await answer.read())
    for name, value in told.items():
        if name != "extended_attributes":
            assert (root.findtext(f"request/{name}") or None) == (str(value) if value not in {None, ""} else None), name
    assert root.findtext("request/extended_attributes/title") == told["extended_attributes"]["title"]


async def test_text_that_is_no_xml_makes_no_broken_answer(client: Client) -> None:
    published = await client.published()
    desk = client.world.service.office.desk
    words = {"title": "<b> & ]]>", "text": "a\ufffeb \u2028 c", "answer": "<script>alert(1)</script>"}
    await desk.publish(MAIJA, await client.seen(published), **words)
    async with client.http.get(f"{BASE}/requests.xml?extensions=true") as answer:
        root = etree.fromstring(await answer.read())
    XML.assertValid(root)
    assert root.findtext("request/status_notes") == words["answer"]
    assert root.findtext("request/description") == "a\ufffdb \u2028 c"
