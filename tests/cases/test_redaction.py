"""What is proposed to be published of a case, in three languages: what leads to people is masked, and where is told."""

from __future__ import annotations

import pytest

from handoff.cases.redaction import MARK, Source, propose
from handoff.conversations.contact_details import EMAIL_MASK, PHONE_MASK, ContactDetails
from handoff.conversations.masking import IDENTITY_MASK

CONTACTS = ContactDetails({"09 310 10023"})


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Soita 040 123 4567 tai 09 310 10023.", f"Soita {PHONE_MASK} tai 09 310 10023."),
        ("Osoitteeni on testi@example.org.", f"Osoitteeni on {EMAIL_MASK}."),
        ("Tunnukseni on 010594Y9032.", f"Tunnukseni on {IDENTITY_MASK}."),
        ("Nimeni on Testi Testinen. Testisen piha on pimeä.", f"Nimeni on {MARK} {MARK}. {MARK} piha on pimeä."),
        ("Katu on liukas.\nTerveisin Aino", f"Katu on liukas.\nTerveisin {MARK}"),
        ("Jag heter Testa Testsson.", f"Jag heter {MARK} {MARK}."),
        ("Gatan är mörk. Mvh Testa", f"Gatan är mörk. Mvh {MARK}"),
        ("My name is Testy O'Tester, help.", f"My name is {MARK} {MARK}, help."),
        ("Asun osoitteessa Mallikatu 12 B 5.", f"Asun osoitteessa {MARK}."),
        ("Jag bor på Modellgatan 7.", f"Jag bor på {MARK}."),
        ("I live at Model Street 7, third floor.", f"I live at {MARK}, third floor."),
    ],
)
def test_what_leads_to_people_is_masked(text: str, masked: str) -> None:
    assert propose(Source("", text, ""), CONTACTS).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "Hämeentiellä on kuoppa, ja Mallikadun valot eivät pala.",
        "Olen asukas ja huolissani. Olen Vanhempi.",
        "Bussi 550 myöhästyi 12.5.2026 klo 14.30.",
        "Haittaa on ollut Mallikadulla 2026 alkaen.",
        "Lamppu vaihdettiin 3. päivä, hinta 120 euroa.",
        "Olen odottanut viikon.",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    proposal = propose(Source(text, text, text), CONTACTS)
    assert (proposal.title, proposal.text, proposal.answer, proposal.masked) == (text, text, text, ())


def test_the_case_s_own_place_stays_and_other_addresses_go() -> None:
    source = Source("", "Mallikatu 12:n edessä; mallikatu 12 a. Asun Mallikatu 14 C 3.", "", place="Mallikatu 12")
    text = propose(source, CONTACTS).text
    assert text == f"Mallikatu 12:n edessä; mallikatu 12 a. Asun {MARK}."


def test_the_sender_s_name_is_masked_wherever_it_stands() -> None:
    source = Source(
        "Testinen valittaa", "Katu.", "Hei Testi Testinen! Testiselle on vastattu.", sender_name="Testi Testinen"
    )
    proposal = propose(source, CONTACTS)
    assert proposal.title == f"{MARK} valittaa"
    assert proposal.answer == f"Hei {MARK} {MARK}! {MARK} on vastattu."
    assert {span.what for span in proposal.masked} == {"name"}


def test_spans_say_what_stood_where_and_where_its_mark_is() -> None:
    source = Source("Aino", "Soita 040 123 4567. Terv. Aino", "Hei Aino, a@b.fi", sender_name="Aino")
    proposal = propose(source, CONTACTS)
    old = {"title": source.title, "text": source.text, "answer": source.answer}
    new = {"title": proposal.title, "text": proposal.text, "answer": proposal.answer}
    told = [
        (s.field, s.what, old[s.field][s.start : s.end], new[s.field][s.new_start : s.new_end]) for s in proposal.masked
    ]
    assert told == [
        ("title", "name", "Aino", MARK),
        ("text", "contact", "040 123 4567", PHONE_MASK),
        ("text", "name", "Aino", MARK),
        ("answer", "name", "Aino", MARK),
        ("answer", "contact", "a@b.fi", EMAIL_MASK),
    ]


def test_proposing_again_changes_nothing_more() -> None:
    source = Source("", "Nimeni on Testi Testinen, 040 123 4567, Mallikatu 3 A 5, 010594Y9032", "")
    once = propose(source, CONTACTS)
    again = propose(Source(once.title, once.text, once.answer), CONTACTS)
    assert (again.text, again.masked) == (once.text, ())
