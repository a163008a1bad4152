"""Forms saved for another time, on a database of either kind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from handoff.cases.saved_forms import SavedForm, SavedForms, forget_sent
from handoff.mail.content import read_templates
from handoff.mail.letters import Letters
from handoff.settings import ROOT, Settings
from handoff.storage.tables import outbox, saved_forms
from tests.cases.conftest import Office, opened

FORM = SavedForm(kind="complaint", text="Tunnukseni on 010594Y9032, keinu on rikki.", place="Esplanadi 1")
MASKED = "Tunnukseni on ●●●●●●-●●●●, keinu on rikki."
PAGES = dict.fromkeys(("fi", "sv", "en"), "https://example.fi/palaute")


@pytest.fixture
async def both(url: str) -> AsyncIterator[tuple[Office, SavedForms]]:
    async with opened(url) as office:
        letters = Letters(read_templates(ROOT / "data" / "mail"), Settings())
        yield office, SavedForms(office.database, letters, PAGES, office.clock)


async def save(forms: SavedForms, *, opened_by: str = "c1", send_to: str = "", origin: str = "") -> str:
    code, kept_until = await forms.save(
        origin or str(uuid4()), FORM, "fi", opened_by=opened_by, channel="email", send_to=send_to
    )
    assert kept_until == date(2026, 12, 25)
    return code


async def test_a_form_is_kept_masked_under_the_hash_of_its_code(both: tuple[Office, SavedForms]) -> None:
    office, forms = both
    code = await save(forms)
    row = await office.database.read(lambda c: c.execute(select(saved_forms)).one())
    assert code not in str(row)
    assert "010594Y9032" not in row.content
    found = await forms.open(code.lower().replace("-", " "), opened_by="c2")
    assert found is not None
    assert (found.text, found.place) == (MASKED, "Esplanadi 1")


async def test_a_form_goes_with_the_case_that_is_made_of_it_and_stays_until_then(
    both: tuple[Office, SavedForms],
) -> None:
    office, forms = both
    code = await save(forms)
    assert await forms.open(code, opened_by="c2")
    assert await forms.open(code, opened_by="c3")
    await office.database.write(lambda c: forget_sent(c, "c2"))
    assert await forms.open(code, opened_by="c3")
    await office.database.write(lambda c: forget_sent(c, "c3"))
    assert await forms.open(code, opened_by="c3") is None


async def test_a_form_is_gone_after_thirty_days(both: tuple[Office, SavedForms]) -> None:
    office, forms = both
    code = await save(forms)
    office.clock.advance(days=29)
    await forms.forget_old()
    assert await forms.open(code, opened_by="c2")
    office.clock.advance(days=1)
    assert await forms.open(code, opened_by="c2") is None
    await forms.forget_old()
    assert await office.database.read(lambda c: c.execute(select(func.count()).select_from(saved_forms)).scalar()) == 0


async def test_saving_again_replaces_what_was_gone_on_with(both: tuple[Office, SavedForms]) -> None:
    _, forms = both
    first = await save(forms)
    assert await forms.open(first, opened_by="c2")
    second = await save(forms, opened_by="c2")
    assert await forms.open(first, opened_by="c2") is None
    assert await forms.open(second, opened_by="c2")


async def test_the_same_turn_again_leaves_one_form(both: tuple[Office, SavedForms]) -> None:
    office, forms = both
    turn = str(uuid4())
    await save(forms, origin=turn)
    await save(forms, origin=turn)
    assert await office.database.read(lambda c: c.execute(select(func.count()).select_from(saved_forms)).scalar()) == 1


async def test_the_code_is_mailed_where_an_address_is_given_and_nowhere_else(both: tuple[Office, SavedForms]) -> None:
    office, forms = both
    await save(forms)
    code = await save(forms, send_to="kaisa@example.fi", opened_by="c2")
    (mail,) = await office.database.read(lambda c: c.execute(select(outbox)).all())
    assert mail.recipient == "kaisa@example.fi"
    assert code in mail.body_text
    assert "25.12.2026" in mail.body_text


async def test_what_is_no_code_opens_nothing(both: tuple[Office, SavedForms]) -> None:
    _, forms = both
    await save(forms)
    for typed in ("", "LK-7F3K-Q2M9-0ZXC4", "keinu on rikki"):
        assert await forms.open(typed, opened_by="c2") is None
