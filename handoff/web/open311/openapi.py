"""The OpenAPI document, made of the fields' description and of the limits that are checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handoff.cases.catalogue import Catalogue
from handoff.open311.model import MAX_OFFSET, MAX_RADIUS_M, MAX_ROWS
from handoff.web.open311 import asked, sent
from handoff.web.open311.fields import DOCUMENTS, Document, Field
from handoff.web.open311.rendering import CONTENT_TYPES, FORMATS, Format
from handoff.web.open311.shown import KINDS

BASE = "/open311/v2"
Schema = dict[str, Any]

_SIMPLE: Mapping[str, Schema] = {
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
    "number": {"type": "number"},
    "whole": {"type": "integer"},
    "moment": {"type": "string", "format": "date-time"},
}
_REFUSALS = {
    400: "Something does not fit this document, or would belong elsewhere.",
    403: "The key is missing, wrong or revoked.",
    404: "There is none.",
    413: "The request is longer than any can be.",
    429: "Too many requests; `Retry-After` says when there is room.",
    503: "The service cannot answer now.",
}
_EMPTY = {"type": "string", "maxLength": 0}


def make_document(catalogue: Catalogue) -> Schema:
    """Return the document."""
    paths: Schema = {}
    for format_ in FORMATS:
        paths |= _paths(format_, catalogue)
    paths |= {
        "/media/{image}.jpg": {
            "get": {
                "operationId": "image",
                "summary": "An image that was published with its request",
                "parameters": [_in_path("image")],
                "responses": {
                    "200": {"description": "The image.", "content": {"image/jpeg": {"schema": {"type": "string"}}}},
                    "304": {"description": "It is the one that the client has."},
                    **_refusals("json", 404, 429, 503),
                },
            }
        },
        "/openapi.json": {
            "get": {
                "operationId": "document",
                "summary": "This document",
                "responses": {
                    "200": {"description": "It.", "content": {"application/json": {"schema": {"type": "object"}}}}
                },
            }
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Open311 GeoReport v2",
            "version": "2",
            "description": "Feedback to the city: sent with a key, followed without one. With the Helsinki extension.",
        },
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {"schemas": {name: _schema_of(document) for name, document in DOCUMENTS.items()}},
    }


def _paths(format_: Format, catalogue: Catalogue) -> Schema:
    locale = _query("locale", {"type": "string", "pattern": _whole(asked.LOCALE.pattern)}, "Language of texts.")
    extensions = _query("extensions", _choice("true", "false"), "Whether `extended_attributes` are wanted.")
    return {
        f"/services.{format_}": {
            "get": {
                "operationId": f"services_{format_}",
                "summary": "What the city answers for",
                "parameters": [locale],
                "responses": {**_found("Services", format_), **_refusals(format_, 400, 429)},
            }
        },
        f"/services/{{service_code}}.{format_}": {
            "get": {
                "operationId": f"service_definition_{format_}",
                "summary": "What else can be said with a request",
                "parameters": [_in_path("service_code"), locale],
                "responses": {**_found("ServiceDefinition", format_), **_refusals(format_, 400, 404, 429)},
            }
        },
        f"/requests.{format_}": {
            "get": {
                "operationId": f"requests_{format_}",
                "summary": "Requests, the newest first",
                "description": (
                    "At most 90 days back from now unless dates are given, and at most 90 days apart. "
                    "Places are looked for among published requests, at their rounded positions."
                ),
                "parameters": [*_filters(), locale, extensions],
                "responses": {**_found("ServiceRequests", format_), **_refusals(format_, 400, 429, 503)},
            },
            "post": {
                "operationId": f"send_{format_}",
                "summary": "Send a request",
                "parameters": [
                    {
                        "name": "Idempotency-Key",
                        "in": "header",
                        "description": "The same one again finds the request that it made, whatever else is sent.",
                        "schema": {"type": "string", "pattern": _whole(sent.IDEMPOTENCY_KEY.pattern)},
                    }
                ],
                "requestBody": {
                    "required": True,
                    "content": {"application/x-www-form-urlencoded": {"schema": _form(catalogue)}},
                },
                "responses": {**_found("Accepted", format_), **_refusals(format_, 400, 403, 404, 413, 429, 503)},
            },
        },
        f"/requests/{{service_request_id}}.{format_}": {
            "get": {
                "operationId": f"request_{format_}",
                "summary": "One request",
                "parameters": [_in_path("service_request_id"), locale, extensions],
                "responses": {**_found("ServiceRequests", format_), **_refusals(format_, 400, 404, 429, 503)},
            }
        },
    }


def _filters() -> list[Schema]:
    moment = {"type": "string", "format": "date-time"}
    return [
        _query("jurisdiction_id", {"type": "string"}, "Not looked at: there is one jurisdiction."),
        _query("service_request_id", _listed(asked.ID.pattern), "Ids with commas; nothing else is looked at then."),
        _query("service_code", _listed(asked.CODE.pattern), "Codes with commas."),
        _query("status", {"type": "string", "pattern": "^(open|closed)(,(open|closed))*$"}, "Both without it."),
        _query("start_date", moment, "Received at that time or later."),
        _query("end_date", moment, "Received at that time or earlier."),
        _query("updated_after", moment, "Changed at that time or later; the order is then that of the changes."),
        _query("updated_before", moment, "Changed at that time or earlier."),
        _query("lat", {"type": "number", "minimum": -90, "maximum": 90}, "With `long` and `radius`."),
        _query("long", {"type": "number", "minimum": -180, "maximum": 180}, "With `lat` and `radius`."),
        _query("radius", {"type": "number", "minimum": 0, "maximum": MAX_RADIUS_M}, "In metres."),
        _query("bbox", {"type": "string"}, "west,south,east,north in degrees."),
        _query("page", {"type": "integer", "minimum": 1, "maximum": MAX_OFFSET}, f"Up to {MAX_OFFSET} requests on."),
        _query("page_size", {"type": "integer", "minimum": 1, "maximum": MAX_ROWS}, "Requests on a page."),
    ]


def _form(catalogue: Catalogue) -> Schema:
    placeless = [service.code for service in catalogue.services.values() if not service.needs_place]
    short = {name: {"type": "string", "maxLength": most} for name, most in sent.MAX_CHARS.items()}
    readable = {"type": "string", "pattern": sent.READABLE.pattern}
    return {
        "type": "object",
        "required": ["api_key", "service_code", "description"],
        "anyOf": [
            {"required": ["lat", "long"], "properties": {name: {"type": "number"} for name in ("lat", "long")}},
            {"required": ["address_string"], "properties": {"address_string": readable}},
            {"properties": {"service_code": {"enum": placeless}}},
        ],
        "dependentRequired": {"lat": ["long"], "long": ["lat"]},
        "properties": {
            "api_key": {"type": "string"},
            "jurisdiction_id": {"type": "string", "description": "Not looked at."},
            "service_code": {"type": "string", "enum": list(catalogue.services)},
            "description": {**readable, "minLength": sent.MIN_TEXT, "maxLength": sent.MAX_TEXT},
            "lat": {"anyOf": [{"type": "number", "minimum": -90, "maximum": 90}, _EMPTY]},
            "long": {"anyOf": [{"type": "number", "minimum": -180, "maximum": 180}, _EMPTY]},
            **short,
            "address_string": {"anyOf": [{**short["address_string"], "pattern": readable["pattern"]}, _EMPTY]},
            "address_id": {"type": "string", "description": "Not known here: is no place."},
            "email": {"anyOf": [{**short["email"], "pattern": _whole(sent.EMAIL.pattern)}, _EMPTY]},
            "phone": {"anyOf": [{"type": "string", "pattern": _whole(sent.PHONE.pattern)}, _EMPTY]},
            "device_id": {"type": "string", "description": "Not kept."},
            "account_id": {"type": "string", "description": "Not kept."},
            "media_url": {
                "anyOf": [{"type": "string", "pattern": _whole(sent.MEDIA_URL.pattern)}, _EMPTY],
                "description": "Kept as text for those who handle the request; never opened by the service.",
            },
            "attribute[kind]": {"type": "string", "enum": [*KINDS, ""]},
            "attribute[can_be_published]": {"type": "string", "enum": [*sent.YES_OR_NO, ""]},
            "locale": {"type": "string", "pattern": f"^$|{_whole(asked.LOCALE.pattern)}"},
            "confirmed": {
                **_choice("true", "false", ""),
                "description": "Keep it even if it would belong elsewhere: the sender has seen the signpost.",
            },
        },
    }


def _schema_of(document: Document) -> Schema:
    schema = _object(document.fields)
    return {**({"type": "array", "items": schema} if document.each else schema), "description": document.about}


def _object(fields: Sequence[Field]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields if field.required],
        "properties": {field.name: _property(field) for field in fields},
    }


def _property(field: Field) -> Schema:
    if field.kind == "object":
        schema = _object(field.shape)
    elif field.kind == "objects":
        schema = {"type": "array", "items": _object(field.shape)}
    elif field.kind == "texts":
        schema = {"type": "array", "items": {"type": "string"}}
    else:
        schema = dict(_SIMPLE[field.kind])
    if field.values:
        schema["enum"] = list(field.values)
    if field.nullable:
        schema["type"] = [schema["type"], "null"]
    return {**schema, "description": field.about}


def _found(name: str, format_: Format) -> Schema:
    return {"200": _answer(name, DOCUMENTS[name].about, format_)}


def _refusals(format_: Format, *statuses: int) -> Schema:
    return {str(status): _answer("Errors", _REFUSALS[status], format_) for status in statuses}


def _answer(name: str, about: str, format_: Format) -> Schema:
    schema = {"$ref": f"#/components/schemas/{name}"} if format_ == "json" else {"type": "string"}
    return {"description": about, "content": {CONTENT_TYPES[format_]: {"schema": schema}}}


def _query(name: str, schema: Schema, about: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": about}


def _in_path(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _choice(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def _listed(each: str) -> Schema:
    return {"type": "string", "pattern": f"^{each}(,{each})*$"}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
