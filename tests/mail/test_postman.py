"""What is queued arrives at a real mail server, once, whatever server and processes do meanwhile."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP

from handoff.mail import store
from handoff.mail.carriers import make_carriers
from handoff.mail.model import MAX_ATTEMPTS, NotSent, pause_after
from handoff.mail.postman import MARGIN, Postman
from handoff.settings import ROOT
from handoff.storage.database import Database
from handoff.tasks import end
from tests.mail.conftest import NOW, Clock, a_mail, put, row, settings_for
from tests.support.mail_server import MailServer

MINUTE = timedelta(minutes=1)


def postman(database: Database, server: MailServer, clock: Clock, **how: object) -> Postman:
    return Postman(database, make_carriers(settings_for(server, **how)), clock, chance=lambda: 0.5)


async def test_a_queued_mail_arrives_and_is_noted(database: Database, mail_server: MailServer, clock: Clock) -> None:
    mail = a_mail()
    await put(database, mail)
    clock.advance(MINUTE)
    assert await postman(database, mail_server, clock).deliver_due() == 1
    [delivered] = mail_server.inbox
    assert (delivered.sender, delivered.recipients) == ("luukku@example.fi", ("maija@example.org",))
    assert delivered.body("plain") == mail.text
    stored = await row(database, mail.id)
    assert (stored.state, stored.attempts, stored.ended_at, stored.lease_until) == ("sent", 1, NOW + MINUTE, None)
    assert await postman(database, mail_server, clock).deliver_due() == 0


async def test_a_mail_of_an_operation_that_fails_is_never_sent(
    database: Database, mail_server: MailServer, clock: Clock
) -> None:
    def fail(connection: object) -> None:
        store.queue(connection, a_mail(), NOW)  # type: ignore[arg-type]
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(fail)
    assert await postman(database, mail_server, clock).deliver_due() == 0
    assert mail_server.inbox == []


async def test_several_processes_send_at_the_same_time_and_each_mail_once(
    processes: list[Database], mail_server: MailServer, clock: Clock
) -> None:
    mails = [a_mail(f"m{number}@example.org") for number in range(30)]
    await put(processes[0], *mails)
    together = asyncio.Barrier(3)
    met: list[int] = []

    async def meet(_connection: SMTP) -> None:
        if len(met) < 3:
            met.append(await together.wait())

    mail_server.on_data = meet
    sent = await asyncio.gather(*(postman(one, mail_server, clock).deliver_due() for one in processes))
    assert len(met) == 3, "all three were sending at once"
    assert sum(sent) == 30
    arrived = Counter(one.message["Message-ID"] for one in mail_server.inbox)
    assert arrived == {mail.message_id: 1 for mail in mails}


async def test_processes_that_claim_at_once_never_get_the_same_mail(processes: list[Database]) -> None:
    await put(processes[0], *(a_mail(f"m{number}@example.org") for number in range(10)))
    claims = await asyncio.gather(
        *(one.write(lambda c: store.claim(c, ("email",), NOW, MINUTE)) for one in processes for _ in range(5))
    )
    taken = [parcel.mail.id for parcel in claims if parcel is not None]
    # On PostgreSQL one may look while the row it could have is being taken; it looks again.
    while (more := await processes[0].write(lambda c: store.claim(c, ("email",), NOW, MINUTE))) is not None:
        taken.append(more.mail.id)
    assert len(taken) == len(set(taken)) == 10


@pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)
async def test_what_a_killed_process_was_sending_is_sent_after_its_lease(
    url: str, processes: list[Database], mail_server: MailServer, clock: Clock
) -> None:
    mail = a_mail()
    await put(processes[0], mail)
    is_sending, for_ever = asyncio.Event(), asyncio.Event()

    async def hang(_connection: SMTP) -> None:
        is_sending.set()
        await for_ever.wait()

    mail_server.on_data = hang
    other = await asyncio.create_subprocess_exec(
        sys.executable, Path(__file__).parent / "send.py", url, str(mail_server.port), cwd=ROOT, env={"PYTHONPATH": "."}
    )
    try:
        await is_sending.wait()
    finally:
        other.kill()
        await other.wait()
    mail_server.on_data = None
    here = postman(processes[0], mail_server, clock)
    clock.advance(timedelta(seconds=30) + MARGIN - timedelta(seconds=1))
    assert await here.deliver_due() == 0, "it may still be under way"
    clock.advance(timedelta(seconds=1))
    assert await here.deliver_due() == 1
    assert [one.message["Message-ID"] for one in mail_server.inbox] == [mail.message_id]
    assert (await row(processes[0], mail.id)).attempts == 2


async def test_a_mail_that_is_delivered_twice_has_one_message_id(
    processes: list[Database], mail_server: MailServer, clock: Clock
) -> None:
    """The server has it, and the process ends before it can say so."""
    mail = a_mail()
    await put(processes[0], mail)
    claimed = await processes[0].write(lambda c: store.claim(c, ("email",), NOW, MINUTE))
    assert claimed is not None
    await make_carriers(settings_for(mail_server))["email"].send(claimed)
    clock.advance(MINUTE)
    assert await postman(processes[1], mail_server, clock).deliver_due() == 1
    first, second = mail_server.inbox
    assert first.message["Message-ID"] == second.message["Message-ID"] == mail.message_id
    assert first.message["Date"] == second.message["Date"]


async def test_a_recipient_who_is_refused_for_good_is_a_dead_letter_at_once(
    database: Database, mail_server: MailServer, clock: Clock
) -> None:
    good, bad = a_mail("a@example.org"), a_mail("gone@example.org")
    mail_server.refused["gone@example.org"] = "550 5.1.1 gone@example.org is unknown"
    await put(database, bad, good)
    assert await postman(database, mail_server, clock).deliver_due() == 1
    assert [one.recipients for one in mail_server.inbox] == [("a@example.org",)]
    stored = await row(database, bad.id)
    assert (stored.state, stored.attempts, stored.last_error) == ("dead", 1, "recipient_550")


async def test_content_that_is_refused_for_good_is_a_dead_letter_at_once(
    database: Database, mail_server: MailServer, clock: Clock
) -> None:
    async def refuse(_connection: SMTP) -> str:
        return "554 5.7.1 looks like spam"

    mail_server.on_data = refuse
    mail = a_mail()
    await put(database, mail)
    assert await postman(database, mail_server, clock).deliver_due() == 0
    stored = await row(database, mail.id)
    assert (stored.state, stored.last_error) == ("dead", "data_554")


async def test_a_recipient_who_is_refused_for_now_is_tried_again_later_and_later(
    database: Database, mail_server: MailServer, clock: Clock
) -> None:
    mail_server.refused["maija@example.org"] = "451 4.7.1 greylisted"
    mail = a_mail()
    await put(database, mail)
    here = postman(database, mail_server, clock)
    for attempts, minutes in ((1, 1), (2, 2), (3, 4), (4, 8)):
        assert await here.deliver_due() == 0
        stored = await row(database, mail.id)
        assert (stored.state, stored.attempts, stored.last_error) == ("pending", attempts, "recipient_451")
        assert stored.next_at == clock.now + minutes * MINUTE
        clock.advance(minutes * MINUTE - timedelta(seconds=1))
        await here.deliver_due()
        assert (await row(database, mail.id)).attempts == attempts, "not before its time"
        clock.advance(timedelta(seconds=1))
    mail_server.refused.clear()
    assert await here.deliver_due() == 1


async def test_after_some_three_days_it_is_given_up(database: Database, mail_server: MailServer, clock: Clock) -> None:
    mail_server.refused["maija@example.org"] = "451 4.3.0 try later"
    mail = a_mail()
    await put(database, mail)
    here = postman(database, mail_server, clock)
    for _ in range(MAX_ATTEMPTS):
        await here.deliver_due()
        clock.now = max(clock.now, (await row(database, mail.id)).next_at)
    stored = await row(database, mail.id)
    assert (stored.state, stored.attempts) == ("dead", MAX_ATTEMPTS)
    assert timedelta(days=2.5) < stored.ended_at - NOW < timedelta(days=3.5)
    assert await here.deliver_due() == 0


def test_pauses_are_spread_and_never_longer_than_some_hours() -> None:
    assert pause_after(1, 0) == timedelta(seconds=48)
    assert pause_after(1, 1) == timedelta(seconds=72)
    assert pause_after(1000, 0.5) == timedelta(hours=6)


async def test_a_server_that_is_away_costs_one_mail_an_attempt_and_comes_back(
    database: Database, mail_server: MailServer, clock: Clock
) -> None:
    mails = [a_mail(f"m{number}@example.org") for number in range(5)]
    await put(database, *mails)
    await mail_server.stop()
    here = postman(database, mail_server, clock)
    assert await here.deliver_due() == 0
    stored = [await row(database, mail.id) for mail in mails]
    assert sorted(one.attempts for one in stored) == [0, 0, 0, 0, 1]
    assert {one.last_error for one in stored if one.attempts} == {"connect"}
    await mail_server.start()
    clock.advance(MINUTE)
    assert await here.deliver_due() == 5
    assert len(mail_server.inbox) == 5


async def test_a_server_that_dies_within_a_mail_gets_it_when_it_is_back(
    database: Database, mail_server: MailServer, clock: Clock
) -> None:
    async def die(connection: SMTP) -> None:
        assert isinstance(connection.transport, asyncio.Transport)
        connection.transport.abort()

    mail_server.on_data = die
    mail = a_mail()
    await put(database, mail)
    here = postman(database, mail_server, clock)
    assert await here.deliver_due() == 0
    stored = await row(database, mail.id)
    assert (stored.state, stored.last_error) == ("pending", "disconnected")
    mail_server.on_data = None
    mail_server.inbox.clear()  # it had read to the end, and told nobody
    clock.advance(MINUTE)
    assert await here.deliver_due() == 1
    assert [one.message["Message-ID"] for one in mail_server.inbox] == [mail.message_id]


async def test_a_server_that_does_not_answer_is_left_after_a_time(
    database: Database, mail_server: MailServer, clock: Clock
) -> None:
    hung = asyncio.Event()

    async def hang(_connection: SMTP) -> None:
        await hung.wait()

    mail_server.on_data = hang
    mail = a_mail()
    await put(database, mail)
    here = postman(database, mail_server, clock, smtp_timeout=timedelta(seconds=0.2))
    assert await here.deliver_due() == 0
    stored = await row(database, mail.id)
    assert (stored.state, stored.last_error) == ("pending", "timeout")


async def test_a_sender_whom_the_server_refuses_is_not_the_recipients_fault(
    database: Database, mail_server: MailServer, clock: Clock
) -> None:
    mail_server.on_mail = "550 5.7.1 not from here"
    first, second = a_mail("a@example.org"), a_mail("b@example.org")
    await put(database, first, second)
    assert await postman(database, mail_server, clock).deliver_due() == 0
    stored = [await row(database, mail.id) for mail in (first, second)]
    assert [one.state for one in stored] == ["pending", "pending"]
    assert sorted((one.attempts, one.last_error) for one in stored) == [(0, ""), (1, "sender_550")]


async def test_an_attempt_whose_lease_is_over_changes_nothing_but_a_delivery(
    processes: list[Database], clock: Clock
) -> None:
    mail = a_mail()
    await put(processes[0], mail)
    slow = await processes[0].write(lambda c: store.claim(c, ("email",), NOW, MINUTE))
    quick = await processes[1].write(lambda c: store.claim(c, ("email",), NOW + MINUTE, MINUTE))
    assert slow is not None
    assert quick is not None
    failed = NotSent("recipient_550", is_final=True)
    assert not await processes[0].write(lambda c: store.note_failure(c, slow, failed, NOW, 0.5))
    assert (await row(processes[0], mail.id)).state == "pending"
    await processes[0].write(lambda c: store.note_sent(c, mail.id, NOW))
    await processes[1].write(lambda c: store.note_failure(c, quick, failed, NOW, 0.5))
    assert (await row(processes[0], mail.id)).state == "sent"


async def test_a_mail_that_every_process_dies_of_is_given_up(database: Database, clock: Clock) -> None:
    mail = a_mail()
    await put(database, mail)
    for _ in range(MAX_ATTEMPTS):
        assert await database.write(lambda c: store.claim(c, ("email",), clock(), MINUTE)) is not None
        clock.advance(MINUTE)
    assert await database.write(lambda c: store.claim(c, ("email",), clock(), MINUTE)) is None
    stored = await row(database, mail.id)
    assert (stored.state, stored.last_error) == ("dead", "lost")


async def test_without_settings_everything_waits_and_says_why(
    database: Database, mail_server: MailServer, clock: Clock
) -> None:
    mail, sms = a_mail(), a_mail("+358401234567", channel="sms", html="", subject="")
    await put(database, mail, sms)
    assert await Postman(database, {}, clock).deliver_due() == 0
    for one in (mail, sms):
        stored = await row(database, one.id)
        assert (stored.state, stored.attempts, stored.last_error) == ("pending", 0, "not_configured")
    assert await postman(database, mail_server, clock).deliver_due() == 1
    assert len(mail_server.inbox) == 1
    assert (await row(database, sms.id)).last_error == "not_configured"


async def test_the_loop_sends_until_it_is_cancelled(database: Database, mail_server: MailServer, clock: Clock) -> None:
    arrived = asyncio.Event()

    async def tell(_connection: SMTP) -> None:
        arrived.set()

    mail_server.on_data = tell
    await put(database, a_mail())
    task = asyncio.create_task(postman(database, mail_server, clock).run())
    await asyncio.wait_for(arrived.wait(), 10)
    await end(task)
    assert task.done()
