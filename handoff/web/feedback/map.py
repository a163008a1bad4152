"""The map of the feedback form, where the city has set one up."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from handoff.settings import Settings


@dataclass(frozen=True, slots=True)
class Map:
    """Where its tiles come from and where it opens; `host` is what the page's policy lets images come from."""

    tiles: str
    attribution: str
    centre: str
    zoom: int

    @classmethod
    def of(cls, settings: Settings) -> Map | None:
        """Return the map of the settings, or None."""
        if not settings.map_tiles:
            return None
        return cls(settings.map_tiles, settings.map_attribution, settings.map_centre, settings.map_zoom)

    @property
    def host(self) -> str:
        """Return scheme and host of the tiles."""
        url = urlsplit(self.tiles)
        return f"{url.scheme}://{url.netloc}"
