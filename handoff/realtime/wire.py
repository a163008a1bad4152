"""One edge for every Socket.IO request: schema in, service, acknowledgement or coded refusal out."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import uuid4

import msgspec

from handoff.errors import InvalidPayload, LuukkuError, RateLimited, TooLarge
from handoff.realtime.payloads import ErrorCode, Payload, View
from handoff.realtime.replies import Refused

log = logging.getLogger(__name__)
P = TypeVar("P", bound=Payload)

Handler = Callable[[str, Any], Awaitable[View]]


def parse(kind: type[P], data: Any) -> P:
    """Return the payload as its struct.

    Raises:
        TooLarge: only too long.
        InvalidPayload: anything else that does not fit.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        if "length <=" in str(error):
            raise TooLarge from error
        raise InvalidPayload from error


def acknowledged(kind: type[Payload], handler: Handler) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Return the Socket.IO handler that parses, runs and acknowledges; it never raises."""

    async def handle(sid: str, *arguments: Any) -> dict[str, Any]:
        try:
            if len(arguments) != 1:
                raise InvalidPayload
            reply = await handler(sid, parse(kind, arguments[0]))
        except LuukkuError as error:
            return refusal(error)
        except Exception:  # the edge: told by number, never echoed
            correlation_id = uuid4().hex[:12]
            log.exception("request failed", extra={"correlation_id": correlation_id})
            return to_dict(Refused(error="internal_error", correlation_id=correlation_id))
        return to_dict(reply)

    return handle


async def refuse_unknown(_event: str, _sid: str, *_arguments: Any) -> dict[str, Any]:
    """Answer a request that does not exist."""
    return refusal(InvalidPayload())


def refusal(error: LuukkuError) -> dict[str, Any]:
    """Return a service's error as an acknowledgement."""
    code: ErrorCode = error.code
    retry_after_s = error.retry_after_s if isinstance(error, RateLimited) else 0
    return to_dict(Refused(error=code, retry_after_s=retry_after_s))


def to_dict(view: View) -> dict[str, Any]:
    """Return the view as python-socketio sends it."""
    plain: dict[str, Any] = msgspec.to_builtins(view)
    return plain
