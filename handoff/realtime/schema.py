"""The wire's JSON Schema, from which the browser's types are generated.

`python -m handoff.realtime.schema` prints it; `widget/shared/protocol.schema.json` is its committed output.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import orjson

from handoff.realtime import desk_replies, payloads, replies, requests


def protocol_schema() -> dict[str, Any]:
    """Return one JSON Schema (2020-12) with a definition for every payload."""
    kinds: set[type[msgspec.Struct]] = {payloads.VisitorConnect, replies.Refused, desk_replies.ReplyBookView}
    for table in (requests.VISITOR_REQUESTS, requests.AGENT_REQUESTS):
        for request, reply in table.values():
            kinds |= {request, reply}
    kinds |= set(requests.VISITOR_EVENTS.values()) | set(requests.AGENT_EVENTS.values())
    ordered = sorted(kinds, key=lambda kind: kind.__name__)
    _, definitions = msgspec.json.schema_components(ordered, ref_template="#/$defs/{name}")
    for kind in _views(payloads.View):
        if (definition := definitions.get(kind.__name__)) is not None:
            definition["required"] = list(definition["properties"])
            definition["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Protocol", "$defs": definitions}


def _views(kind: type[payloads.View]) -> Iterator[type[payloads.View]]:
    """Yield what the server sends: there every field is present, default or not."""
    for view in kind.__subclasses__():
        yield view
        yield from _views(view)


def schema_text() -> str:
    """Return the schema as the committed file holds it."""
    return orjson.dumps(protocol_schema(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
