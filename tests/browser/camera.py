"""Takes pictures of pages for the guides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Page

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
MAX_BYTES = 200_000


async def take(page: Page, name: str, clip: Any = None, max_bytes: int = MAX_BYTES) -> None:
    """Write what the page shows, or the part of it in `clip`, to the file of a name."""
    path = PICTURES / f"{name}.png"
    # Nothing is to look as if it was being pressed.
    await page.mouse.move(0, 0)
    await page.screenshot(path=path, clip=clip)
    size = path.stat().st_size
    print(f"{name}: {size // 1000} kB")
    assert size < max_bytes
