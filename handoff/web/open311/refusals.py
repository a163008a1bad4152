"""Why a request is refused, as the standard has it: a status, and what is wrong in words."""

from __future__ import annotations


class Refused(Exception):
    """The client is told; `description` is shown as it is.

    Attributes:
        status: The HTTP status.
        kind: What the request looks like, where it would belong elsewhere; clients tell it apart by this.
    """

    def __init__(self, status: int, description: str, *, kind: str = "") -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.kind = kind
