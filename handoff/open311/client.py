"""Somebody else's GeoReport v2 server, as a client has it: in JSON, without following redirections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
import orjson

from handoff.conversations.masking import clean
from handoff.open311.model import LookedFor, NotForwarded, Outgoing, Receipt, RemoteState
from handoff.settings import Settings

MAX_TEXT = 4000
"""What the standard allows of a description, the reference in it."""
MAX_BYTES = 10_000_000
"""A thousand requests with long texts."""
EARLIER = timedelta(minutes=15)
"""How far the other side's clock may be behind."""
FULL = 1000
"""Rows of a full answer: what was looked for may be on the next page."""
NOT_TAKEN = (429,)
REFUSED = (400, 404, 405, 413, 415, 422)
NOT_OURS = (401, 403)


class Open311Server:
    """The server of `LUUKKU_OPEN311_FORWARD_URL`."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.open311_forward_url.rstrip("/")
        self._key = settings.open311_forward_key
        self.name = urlsplit(self._url).hostname or ""
        self.time_limit = settings.open311_forward_timeout

    async def send(self, request: Outgoing) -> Receipt:
        """Send a request.

        Raises:
            NotForwarded: it has not arrived, or nobody knows.
        """
        reference = _mark(request)
        fields = {
            "api_key": self._key,
            "service_code": request.service_code,
            "description": f"{request.text[: MAX_TEXT - len(reference)]}{reference}",
            "address_string": request.place,
            "lat": "" if request.lat is None else str(request.lat),
            "long": "" if request.lon is None else str(request.lon),
            # Known to the Helsinki region's servers, and to ours: here it has been decided who it is for.
            "title": request.title,
            "locale": request.language,
            "confirmed": "true",
        }
        sent = {name: value for name, value in fields.items() if value}
        headers = {"Idempotency-Key": request.reference}
        status, rows, _ = await self._call("POST", "/requests.json", data=sent, headers=headers)
        if status in NOT_OURS or 300 <= status < 400:
            raise NotForwarded(f"http_{status}", concerns_all=True)
        if not 200 <= status < 300:
            raise NotForwarded(
                f"http_{status}", is_final=status in REFUSED, is_unknown=status not in (*REFUSED, *NOT_TAKEN)
            )
        first = rows[0] if rows else {}
        receipt = Receipt(_text(first, "service_request_id"), _text(first, "token"))
        if not receipt.remote_id and not receipt.token:
            raise NotForwarded("unreadable", is_unknown=True)
        return receipt

    async def look_for(self, request: Outgoing, since: datetime) -> LookedFor:
        """Look for a request by the reference in its text.

        Raises:
            NotForwarded: the other side cannot be asked now.
        """
        begin = (since - EARLIER).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        rows, headers = await self._ask({"service_code": request.service_code, "start_date": begin})
        mark = _mark(request).strip()
        found = next((row for row in rows if mark in _text(row, "description")), None)
        is_repeatable = "idempotency-key" in headers.get("Open311-Extensions", "")
        if found is not None or is_repeatable:
            return LookedFor(_text(found or {}, "service_request_id"), is_repeatable, shows_texts=True)
        if not rows:
            # Nothing new at all: whether it shows texts is seen by what is older.
            older, _ = await self._ask({"service_code": request.service_code})
            return LookedFor("", is_repeatable, _show_texts(older))
        return LookedFor("", is_repeatable, _show_texts(rows) and len(rows) < FULL)

    async def redeem(self, token: str) -> str:
        """Return the id of a token; empty while there is none.

        Raises:
            NotForwarded: the other side cannot be asked now.
        """
        rows, _ = await self._read(f"/tokens/{quote(token, safe='')}.json", {})
        return _text(rows[0], "service_request_id") if rows else ""

    async def state_of(self, remote_id: str) -> RemoteState:
        """Return how a request stands, with the other side's words, masked.

        Raises:
            NotForwarded: the other side cannot be asked now.
        """
        rows, _ = await self._read(f"/requests/{quote(remote_id, safe='')}.json", {})
        if not rows:
            raise NotForwarded("gone")
        notes = clean(_text(rows[0], "status_notes"))[:MAX_TEXT]
        return RemoteState(_text(rows[0], "status").lower() == "closed", notes)

    async def _ask(self, query: Mapping[str, str]) -> tuple[list[Any], Mapping[str, str]]:
        return await self._read("/requests.json", query)

    async def _read(self, path: str, query: Mapping[str, str]) -> tuple[list[Any], Mapping[str, str]]:
        status, rows, headers = await self._call("GET", path, params=query)
        if status != 200 or rows is None:
            raise NotForwarded(f"http_{status}" if status != 200 else "unreadable", is_unknown=True)
        return rows, headers

    async def _call(self, method: str, path: str, **how: Any) -> tuple[int, list[Any] | None, Mapping[str, str]]:
        """Return status, rows and headers; no rows where the body has none."""
        timeout = aiohttp.ClientTimeout(total=self.time_limit.total_seconds())
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                # A redirection would take text and key to where nobody has said they may go.
                session.request(method, f"{self._url}{path}", allow_redirects=False, **how) as response,
            ):
                return response.status, _rows(await _read_some(response)), response.headers
        except aiohttp.ClientConnectorError as error:
            raise NotForwarded("connect", concerns_all=True) from error
        except TimeoutError as error:
            raise NotForwarded("timeout", is_unknown=True) from error
        except aiohttp.ClientError as error:
            raise NotForwarded("disconnected", is_unknown=True) from error


async def _read_some(response: aiohttp.ClientResponse) -> bytes:
    """Return the body as far as it is needed; what is too long is no answer."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_BYTES:
            return b""
    return bytes(body)


def _mark(request: Outgoing) -> str:
    return f"\n\n[{request.reference}]"


def _rows(body: bytes) -> list[Any] | None:
    try:
        rows = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else None


def _text(row: Mapping[str, Any], name: str) -> str:
    """Return a field as text: others' ids are numbers."""
    value = row.get(name)
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _show_texts(rows: list[Any]) -> bool:
    return bool(rows) and all(_text(row, "description") for row in rows)
