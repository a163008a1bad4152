"""What the bot's feedback form asks of the service: a look, a case with its images, and a form for another day."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import aiohttp
from PIL import Image
from sqlalchemy import func, select

from actions.ports import Feedback, Review
from handoff.storage.tables import cases, images, saved_forms
from tests.handoff.conftest import World
from tests.support.clients import VisitorClient

SWING = Feedback("complaint", "Leikkipuiston keinu on rikki ja vaarallinen.", "fi", place="Esplanadi 1")


def picture(shade: int = 0) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (40, 30), (shade, shade, shade)).save(stream, "PNG")
    return stream.getvalue()


async def talking(world: World, **how: str) -> tuple[VisitorClient, str]:
    visitor = await world.visitor(**how)
    await visitor.send("moi")
    state = (await visitor.sync())["state"]
    return visitor, state["conversation"]


async def reviewed(world: World, conversation: str, feedback: Feedback) -> Review:
    """Look at a feedback once everything is learnt, which takes longer than a form waits on a busy machine."""
    await asyncio.to_thread(world.service.office.reception.open)
    return await world.actions().review_feedback(conversation, feedback)


async def turn_of(world: World, visitor: VisitorClient) -> str:
    """Say something, and return the turn that the bot is asked for by it."""
    await visitor.send("lähetä")
    async with asyncio.timeout(5):
        while world.bot.asked[-1]["text"] != "lähetä":
            await asyncio.sleep(0.01)
    return str(world.bot.asked[-1]["message"])


async def upload(world: World, draft: str, content: bytes) -> int:
    headers = {"Luukku-Draft": draft}
    async with aiohttp.ClientSession(world.url) as http, http.post("/images", data=content, headers=headers) as answer:
        return answer.status


async def test_a_feedback_is_looked_at_in_its_senders_language_and_nothing_is_stored(world: World) -> None:
    _, conversation = await talking(world)
    review = await reviewed(world, conversation, SWING)
    assert len(review.services) == 3
    assert all(set(service.names) == {"fi", "sv", "en"} for service in review.services)
    assert review.signpost is None
    assert await world.service.database.read(lambda c: c.execute(select(func.count(cases.c.id))).scalar()) == 0


async def test_danger_to_life_is_told_with_where_help_is(world: World) -> None:
    _, conversation = await talking(world)
    danger = replace(SWING, text="I am going to kill myself tonight.", language="en")
    review = await reviewed(world, conversation, danger)
    assert review.signpost is not None
    assert "112" in review.signpost.text
    assert any(url == "tel:112" for _, url in review.signpost.links)


async def test_the_secret_of_a_forms_images_stays_the_same_until_the_form_is_sent(world: World) -> None:
    visitor, conversation = await talking(world)
    first = await visitor.do("image_draft", {})
    assert first["images"] == []
    assert await upload(world, first["draft"], picture()) == 201
    again = await (await world.visitor(visitor.token)).do("image_draft", {})
    assert again["draft"] == first["draft"]
    assert [image["width"] for image in again["images"]] == [40]
    assert (await reviewed(world, conversation, SWING)).images == 1

    turn = await turn_of(world, visitor)
    receipt = await world.actions().submit_feedback(conversation, turn, SWING)
    assert await world.actions().submit_feedback(conversation, turn, SWING) == receipt
    case = await world.service.office.cases.find(receipt.code)
    assert case is not None
    rows = await world.service.database.read(lambda c: c.execute(select(images.c.case_id)).scalars().all())
    assert rows == [case.id]
    later = await visitor.do("image_draft", {})
    assert later["draft"] != first["draft"]
    assert later["images"] == []


async def test_nobody_elses_secret_is_told(world: World) -> None:
    visitor, _ = await talking(world)
    draft = (await visitor.do("image_draft", {}))["draft"]
    other, _ = await talking(world)
    assert (await other.do("image_draft", {}))["draft"] != draft


async def test_who_has_said_nothing_and_the_young_add_no_images(world: World) -> None:
    silent = await world.visitor()
    assert (await silent.ask("image_draft", {}))["error"] == "not_found"
    young, _ = await talking(world, mode="youth")
    assert (await young.ask("image_draft", {}))["error"] == "not_found"


async def test_a_form_is_saved_gone_on_with_elsewhere_and_gone_when_it_is_sent(world: World) -> None:
    _, conversation = await talking(world)
    saved = await world.actions().save_feedback(conversation, str(uuid4()), replace(SWING, contact="k@example.fi"), "")
    assert not saved.is_mailed
    returned, another = await talking(world)
    found = await world.actions().resume_feedback(another, saved.code)
    assert isinstance(found, Feedback)
    assert (found.text, found.place, found.contact) == (SWING.text, SWING.place, "k@example.fi")
    await world.actions().submit_feedback(another, await turn_of(world, returned), replace(found, language="fi"))
    left = await world.service.database.read(
        lambda c: c.execute(select(func.count()).select_from(saved_forms)).scalar()
    )
    assert left == 0
    assert await world.actions().resume_feedback(another, saved.code) == "unknown"
    letters = saved.code.replace("-", "")
    slip = letters[:-1] + ("0" if letters[-1] != "0" else "1")
    assert await world.actions().resume_feedback(another, slip) == "mistyped"


async def test_a_choice_of_the_sender_and_its_absence_reach_the_case(world: World) -> None:
    visitor, conversation = await talking(world)
    services = world.actions()
    chosen = await services.submit_feedback(
        conversation, await turn_of(world, visitor), replace(SWING, service="171", title="Keinu")
    )
    case = await world.service.office.cases.find(chosen.code)
    assert case is not None
    assert (case.service_code, case.title) == ("171", "Keinu")


async def test_what_the_city_is_to_choose_is_routed_by_nobody_else(world: World) -> None:
    visitor, conversation = await talking(world)
    turn = await turn_of(world, visitor)
    left = await world.actions().submit_feedback(conversation, turn, replace(SWING, service="city"))
    case = await world.service.office.cases.find(left.code)
    assert case is not None
    assert case.service_code == ""


async def test_a_number_is_read_and_kept_as_the_senders_contact(world: World) -> None:
    visitor, conversation = await talking(world)
    services = world.actions()
    number = await services.read_phone("040 123 4567")
    assert number == "+358401234567"
    assert await services.read_phone("12") == ""
    receipt = await services.submit_feedback(
        conversation, await turn_of(world, visitor), replace(SWING, contact=number)
    )
    case = await world.service.office.cases.find(receipt.code)
    assert case is not None
    assert (case.contact, case.phone, case.email) == ("sms", number, "")
