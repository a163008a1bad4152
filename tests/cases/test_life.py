"""From received to closed, and every way aside."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from handoff.cases.codes import Mistyped
from handoff.cases.desk import Seen
from handoff.cases.model import CaseState
from handoff.cases.ports import Proposal
from handoff.errors import Conflict, InvalidPayload, LuukkuError, NotFound
from tests.cases.conftest import MAIJA, OTTO, START, Office

WORDS = "Lamppu vaihdetaan perjantaina."


async def in_state(office: Office, state: CaseState, **what: Any) -> Any:
    """Take in a case and bring it into a state by the steps that lead there."""
    case = await office.case(service_code="171", **what)
    steps: dict[CaseState, list[str]] = {
        "received": [],
        "in_process": ["take"],
        "answered": ["answer"],
        "closed": ["answer", "close"],
        "rejected": ["reject"],
        "transferred": ["transfer"],
        "merged": ["merge"],
        "withdrawn": ["withdraw"],
    }
    for step in steps[state]:
        await take_step(office, case, step)
    assert (await office.desk.open(MAIJA, case.code)).case.status == state
    return case


async def take_step(office: Office, case: Any, step: str) -> None:
    seen = await office.seen(case)
    if step == "merge":
        await office.desk.merge(MAIJA, seen, (await office.case(service_code="171")).code)
    elif step == "withdraw":
        await office.cases.withdraw(case.code)
    elif step == "transfer":
        await office.desk.transfer(MAIJA, seen, "Väylävirasto", WORDS)
    elif step in {"take", "close"}:
        await getattr(office.desk, step)(MAIJA, seen)
    elif step == "route":
        await office.desk.route(MAIJA, seen, "246")
    elif step == "assign":
        await office.desk.assign(MAIJA, seen, OTTO.id)
    else:
        await getattr(office.desk, step)(MAIJA, seen, WORDS)


async def test_a_case_goes_its_way_and_every_step_is_an_event(office: Office) -> None:
    case = await office.case(service_code="171")
    assert (case.status, case.unit, case.due_on) == ("received", "streets", date(2026, 12, 2))
    await office.desk.take(MAIJA, await office.seen(case))
    await office.desk.interim(MAIJA, await office.seen(case), "Selvitämme asiaa.")
    office.clock.advance(days=2)
    await office.desk.answer(MAIJA, await office.seen(case), WORDS)
    await office.desk.close(MAIJA, await office.seen(case))
    assert await office.kinds(case) == ["received", "routed", "started", "assigned", "interim", "answered", "closed"]
    followed = await office.cases.follow(case.code)
    assert followed is not None
    assert [(event.kind, event.data.get("text")) for event in followed.events] == [
        ("received", None),
        ("started", None),
        ("interim", "Selvitämme asiaa."),
        ("answered", WORDS),
        ("closed", None),
    ]
    assert followed.case.done_at == START + timedelta(days=2)


MAY = {
    "received": {"take", "interim", "answer", "reject", "transfer", "merge", "withdraw", "route", "assign"},
    "in_process": {"take", "interim", "answer", "reject", "transfer", "merge", "withdraw", "route", "assign"},
    "answered": {"close", "reopen"},
    "closed": {"reopen"},
    "rejected": {"reopen"},
    "transferred": set(),
    "merged": set(),
    "withdrawn": {"withdraw"},
}
"""What may be done in each state; a second withdrawal changes nothing."""
STEPS = sorted(set.union(*MAY.values()))


@pytest.mark.parametrize("state", MAY)
async def test_each_state_allows_its_own_steps_and_refuses_all_others(office: Office, state: CaseState) -> None:
    for step in STEPS:
        case = await in_state(office, state)
        before = await office.desk.open(MAIJA, case.code)
        try:
            await take_step(office, case, step)
        except Conflict:
            assert step not in MAY[state], (state, step)
            assert await office.desk.open(MAIJA, case.code) == before
        else:
            assert step in MAY[state], (state, step)


async def test_two_cannot_answer_the_same_case(office: Office) -> None:
    case = await office.case(service_code="171")
    seen = await office.seen(case)
    outcomes = await asyncio.gather(
        office.desk.answer(MAIJA, seen, "Yksi"), office.desk.answer(OTTO, seen, "Kaksi"), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Case", "Conflict"]
    assert (await office.kinds(case)).count("answered") == 1


async def test_an_unrouted_case_is_not_answered(office: Office) -> None:
    case = await office.case()
    with pytest.raises(Conflict):
        await office.desk.answer(MAIJA, await office.seen(case), WORDS)


async def test_an_answer_without_words_is_refused(office: Office) -> None:
    case = await office.case(service_code="171")
    with pytest.raises(InvalidPayload):
        await office.desk.answer(MAIJA, await office.seen(case), " \n")


async def test_an_unknown_code_is_told_apart_from_a_slip(office: Office) -> None:
    case = await office.case()
    other = "2" if case.code[4] != "2" else "3"
    with pytest.raises(Mistyped):
        await office.cases.find(case.code[:4] + other + case.code[5:])
    assert await office.cases.find("katuvalo") is None
    with pytest.raises(NotFound):
        await office.desk.answer(MAIJA, Seen("LK-0000-0000-00000", 1), WORDS)


# --- who gets it, and by when


async def test_a_sure_proposal_is_routed_and_an_unsure_one_left_to_the_sorters(office: Office) -> None:
    office.proposer.proposal = Proposal((("246", 0.9), ("171", 0.1)), sure="246")
    sure = await office.case()
    assert (sure.service_code, sure.unit, sure.due_on) == ("246", "cleaning", date(2026, 11, 30))
    office.proposer.proposal = Proposal((("246", 0.5), ("171", 0.4)))
    assert (await office.case()).service_code == ""


async def test_sorting_cannot_make_a_case_late(office: Office) -> None:
    case = await office.case()
    strictest = min(office.catalogue.due_on(case.received_on, "complaint", code) for code in office.catalogue.services)
    assert case.due_on == strictest
    office.clock.advance(days=1)
    assert (await office.desk.route(MAIJA, await office.seen(case), "171")).due_on == date(2026, 12, 2)


async def test_accessibility_has_its_deadline_by_law_whatever_the_service(office: Office) -> None:
    case = await office.case(kind="accessibility")
    assert case.due_on == date(2026, 12, 9)
    assert (await office.desk.route(MAIJA, await office.seen(case), "246")).due_on == date(2026, 12, 9)


async def test_an_interim_answer_does_not_stop_the_clock(office: Office) -> None:
    case = await office.case(service_code="171")
    await office.desk.interim(MAIJA, await office.seen(case), WORDS)
    assert (await office.now(case)).due_on == case.due_on
    office.clock.advance(days=10)
    await office.watchman.look()
    assert "late" in await office.kinds(case)


async def test_handing_a_case_to_another_unit_takes_it_from_whoever_had_it(office: Office) -> None:
    case = await office.case(service_code="171")
    await office.desk.take(MAIJA, await office.seen(case))
    same_unit = await office.desk.route(MAIJA, await office.seen(case), "198")
    assert (same_unit.unit, same_unit.assignee_id) == ("streets", MAIJA.id)
    other_unit = await office.desk.route(MAIJA, await office.seen(case), "246")
    assert (other_unit.unit, other_unit.assignee_id) == ("cleaning", "")


# --- the sender


async def test_a_supplement_opens_an_answered_case_again_with_a_new_promise(office: Office) -> None:
    case = await in_state(office, "answered")
    office.clock.advance(days=30)
    reopened = await office.cases.supplement(case.code, "r1", "Lamppu on yhä pimeä.")
    assert (reopened.status, reopened.due_on) == ("in_process", date(2027, 1, 4))
    await office.cases.supplement(case.code, "r1", "Lamppu on yhä pimeä.")
    assert (await office.kinds(case)).count("supplement") == 1


async def test_after_thirty_days_a_supplement_would_be_a_new_case(office: Office) -> None:
    case = await in_state(office, "answered")
    office.clock.advance(days=30, seconds=1)
    with pytest.raises(Conflict):
        await office.cases.supplement(case.code, "r1", "Lamppu on yhä pimeä.")


async def test_what_is_withdrawn_leads_to_nobody(office: Office) -> None:
    case = await office.case(email="testi@example.org", phone="+358401234567", sender_name="Testi", contact="email")
    await office.cases.withdraw(case.code)
    gone = await office.now(case)
    assert (gone.status, gone.email, gone.phone, gone.sender_name, gone.contact) == ("withdrawn", "", "", "", "none")


async def test_identity_codes_are_masked_wherever_they_are_written(office: Office) -> None:
    code = "010594Y9032"
    case = await office.case(service_code="171", text=f"Olen {code}", title=code, sender_name=code, place=code)
    await office.cases.supplement(case.code, "r1", code)
    await office.desk.note(MAIJA, case.code, code)
    await office.desk.answer(MAIJA, await office.seen(case), code)

    def everything(connection: Any) -> str:
        rows = [
            *connection.execute(text("SELECT * FROM cases")),
            *connection.execute(text("SELECT * FROM case_events")),
        ]
        return repr(rows)

    assert code not in await office.database.read(everything)


# --- several about the same


async def test_who_was_merged_sees_how_the_other_goes_on_and_nothing_of_its_sender(office: Office) -> None:
    main, follower = await office.case(service_code="171"), await office.case(service_code="171")
    await office.cases.supplement(main.code, "s1", "Toisen lähettäjän lisäys.")
    await office.desk.merge(MAIJA, await office.seen(follower), main.code)
    await office.cases.supplement(main.code, "s2", "Toisen lähettäjän toinen lisäys.")
    await office.desk.answer(MAIJA, await office.seen(main), WORDS)
    followed = await office.cases.follow(follower.code)
    assert followed is not None
    assert (followed.case.code, followed.case.status) == (follower.code, "answered")
    assert [event.kind for event in followed.events] == ["received", "merged", "answered"]


async def test_what_was_added_after_merging_hides_nothing_of_how_the_other_went_on(office: Office) -> None:
    main, follower = await office.case(service_code="171"), await office.case(service_code="171")
    await office.desk.merge(MAIJA, await office.seen(follower), main.code)
    office.clock.advance(hours=1)
    await office.desk.interim(MAIJA, await office.seen(main), "Selvitämme.")
    office.clock.advance(hours=1)
    await office.cases.supplement(follower.code, "r1", "Vieläkin pimeää.")
    office.clock.advance(hours=1)
    await office.desk.answer(MAIJA, await office.seen(main), WORDS)
    followed = await office.cases.follow(follower.code)
    assert followed is not None
    assert [event.kind for event in followed.events] == ["received", "merged", "interim", "supplement", "answered"]


async def test_what_is_added_to_a_merged_case_is_read_where_the_answer_is_given(office: Office) -> None:
    main, follower = await office.case(service_code="171"), await office.case(service_code="171")
    await office.desk.merge(MAIJA, await office.seen(follower), main.code)
    await office.desk.answer(MAIJA, await office.seen(main), WORDS)
    await office.cases.supplement(follower.code, "r1", "Vieläkin pimeää.")
    assert (await office.now(main)).status == "in_process"
    assert (await office.desk.open(MAIJA, main.code)).events[-1].data == {
        "text": "Vieläkin pimeää.",
        "of": follower.code,
    }


async def test_a_bulk_answer_holds_up_nobody(office: Office) -> None:
    cases = [await office.case(service_code="171") for _ in range(3)]
    seen = [await office.seen(case) for case in cases]
    await office.desk.note(MAIJA, cases[1].code, "Tarkistan itse.")
    outcomes = await office.desk.answer_many(MAIJA, seen, WORDS)
    assert [outcome.error for outcome in outcomes] == ["", "conflict", ""]
    assert [(await office.now(case)).status for case in cases] == ["answered", "received", "answered"]


async def test_only_what_its_sender_lets_be_published_is(office: Office) -> None:
    shown = {"title": "Pimeä katu", "text": "Katuvalo oli rikki.", "answer": WORDS}
    private = await in_state(office, "answered")
    with pytest.raises(LuukkuError):
        await office.desk.publish(MAIJA, await office.seen(private), **shown)
    agreed = await in_state(office, "answered", may_publish=True)
    assert (await office.desk.publish(MAIJA, await office.seen(agreed), **shown)).is_published
    assert not (await office.desk.unpublish(MAIJA, await office.seen(agreed))).is_published
