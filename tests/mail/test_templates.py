"""Every mail is there in three languages, says what it must, and no value in it is read as anything but text."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from handoff.mail.content import BadTemplates, read_templates, sample
from handoff.mail.letters import Letters
from handoff.mail.model import LANGUAGES, Language
from handoff.mail.templates import NEEDS, Name, Templates, Value, written_day
from handoff.settings import ROOT, Settings

FOLDER = ROOT / "data" / "mail"
LINK = "https://palvelu.example.fi/asia/LK-7F3K"
ALL = [(name, language) for name in NEEDS for language in LANGUAGES]


def values(name: Name, **own: Value) -> dict[str, Value]:
    return {key: own.get(key, sample(key)) for key in NEEDS[name].values}


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.data: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.data.append(data)


def test_every_kind_of_mail_has_its_file() -> None:
    assert set(get_args(Name)) == set(NEEDS)
    assert {path.stem for path in FOLDER.glob("*.yml")} == {*NEEDS, "frame"}


@pytest.mark.parametrize(("name", "language"), ALL)
def test_text_and_page_say_the_same_and_everything_that_they_must(
    templates: Templates, name: Name, language: Language
) -> None:
    given = values(name, follow_link=LINK)
    letter = templates.write(name, language, given, takes_replies=False)
    page = Tags(letter.html)
    words = " ".join(" ".join(page.data).split())
    for paragraph in letter.text.replace("\n-- \n", "\n").split("\n\n"):
        assert " ".join(paragraph.split()) in words
    for key, value in given.items():
        written = written_day(value, language) if isinstance(value, date) else str(value).strip()
        assert written in letter.subject + letter.text, key
    assert ("LK-7F3K-Q2M9-0ZXC" in letter.subject) == NEEDS[name].names_case
    assert bool(letter.sms) == (NEEDS[name].in_sms is not None)


@pytest.mark.parametrize(("name", "language"), ALL)
def test_a_page_says_its_language_and_loads_nothing(templates: Templates, name: Name, language: Language) -> None:
    page = Tags(templates.write(name, language, values(name), takes_replies=True).html)
    assert dict(page.found)["html"] == {"lang": language}
    assert "title" in dict(page.found)
    assert [tag for tag, _ in page.found].count("h1") == 1
    assert not {"img", "script", "link", "iframe", "object", "style"} & {tag for tag, _ in page.found}
    assert not any({"src", "background", "onclick"} & set(attributes) for _, attributes in page.found)
    assert "url(" not in "".join(str(attributes) for _, attributes in page.found)


@pytest.mark.parametrize("name", NEEDS)
def test_the_three_languages_are_three_texts(templates: Templates, name: Name) -> None:
    written = [templates.write(name, one, values(name), takes_replies=True) for one in LANGUAGES]
    for field in ("subject", "text", "html"):
        assert len({getattr(letter, field) for letter in written}) == 3


@pytest.mark.parametrize("name", ["staff_reminder", "staff_late", "supervisor_escalation"])
@pytest.mark.parametrize(
    ("language", "label", "words"),
    [
        ("fi", "Palvelu:", "Asialle ei ole vielä valittu palvelua"),
        ("sv", "Tjänst:", "Ingen tjänst har ännu valts"),
        ("en", "Service:", "No service has been chosen for the case yet"),
    ],
)
def test_of_an_unsorted_case_staff_are_told_that_it_has_no_service(
    templates: Templates, name: Name, language: Language, label: str, words: str
) -> None:
    sorted_one, unsorted = (
        templates.write(name, language, values(name, service=service), takes_replies=False).text
        for service in ("Kadut", "")
    )
    assert (f"{label} Kadut" in sorted_one, words in sorted_one) == (True, False)
    assert (label in unsorted, words in unsorted) == (False, True)


def test_values_are_never_read_as_a_page_or_a_template(templates: Templates) -> None:
    nasty = '<script>alert(1)</script> & "quoted" {{ code }} {% raw %}\n\ntoinen kappale\nrivi'
    letter = templates.write("answer", "fi", values("answer", answer=nasty), takes_replies=True)
    assert nasty in letter.text
    page = Tags(letter.html)
    assert "script" not in {tag for tag, _ in page.found}
    assert "&lt;script&gt;" in letter.html
    assert "{{ code }} {% raw %}" in " ".join(page.data)
    quoted = letter.html.split("<blockquote")[1].split("</blockquote>")[0]
    assert quoted.count("<p>") == 2
    assert "toinen kappale<br>\nrivi" in quoted


def test_a_subject_stays_one_line(templates: Templates) -> None:
    letter = templates.write("closed", "en", values("closed", code="LK-1\r\nBcc: a@b.fi"), takes_replies=True)
    assert letter.subject == "Your case LK-1 Bcc: a@b.fi has been closed"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "", "https://a b", 'https://a"onclick='])
def test_a_link_that_is_none_is_not_sent(templates: Templates, link: str) -> None:
    with pytest.raises(ValueError, match="follow_link"):
        templates.write("closed", "fi", values("closed", follow_link=link), takes_replies=True)


def test_a_value_that_is_missing_or_too_many_is_an_error(templates: Templates) -> None:
    with pytest.raises(ValueError, match="needs"):
        templates.write("closed", "fi", {"code": "LK-1"}, takes_replies=True)
    with pytest.raises(ValueError, match="needs"):
        templates.write("closed", "fi", {**values("closed"), "reason": "x"}, takes_replies=True)


def test_days_are_written_as_each_language_does() -> None:
    assert [written_day(date(2026, 6, 5), one) for one in LANGUAGES] == ["5.6.2026", "5.6.2026", "5 June 2026"]


@pytest.mark.parametrize(
    ("pattern", "instead", "said"),
    [
        (r"(?ms)^sv:.*?(?=^en:)", "", "fi, sv and en"),
        (r"(?m)^  sms: .*\n", "", "sms"),
        (r"\{\{ answer \}\}", "x", "answer is missing"),
        (r"(?m)^(  subject: .*)\{\{ code \}\}", r"\1", "code is missing"),
        (r"\{\{ answer \}\}", "{{ answer }} {{ anwser }}", "anwser is not known"),
        (r"\{\{ answer \}\}", "{{ answer.__class__ }}", "getattr"),
        (r"\{\{ answer \}\}", "{{ answer|upper }}", "filter"),
        (r"\{\{ answer \}\}", "{% for x in answer %}{% endfor %}", "for"),
        (r"\{\{ answer \}\}", "{{ answer", "end of print statement"),
        (r"(?m)^  subject: .*", "  subject: ''", "empty"),
        (
            r"(?m)^  subject: ",
            "  subject: Hyvin pitkä otsikko, jota ei kukaan jaksa lukea loppuun asti ",
            "longer than 70",
        ),
        (r"(?m)^  sms: \"", '  sms: "' + "x" * 300, "longer than 306"),
        (r"(?m)^  sms: \"", '  sms: "„', "no „"),
        (r"(?m)^fi:", "fi: [", "while parsing"),
    ],
)
def test_a_file_with_a_fault_does_not_start(tmp_path: Path, pattern: str, instead: str, said: str) -> None:
    folder = tmp_path / "mail"
    shutil.copytree(FOLDER, folder)
    file = folder / "answer.yml"
    changed = re.sub(pattern, instead, file.read_text(encoding="utf-8"), count=1)
    assert changed != file.read_text(encoding="utf-8")
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(BadTemplates, match=re.escape(said)) as raised:
        read_templates(folder)
    assert "answer.yml" in str(raised.value)


def test_a_file_too_few_or_too_many_does_not_start(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    shutil.copytree(FOLDER, folder)
    (folder / "closed.yml").rename(folder / "clsoed.yml")
    with pytest.raises(BadTemplates, match=r"closed, clsoed"):
        read_templates(folder)


def test_what_stands_only_with_a_value_goes_without_it(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    shutil.copytree(FOLDER, folder)
    file = folder / "answer.yml"
    text = file.read_text(encoding="utf-8").replace(
        "    {{ answer }}\n", "    {% if answer %}({{ answer }}){% endif %}\n"
    )
    file.write_text(text, encoding="utf-8")
    templates = read_templates(folder)
    assert "(Kyllä)" in templates.write("answer", "fi", values("answer", answer="Kyllä"), takes_replies=True).text
    assert "()" not in templates.write("answer", "fi", values("answer", answer=""), takes_replies=True).text


INBOUND = Settings(mail_from="Luukku <luukku@example.fi>", mail_in_host="127.0.0.1", mail_domain="asiat.example.fi")


def test_a_mail_about_a_case_can_be_replied_to_where_replies_are_taken_in(templates: Templates) -> None:
    how = {"channel": "email", "recipient": "a@b.fi", "case_id": "1", "token": "abcdefghijklmnop"}
    open_, shut = Letters(templates, INBOUND), Letters(templates, Settings(mail_from="luukku@example.fi"))
    mail = open_.write("answer", "sv", values("answer"), **how)  # type: ignore[arg-type]
    assert mail.reply_to == "case+abcdefghijklmnop@asiat.example.fi"
    assert "genom att svara" in mail.text
    assert mail.message_id == f"<{mail.id}@example.fi>"
    mail = shut.write("answer", "sv", values("answer"), **how)  # type: ignore[arg-type]
    assert mail.reply_to == ""
    assert "Svara inte" in mail.text
    mail = open_.write("withdrawn", "sv", values("withdrawn"), **how)  # type: ignore[arg-type]
    assert (mail.reply_to, "Svara inte" in mail.text) == ("", True)


def test_a_text_message_is_short_and_plain(templates: Templates) -> None:
    letters = Letters(templates, INBOUND)
    sms = letters.write("answer", "fi", values("answer", follow_link=LINK), channel="sms", recipient="+358401234567")
    assert sms.text == f"Asiaasi LK-7F3K-Q2M9-0ZXC on vastattu. Lue vastaus: {LINK}"
    assert (sms.html, sms.reply_to) == ("", "")
    with pytest.raises(ValueError, match="no text message"):
        letters.write("staff_late", "fi", values("staff_late"), channel="sms", recipient="+358401234567")
