"""Answers in JSON and XML, made of the values and the description of their fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal
from xml.sax.saxutils import escape

import msgspec
from aiohttp import web

from handoff.web.open311.fields import Document, Field

Format = Literal["json", "xml"]
FORMATS: tuple[Format, ...] = ("json", "xml")
CONTENT_TYPES: Mapping[Format, str] = {"json": "application/json", "xml": "text/xml"}
Values = Mapping[str, Any]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold, not even escaped."""


def render(
    document: Document,
    values: Values | Sequence[Values],
    format_: Format,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """Return the answer. Fields are given out in the description's order; one that it does not know is an error."""
    body = as_xml(document, values) if format_ == "xml" else as_json(document, values)
    return web.Response(
        body=body,
        status=status,
        content_type=CONTENT_TYPES[format_],
        charset="utf-8",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def as_json(document: Document, values: Values | Sequence[Values]) -> bytes:
    """Return the values as JSON."""
    if isinstance(values, Mapping):
        return msgspec.json.encode(_plain(document.fields, values))
    return msgspec.json.encode([_plain(document.fields, each) for each in values])


def as_xml(document: Document, values: Values | Sequence[Values]) -> bytes:
    """Return the values as XML, with its declaration."""
    if isinstance(values, Mapping):
        inner = "".join(_elements(document.fields, values))
    else:
        inner = "".join(_element(document.each, "".join(_elements(document.fields, each))) for each in values)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_element(document.root, inner)}\n'.encode()


def w3(moment: datetime) -> str:
    """Return a moment as the standard has it, in whole seconds with the zone."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _plain(fields: Sequence[Field], values: Values) -> dict[str, Any]:
    _check(fields, values)
    return {field.name: _as_plain(field, values[field.name]) for field in fields if field.name in values}


def _as_plain(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if field.kind == "object":
        return _plain(field.shape, value)
    if field.kind == "objects":
        return [_plain(field.shape, each) for each in value]
    return w3(value) if field.kind == "moment" else value


def _elements(fields: Sequence[Field], values: Values) -> Iterator[str]:
    _check(fields, values)
    for field in fields:
        if field.name in values:
            yield _element(field.name, _inner(field, values[field.name]))


def _inner(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.kind == "object":
        return "".join(_elements(field.shape, value))
    if field.kind == "objects":
        return "".join(_element(field.each, "".join(_elements(field.shape, each))) for each in value)
    if field.kind == "texts":
        return "".join(_element(field.each, _text(each)) for each in value)
    if field.kind == "flag":
        return "true" if value else "false"
    return w3(value) if field.kind == "moment" else _text(str(value))


def _element(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _check(fields: Sequence[Field], values: Values) -> None:
    known = {field.name for field in fields}
    missing = {field.name for field in fields if field.required} - values.keys()
    if missing or not values.keys() <= known:
        raise KeyError(f"missing {missing}, unknown {values.keys() - known}")
