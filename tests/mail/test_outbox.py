"""The outbox for the people who look after it: what waits, what was given up, what is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from handoff.audit.model import Nameless
from handoff.conversations.masking import IDENTITY_MASK
from handoff.errors import Conflict, NotFound
from handoff.mail import store
from handoff.mail.model import NotSent
from handoff.mail.service import Outbox
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.storage.tables import audit
from tests.mail.conftest import NOW, Clock, a_mail, put, row

DAY = timedelta(days=1)
SOMEBODY = Nameless("agent", "agent-1", "Maija M.")


@pytest.fixture
def outbox(database: Database, clock: Clock) -> Outbox:
    return Outbox(database, Settings(smtp_host="mail.example.fi"), clock)


async def log(database: Database) -> list[Any]:
    return await database.read(lambda c: list(c.execute(select(audit).order_by(audit.c.id)).all()))


async def let_die(database: Database, mail_id: str) -> None:
    parcel = await database.write(lambda c: store.claim(c, ("email",), NOW, DAY))
    assert parcel is not None
    assert parcel.mail.id == mail_id
    why = NotSent("recipient_550", is_final=True)
    assert await database.write(lambda c: store.note_failure(c, parcel, why, NOW, 0.5))


async def test_identity_codes_are_masked_before_anything_is_stored(database: Database) -> None:
    mail = a_mail(subject="010190-123A", text="Koodi on 010190-123A.", html="<p>Koodi on 010190-123A.</p>")
    await put(database, mail)
    stored = await row(database, mail.id)
    assert (stored.subject, stored.body_text) == (IDENTITY_MASK, f"Koodi on {IDENTITY_MASK}.")
    assert stored.body_html == f"<p>Koodi on {IDENTITY_MASK}.</p>"


@pytest.mark.parametrize(
    "recipient", ["", "maija", "a@b.fi, c@d.fi", "a@b.fi\r\nBcc: c@d.fi", "Maija <a@b.fi>", "a@" + "b" * 260]
)
async def test_an_address_that_is_none_is_a_dead_letter_and_stops_nothing(
    database: Database, outbox: Outbox, recipient: str
) -> None:
    mail = a_mail(recipient)
    await put(database, mail)
    [letter] = await outbox.dead_letters()
    assert (letter.id, letter.error) == (mail.id, "bad_address")
    with pytest.raises(Conflict):
        await outbox.retry(SOMEBODY, mail.id)


async def test_later_mails_about_a_case_refer_to_the_first_of_the_same_person(database: Database) -> None:
    first, other, second = a_mail(), a_mail("unit@example.fi"), a_mail()
    answer = a_mail(in_reply_to="<question@example.org>")
    for number, mail in enumerate((first, other, second, answer)):
        await put(database, mail, at=NOW + timedelta(minutes=number))
    assert (await row(database, first.id)).in_reply_to == ""
    assert (await row(database, other.id)).in_reply_to == ""
    assert (await row(database, second.id)).in_reply_to == first.message_id
    assert (await row(database, answer.id)).in_reply_to == "<question@example.org>"


async def test_a_dead_letter_is_listed_without_the_whole_address(database: Database, outbox: Outbox) -> None:
    mail = a_mail()
    await put(database, mail)
    assert await outbox.dead_letters() == []
    await let_die(database, mail.id)
    [letter] = await outbox.dead_letters()
    assert (letter.id, letter.case_id, letter.recipient) == (mail.id, "case-1", "m•••@example.org")
    assert (letter.error, letter.attempts, letter.ended_at) == ("recipient_550", 1, NOW)


async def test_a_dead_letter_that_is_retried_is_due_at_once_with_all_its_attempts(
    database: Database, outbox: Outbox, clock: Clock
) -> None:
    mail = a_mail()
    await put(database, mail)
    await let_die(database, mail.id)
    clock.advance(DAY)
    await outbox.retry(SOMEBODY, mail.id)
    stored = await row(database, mail.id)
    assert (stored.state, stored.attempts, stored.next_at, stored.ended_at) == ("pending", 0, clock.now, None)
    assert stored.body_text == mail.text
    [line] = await log(database)
    assert (line.action, line.agent_name) == ("mail", "Maija M.")
    assert orjson.loads(line.detail) == {
        "change": "retry",
        "mail": mail.id,
        "error": "recipient_550",
        "case": "case-1",
    }
    with pytest.raises(Conflict):
        await outbox.retry(SOMEBODY, mail.id)
    assert len(await log(database)) == 1


async def test_a_dead_letter_that_is_dropped_keeps_its_times_only(database: Database, outbox: Outbox) -> None:
    mail = a_mail(reply_to="case+abcdefghijklmnop@asiat.example.fi")
    await put(database, mail)
    await let_die(database, mail.id)
    await outbox.drop(SOMEBODY, mail.id)
    stored = await row(database, mail.id)
    assert stored.state == "dropped"
    assert {stored.recipient, stored.subject, stored.body_text, stored.body_html, stored.reply_to} == {""}
    assert (stored.message_id, stored.created_at) == (mail.message_id, NOW)
    assert await outbox.dead_letters() == []
    [line] = await log(database)
    assert orjson.loads(line.detail)["change"] == "drop"
    with pytest.raises(Conflict):
        await outbox.drop(SOMEBODY, mail.id)


async def test_only_dead_letters_are_retried_or_dropped(database: Database, outbox: Outbox) -> None:
    mail = a_mail()
    await put(database, mail)
    for change in (outbox.retry, outbox.drop):
        with pytest.raises(Conflict):
            await change(SOMEBODY, mail.id)
        with pytest.raises(NotFound):
            await change(SOMEBODY, "nothing")
    assert await log(database) == []
    assert (await row(database, mail.id)).state == "pending"


async def test_the_overview_tells_what_waits_and_what_is_not_configured(
    database: Database, outbox: Outbox, clock: Clock
) -> None:
    mails = [a_mail(f"m{number}@example.org") for number in range(3)]
    await put(database, mails[0])
    await let_die(database, mails[0].id)
    await put(database, *mails[1:], at=NOW + DAY)
    parcel = await database.write(lambda c: store.claim(c, ("email",), NOW + DAY, DAY))
    assert parcel is not None
    await database.write(lambda c: store.note_failure(c, parcel, NotSent("timeout"), NOW + DAY, 0.5))
    await put(database, a_mail("+358401234567", channel="sms"))
    email, sms = await outbox.overview()
    assert (email.channel, email.is_configured, email.pending, email.failing, email.dead) == ("email", True, 2, 1, 1)
    assert email.oldest == NOW + DAY
    assert (sms.channel, sms.is_configured, sms.pending, sms.failing, sms.dead) == ("sms", False, 1, 0, 0)
    assert sms.oldest == NOW


async def test_after_its_time_the_text_of_a_sent_mail_goes_and_its_times_stay(
    database: Database, outbox: Outbox, clock: Clock
) -> None:
    mail = a_mail()
    await put(database, mail)
    await database.write(lambda c: store.note_sent(c, mail.id, NOW))
    clock.now = NOW + 30 * DAY - timedelta(seconds=1)
    await outbox.forget_old()
    assert (await row(database, mail.id)).body_text == mail.text
    clock.now = NOW + 30 * DAY
    await outbox.forget_old()
    await outbox.forget_old()
    stored = await row(database, mail.id)
    assert (stored.state, stored.recipient, stored.subject, stored.body_text, stored.body_html) == ("sent", *[""] * 4)
    assert (stored.message_id, stored.created_at, stored.ended_at) == (mail.message_id, NOW, NOW)
    [line] = await log(database)
    assert (line.actor, orjson.loads(line.detail)) == ("service", {"change": "forget", "count": 1})


async def test_many_are_forgotten_batch_by_batch(database: Database, outbox: Outbox, clock: Clock) -> None:
    mails = [a_mail(f"m{number}@example.org", case_id=None) for number in range(store.BATCH + 1)]
    await put(database, *mails)
    for mail in mails:
        await database.write(lambda c: store.note_sent(c, mail.id, NOW))  # noqa: B023
    clock.now = NOW + 30 * DAY
    await outbox.forget_old()
    assert [orjson.loads(line.detail)["count"] for line in await log(database)] == [store.BATCH, 1]


async def test_a_mail_that_could_not_be_sent_in_its_time_is_given_up_and_then_dropped(
    database: Database, outbox: Outbox, clock: Clock
) -> None:
    late, unsent = a_mail(), a_mail("+358401234567", channel="sms")
    await put(database, late, unsent)
    await database.write(lambda c: store.mark_not_configured(c, ("email",)))
    clock.now = NOW + 30 * DAY
    await outbox.forget_old()
    stored = [await row(database, mail.id) for mail in (late, unsent)]
    assert [(one.state, one.last_error) for one in stored] == [("dead", "too_old"), ("dead", "not_configured")]
    assert stored[0].body_text == late.text, "it can still be retried"
    clock.now = NOW + 60 * DAY
    await outbox.forget_old()
    stored = [await row(database, mail.id) for mail in (late, unsent)]
    assert [(one.state, one.recipient, one.body_text) for one in stored] == [("dropped", "", "")] * 2


async def test_nothing_more_goes_out_about_a_case_that_is_erased(database: Database, clock: Clock) -> None:
    sent, waiting, other = a_mail("a@example.org"), a_mail("b@example.org"), a_mail("c@example.org", case_id="case-2")
    await put(database, sent, waiting, other)
    await database.write(lambda c: store.note_sent(c, sent.id, NOW))
    await database.write(lambda c: store.erase_case(c, "case-1", NOW))
    rows = [await row(database, mail.id) for mail in (sent, waiting, other)]
    assert [one.state for one in rows] == ["sent", "dropped", "pending"]
    assert [one.recipient for one in rows] == ["", "", "c@example.org"]
