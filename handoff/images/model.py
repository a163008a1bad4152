"""An image that is sent with a case, and what may be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

ImageSize = Literal["full", "thumbnail"]
Reason = Literal["unsupported", "broken", "too_large"]

MAX_IMAGES = 5
"""Of one draft, and so of one case."""
MAX_BYTES = 10 * 1024 * 1024
"""Of one image as it comes in: what a telephone's camera makes at its usual setting is a third of it."""
MAX_PIXELS = 40_000_000
"""More than the cameras of telephones make unless told to; decoded, four bytes each, it is 160 MB."""
KEPT_UNATTACHED = timedelta(days=1)
"""How long an image waits for its form to be sent: longer than anybody writes, and a night's sleep."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image as it is kept. `position` counts from 1; sizes and hash are those of the full size."""

    id: str
    case_id: str | None
    position: int
    width: int
    height: int
    size_bytes: int
    sha256: str
    created_at: datetime
    is_public: bool


@dataclass(frozen=True, slots=True)
class SafeImage:
    """Two JPEGs made from the pixels of an image and nothing else; width and height are the full one's."""

    width: int
    height: int
    full: bytes
    thumbnail: bytes


class Unusable(Exception):
    """What came in is no image that can be kept.

    Attributes:
        reason: `unsupported`: none of the kinds that are taken; `broken`: cannot be read to its end;
            `too_large`: more bytes or pixels than are taken.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
