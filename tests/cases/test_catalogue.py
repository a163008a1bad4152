"""The file of services: who answers for what, and where they are told of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handoff.cases.catalogue import Catalogue, Unit, read_catalogue
from handoff.settings import ROOT

SHIPPED = ROOT / "data" / "service" / "services.yml"
NAME = "name: {fi: Lajittelu, sv: Sortering, en: Sorting}"


def read_with(folder: Path, *, sorters: str | None = None, unit: str = "") -> Catalogue:
    """Read the shipped file with other sorters, and with something more about its first unit."""
    text = SHIPPED.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^sorters:.*\n", "" if sorters is None else f"sorters: {{{sorters}}}\n", text)
    text = text.replace("{id: streets,", f"{{id: streets, {unit}", 1)
    file = folder / "services.yml"
    file.write_text(text, encoding="utf-8")
    return read_catalogue(file)


def test_who_sorts_has_a_name_and_as_shipped_no_address() -> None:
    sorters = read_catalogue(SHIPPED).sorters
    assert sorters is not None
    assert (set(sorters.name), sorters.email, sorters.supervisor_email) == ({"fi", "sv", "en"}, "", "")


def test_what_has_no_unit_or_one_that_is_gone_is_the_sorters(tmp_path: Path) -> None:
    catalogue = read_with(tmp_path, sorters=f"{NAME}, email: lajittelu@example.org, supervisor_email: pomo@example.org")
    names = {"fi": "Lajittelu", "sv": "Sortering", "en": "Sorting"}
    sorters = Unit("", names, "lajittelu@example.org", "pomo@example.org")
    assert catalogue.find_responsible("") == catalogue.find_responsible("dissolved") == sorters
    assert catalogue.find_responsible("streets") == catalogue.units["streets"]


def test_the_file_may_name_no_sorters(tmp_path: Path) -> None:
    catalogue = read_with(tmp_path)
    assert (catalogue.sorters, catalogue.find_responsible("")) == (None, None)


@pytest.mark.parametrize(
    ("sorters", "said"),
    [
        ("email: lajittelu@example.org", "sorters: name"),
        ("name: {fi: Lajittelu, sv: Sortering}", "sorters: name"),
        ("name: {fi: Lajittelu, sv: Sortering, en: ' '}", "sorters: name"),
        (f"{NAME}, email: lajittelu", "sorters: email"),
        (f"{NAME}, email: 'a@example.org, b@example.org'", "sorters: email"),
        (f"{NAME}, supervisor_email: 5", "sorters: supervisor_email"),
        (f"{NAME}, e-mail: a@example.org", "sorters: e-mail"),
        (f"{NAME}, id: sorters", "sorters: id"),
        ("5", "sorters"),
    ],
)
def test_sorters_who_could_not_be_told_do_not_start(tmp_path: Path, sorters: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"services.yml: {said}")):
        read_with(tmp_path, sorters=sorters)


@pytest.mark.parametrize(
    ("unit", "said"),
    [("email: kadut,", "email"), ("supervisor_email: x@,", "supervisor_email"), ("mail: a@b.fi,", "mail")],
)
def test_a_unit_that_could_not_be_told_does_not_start(tmp_path: Path, unit: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"services.yml: streets: {said}")):
        read_with(tmp_path, unit=unit)
