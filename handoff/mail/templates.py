"""What the city writes by mail and text message: templates, and the letters made of them.

One source makes both the plain text and the page: paragraphs, some of which are nothing but a link or somebody's words.
Values are escaped where the page is made, and nothing of them is ever read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from handoff.mail.model import Language

Value = str | int | date
Name = Literal[
    "received",
    "interim",
    "answer",
    "rejected",
    "transferred",
    "merged",
    "reopened",
    "closed",
    "withdrawn",
    "staff_reminder",
    "staff_late",
    "supervisor_escalation",
    "staff_forward_closed",
    "staff_forward_failed",
    "staff_informed",
    "resume_code",
]

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_ALONE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
LINK = "_link"
"""How the names of values end that are addresses of pages."""

TEXT = ImmutableSandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
_PAGE = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined).from_string(
    """\
<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ subject }}</title>
</head>
<body style="font-family: sans-serif; font-size: 1rem; line-height: 1.5; max-width: 40em">
<h1 style="font-size: 1.3rem">{{ subject }}</h1>
{% for block in blocks -%}
{% if block.kind == "link" -%}
<p><a href="{{ block.text }}">{{ block.text }}</a></p>
{% elif block.kind == "words" -%}
<blockquote style="margin: 0; padding-left: 1em; border-left: 4px solid #666">
{% for paragraph in block.paragraphs -%}
<p>{% for line in paragraph %}{{ line }}{% if not loop.last %}<br>
{% endif %}{% endfor %}</p>
{% endfor -%}
</blockquote>
{% else -%}
<p>{{ block.text }}</p>
{% endif -%}
{% endfor -%}
</body>
</html>
"""
)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a template gets, and where it has to use it.

    Attributes:
        values: Each must stand in subject or text.
        in_sms: Each must stand in the text message; None: this one goes by mail only.
        names_case: The subject has the case's code.
        takes_replies: Its reader may have something to add.
    """

    values: AbstractSet[str]
    in_sms: AbstractSet[str] | None
    names_case: bool = True
    takes_replies: bool = True


_FOLLOWED = frozenset({"code", "follow_link"})
NEEDS: Mapping[Name, Needs] = {
    "received": Needs({"due_on"} | _FOLLOWED, _FOLLOWED),
    "interim": Needs({"message", "due_on"} | _FOLLOWED, {"due_on"} | _FOLLOWED),
    "answer": Needs({"answer"} | _FOLLOWED, _FOLLOWED),
    "rejected": Needs({"reason"} | _FOLLOWED, _FOLLOWED),
    "transferred": Needs({"receiver", "message"} | _FOLLOWED, {"receiver"} | _FOLLOWED),
    "merged": Needs(_FOLLOWED, _FOLLOWED),
    "reopened": Needs({"due_on"} | _FOLLOWED, {"due_on"} | _FOLLOWED),
    "closed": Needs(_FOLLOWED, _FOLLOWED),
    "withdrawn": Needs({"code"}, {"code"}, takes_replies=False),
    "staff_reminder": Needs({"code", "service", "due_on", "desk_link"}, None, takes_replies=False),
    "staff_late": Needs({"code", "service", "due_on", "days_late", "desk_link"}, None, takes_replies=False),
    "supervisor_escalation": Needs(
        {"code", "service", "unit", "due_on", "days_late", "desk_link"}, None, takes_replies=False
    ),
    "staff_forward_closed": Needs({"code", "service", "receiver", "message", "desk_link"}, None, takes_replies=False),
    "staff_forward_failed": Needs({"code", "service", "receiver", "desk_link"}, None, takes_replies=False),
    "staff_informed": Needs({"code", "service", "unit", "message", "desk_link"}, None, takes_replies=False),
    "resume_code": Needs(
        {"resume_code", "form_link", "kept_until"},
        {"resume_code", "form_link", "kept_until"},
        names_case=False,
        takes_replies=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a template. `kind`: a sentence, or a place for nothing but a link or somebody's words."""

    kind: Literal["sentence", "link", "words"]
    template: Template


@dataclass(frozen=True, slots=True)
class Wording:
    """A template in one language; `sms` is None where no text message is sent."""

    subject: Template
    paragraphs: tuple[Paragraph, ...]
    sms: Template | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every letter in one language."""

    greeting: str
    replies: str
    no_replies: str
    sender: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is written."""

    subject: str
    text: str
    html: str
    sms: str


@dataclass(frozen=True, slots=True)
class _Block:
    kind: Literal["sentence", "link", "words"]
    text: str

    @property
    def paragraphs(self) -> list[list[str]]:
        """Return somebody's words as lines of paragraphs."""
        return [part.strip().splitlines() for part in re.split(r"\n\s*\n", self.text) if part.strip()]


@dataclass(frozen=True, slots=True)
class Templates:
    """Every template in all three languages."""

    wordings: Mapping[Name, Mapping[Language, Wording]]
    frames: Mapping[Language, Frame]

    def write(self, name: Name, language: Language, values: Mapping[str, Value], *, takes_replies: bool) -> Letter:
        """Return the letter.

        Args:
            values: Exactly those that the template needs; days as dates, which are written as the language writes them.
            takes_replies: Whether a reply to the mail reaches the case.

        Raises:
            ValueError: a value is missing or too many, or a link is none.
        """
        needs, wording, frame = NEEDS[name], self.wordings[name][language], self.frames[language]
        if set(values) != needs.values:
            raise ValueError(f"{name}: needs {', '.join(sorted(needs.values))}")
        written = {key: _written(key, value, language) for key, value in values.items()}
        subject = " ".join(wording.subject.render(written).split())
        end = frame.replies if takes_replies and needs.takes_replies else frame.no_replies
        filled = [_Block(one.kind, one.template.render(written).strip()) for one in wording.paragraphs]
        blocks = [
            _Block("sentence", frame.greeting),
            *(block for block in filled if block.text),
            _Block("sentence", end),
        ]
        # The line "-- " is what mail programs know the end of a letter by, and leave out of an answer to it.
        text = "\n\n".join(block.text for block in blocks) + f"\n\n-- \n{frame.sender}\n"
        html = _PAGE.render(language=language, subject=subject, blocks=[*blocks, _Block("sentence", frame.sender)])
        sms = "" if wording.sms is None else " ".join(wording.sms.render(written).split())
        return Letter(subject, text, html + "\n", sms)


def read_paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a template's text; a line break within one is a space."""
    paragraphs = []
    for part in re.split(r"\n\s*\n", text.strip()):
        source = " ".join(part.split())
        alone = _ALONE.fullmatch(source)
        kind: Literal["sentence", "link", "words"] = "sentence"
        if alone:
            kind = "link" if alone[1].endswith(LINK) else "words"
        paragraphs.append(Paragraph(kind, TEXT.from_string(source)))
    return paragraphs


def _written(name: str, value: Value, language: Language) -> str:
    if isinstance(value, date):
        return written_day(value, language)
    text = str(value).strip()
    if name.endswith(LINK) and not re.fullmatch(r"https?://[^\s<>\"]+", text):
        raise ValueError(f"{name} is no address of a page")
    return text


def written_day(day: date, language: Language) -> str:
    """Return a day as the language writes it: 5.6.2026, 5 June 2026."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day}.{day.month}.{day.year}"
