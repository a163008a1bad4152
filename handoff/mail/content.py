"""Reads the templates from their content files: one file for each, its three languages one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, meta, nodes
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handoff.mail.model import LANGUAGES, Language
from handoff.mail.templates import LINK, NEEDS, TEXT, Frame, Name, Needs, Templates, Value, Wording, read_paragraphs

FRAME = "frame"
MAX_SUBJECT_CHARS = 70
"""With a code filled in; a telephone shows some forty, a screen seventy."""
MAX_SMS_CHARS = 306
"""With everything filled in: two text messages in one, in the alphabet that Finnish, Swedish and English fit into."""
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""GSM 03.38's alphabet: one character more, and a message holds less than half as much."""
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
"""A value in its place, and what stands there only with or without one: all that a letter takes."""


class BadTemplates(ValueError):
    """A file cannot be used; the text names it and the place."""


def read_templates(folder: Path) -> Templates:
    """Return the templates of a folder.

    Raises:
        BadTemplates: a file, a language, a text or a value in it is missing, or something stands there that may not.
    """
    names: AbstractSet[str] = {*NEEDS, FRAME}
    found = {path.stem for path in folder.glob("*.yml")}
    if found != names:
        raise BadTemplates(f"{folder}: {', '.join(sorted(found ^ names))} is missing or not known")
    frames: dict[Language, Frame] = {}
    for language, about in _languages(folder / f"{FRAME}.yml", {"greeting", "replies", "no_replies", "sender"}):
        frames[language] = Frame(**about)
    templates = Templates({name: _read(folder / f"{name}.yml", needs) for name, needs in NEEDS.items()}, frames)
    for name in NEEDS:
        _try_out(folder / f"{name}.yml", templates, name)
    return templates


def _read(path: Path, needs: Needs) -> dict[Language, Wording]:
    fields = {"subject", "text"} | (set() if needs.in_sms is None else {"sms"})
    wordings = {}
    for language, about in _languages(path, fields):
        try:
            wordings[language] = _wording(about, needs)
        except (TemplateError, ValueError) as error:
            raise BadTemplates(f"{path}, {language}: {error}") from error
    return wordings


def _wording(about: Mapping[str, str], needs: Needs) -> Wording:
    in_subject, in_text = (_values(about[field], needs) for field in ("subject", "text"))
    _need("subject", {"code"} if needs.names_case else set(), in_subject)
    _need("subject and text", needs.values, in_subject | in_text)
    sms = None
    if needs.in_sms is not None:
        _need("sms", needs.in_sms, _values(about["sms"], needs))
        sms = TEXT.from_string(about["sms"])
    return Wording(TEXT.from_string(about["subject"]), tuple(read_paragraphs(about["text"])), sms)


def _values(source: str, needs: Needs) -> set[str]:
    """Return the names of the values in a source."""
    tree = TEXT.parse(source)
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            kind = type(node).__name__.lower()
            raise ValueError(f"only {{{{ value }}}} and {{% if value %}} may stand there, no {kind}")  # noqa: TRY004
    used = meta.find_undeclared_variables(tree)
    if unknown := used - needs.values:
        raise ValueError(f"{', '.join(sorted(unknown))} is not known")
    return used


def _need(where: str, needed: AbstractSet[str], used: AbstractSet[str]) -> None:
    if missing := needed - used:
        raise ValueError(f"{where}: {', '.join(sorted(missing))} is missing")


def _languages(path: Path, fields: AbstractSet[str]) -> Iterator[tuple[Language, dict[str, str]]]:
    try:
        content = YAML(typ="safe").load(path)
    except YAMLError as error:
        raise BadTemplates(f"{path}: {error}") from error
    if not isinstance(content, Mapping) or set(content) != set(LANGUAGES):
        raise BadTemplates(f"{path}: holds fi, sv and en, and nothing else")
    for language in LANGUAGES:
        about: Any = content[language]
        if not isinstance(about, Mapping) or set(about) != fields:
            raise BadTemplates(f"{path}, {language}: holds {', '.join(sorted(fields))}, and nothing else")
        for field in fields:
            if not isinstance(about[field], str) or not about[field].strip():
                raise BadTemplates(f"{path}, {language}, {field}: empty or no text")
        yield language, {field: about[field].strip() for field in fields}


def _try_out(path: Path, templates: Templates, name: Name) -> None:
    """Write each letter once, so that whatever cannot be written shows now and not when somebody waits for it."""
    for language in LANGUAGES:
        letter = templates.write(name, language, {key: sample(key) for key in NEEDS[name].values}, takes_replies=True)
        if len(letter.subject) > MAX_SUBJECT_CHARS:
            raise BadTemplates(f"{path}, {language}, subject: longer than {MAX_SUBJECT_CHARS} characters")
        if len(letter.sms) > MAX_SMS_CHARS:
            raise BadTemplates(f"{path}, {language}, sms: longer than {MAX_SMS_CHARS} characters")
        if strange := set(letter.sms) - _GSM:
            raise BadTemplates(f"{path}, {language}, sms: no {' '.join(sorted(strange))} in a text message")


def sample(name: str) -> Value:
    """Return a value as long as they come, for trying out."""
    if name in {"due_on", "kept_until"}:
        return date(2026, 12, 24)
    if name == "days_late":
        return 12
    if name.endswith(LINK):
        return "https://palvelu.example.fi/asia/" + "a" * 40
    return {"code": "LK-7F3K-Q2M9-0ZXC", "resume_code": "7F3K-Q2M9-0ZXC-41TB"}.get(name, "Esimerkki " * 4)
