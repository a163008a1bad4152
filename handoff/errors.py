"""The errors that a service may raise, each with the code that is published on the wire."""

from __future__ import annotations

from handoff.realtime.payloads import ErrorCode


class LuukkuError(Exception):
    """Something the caller can be told. Converted to a reply once, at the edge."""

    code: ErrorCode = "internal_error"
    http_status = 500


class InvalidPayload(LuukkuError):
    """The input does not fit its schema."""

    code = "invalid_payload"
    http_status = 400


class TooLarge(LuukkuError):
    """The input is longer than anything allowed."""

    code = "too_large"
    http_status = 413


class Unauthenticated(LuukkuError):
    """No valid sign-in, or wrong credentials."""

    code = "unauthenticated"
    http_status = 401


class Forbidden(LuukkuError):
    """The actor's role does not reach so far."""

    code = "forbidden"
    http_status = 403


class NotFound(LuukkuError):
    """Missing, or not this actor's to see: the same error, so that nothing can be probed."""

    code = "not_found"
    http_status = 404


class Conflict(LuukkuError):
    """The conversation has changed hands since the version the caller knew."""

    code = "conflict"
    http_status = 409


class QueueClosed(LuukkuError):
    """Nobody is to wait in that queue now: its hours are over."""

    code = "queue_closed"
    http_status = 409


class NoSeat(LuukkuError):
    """The agent has as many conversations as they may have at once."""

    code = "no_seat"
    http_status = 409


class RateLimited(LuukkuError):
    """Too many requests; `retry_after_s` seconds from now there is room."""

    code = "rate_limited"
    http_status = 429

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


class UnsupportedImage(LuukkuError):
    """What was sent is no JPEG, PNG, WebP or GIF, whatever it is called."""

    code = "unsupported_image"
    http_status = 415


class BrokenImage(LuukkuError):
    """The image cannot be read to its end."""

    code = "broken_image"
    http_status = 422


class TooManyImages(LuukkuError):
    """The form has as many images as may be sent with it."""

    code = "too_many_images"
    http_status = 409


class Unavailable(LuukkuError):
    """The database cannot take the request now."""

    code = "unavailable"
    http_status = 503


class BotUnavailable(Exception):
    """Rasa did not answer in time or not sensibly. Never reaches the wire: the citizen is told in the conversation."""
