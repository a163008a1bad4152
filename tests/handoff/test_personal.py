"""The second masking takes out who somebody is, and leaves what is asked."""

from __future__ import annotations

import pytest

from handoff.conversations.personal import find, mask

MARK = "●●●"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("olen Matti Meikäläinen, missä on kirjasto", f"olen {MARK}, missä on kirjasto"),
        ("nimeni on matti meikäläinen", f"nimeni on {MARK}"),
        ("Jag heter Anna-Lisa Öberg och söker plats", f"Jag heter {MARK} och söker plats"),
        ("my name is John O’Neill, where do I park", f"my name is {MARK}, where do I park"),
        ("I'm Sara and I need a card", f"I'm {MARK} and I need a card"),
        ("tyttäreni Aino menee kouluun", f"tyttäreni {MARK} menee kouluun"),
        ("asun Koivukatu 12 B 34 ja avain hukkui", f"asun {MARK} ja avain hukkui"),
        ("jag bor på Storgatan 5 i centrum", f"jag bor på {MARK} i centrum"),
        ("we live at 12 Baker Street now", f"we live at {MARK} now"),
        ("postinumero on 00530 Helsinki", f"postinumero on {MARK}"),
        ("soita 040 123 4567 heti", f"soita {MARK} heti"),
        ("maila minna.m@example.org kiitos", f"maila {MARK} kiitos"),
        ("010594Y9032 on tunnukseni", f"{MARK} on tunnukseni"),
        ("autoni ABC-123 hinattiin", f"autoni {MARK} hinattiin"),
        ("synt. 24.12.1985 hakee", f"synt. {MARK} hakee"),
        ("född 1985 vill simma", f"{MARK} vill simma"),
        ("tilini FI21 1234 5600 0007 85 on tyhjä", f"tilini {MARK} on tyhjä"),
        ("koodi ●●●●●●-●●●● oli", f"koodi {MARK} oli"),
    ],
)
def test_who_somebody_is_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked
    assert find(masked)


@pytest.mark.parametrize(
    "text",
    [
        "Miten haen asukaspysäköintitunnusta?",
        "olen hukannut kirjastokortin",
        "Jag är på väg till simhallen, när öppnar den?",
        "I am looking for a place in day care",
        "How much is a dog, 2 years old, in 2026?",
        "maksaako se 25,50 euroa kuussa",
        "aukeaako klo 10-18 juhannuksena",
        "mihin viedään 3 renkaat ja vanha sohva",
    ],
)
def test_what_is_asked_stays(text: str) -> None:
    assert mask(text) == text
