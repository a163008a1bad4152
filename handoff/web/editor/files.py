"""The editors' files: answers out, and back in after they have been seen.

Between the page that shows what a file would change and the button that takes it, everything is in that page's form:
what the file says of the entries that change, and what of them its editor has seen. Any process can take it.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Sequence
from typing import get_args

import msgspec
from aiohttp import BodyPartReader, web

from handoff.accounts.model import Agent
from handoff.clock import Clock
from handoff.editing.exchange.model import MAX_TOLD, Format, Note, Patch, Problem
from handoff.editing.exchange.service import Exchange, Plan
from handoff.editing.exchange.work import ENDINGS, MAX_FILE
from handoff.editing.service import ChangedMeanwhile
from handoff.errors import InvalidPayload, TooLarge
from handoff.faq.model import Language
from handoff.web.editor.changes import changes
from handoff.web.editor.desk import ROOT, Desk, see
from handoff.words import Words

PATH = "/-/files"
FORMATS: tuple[Format, ...] = get_args(Format)
TYPES: dict[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "rasa": "application/yaml; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
MAX_KEPT = 2 * MAX_FILE
"""Bytes of what a page keeps of a file, unpacked; nothing in a file is said twice in it."""


class Kept(msgspec.Struct, frozen=True):
    """What a page keeps of a file. `seen`: see `exchange.service.Seen`."""

    patches: tuple[Patch, ...]
    seen: dict[str, tuple[str, str]]


class FilePages:
    """The room of the files."""

    def __init__(self, exchange: Exchange, desk: Desk, clock: Clock) -> None:
        self._exchange = exchange
        self._desk = desk
        self._clock = clock

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        self._desk.open_room("files")
        self._desk.add(app, PATH, get=self._room, post=self._look)
        self._desk.add(app, f"{PATH}/export", get=self._export)
        self._desk.add(app, f"{PATH}/take", post=self._take)

    async def _room(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        told = "taken" if request.query.get("done") == "taken" else ""
        return self._room_page(request, language, editor, told=told)

    async def _export(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        format_ = next((each for each in FORMATS if each == request.query.get("format")), None)
        if format_ is None:
            raise InvalidPayload
        with_drafts = request.query.get("which") != "published"
        try:
            content = await self._exchange.export(format_, language, with_drafts=with_drafts)
        except TooLarge:
            return self._room_page(request, language, editor, told="too_long_cell", status=409)
        name = f"luukku-{language}-{self._clock():%Y-%m-%d}{ENDINGS[format_]}"
        headers = {
            "Content-Type": TYPES[format_],
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        }
        return web.Response(body=content, headers=headers)

    async def _look(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Show what a file would change."""
        try:
            content = await _part(request, "file", MAX_FILE)
        except TooLarge:
            return self._wrong_page(request, language, editor, [Problem("too_big")], status=413)
        if not content:
            return self._wrong_page(request, language, editor, [])
        parsed = await self._exchange.read(content)
        if parsed.problems:
            return self._wrong_page(request, language, editor, parsed.problems)
        plan = await self._exchange.plan(parsed.patches)
        return self._plan_page(request, language, editor, plan, notes=parsed.notes)

    async def _take(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Make drafts of what was shown."""
        kept = unpacked(await _part(request, "kept", MAX_KEPT))
        try:
            await self._exchange.take(editor, kept.patches, kept.seen)
        except ChangedMeanwhile as error:
            plan = await self._exchange.plan(kept.patches)
            return self._plan_page(request, language, editor, plan, late=error.ids)
        return see(f"{ROOT}/{language}{PATH}?done=taken")

    # --- pages

    def _room_page(
        self,
        request: web.Request,
        language: Language,
        editor: Agent,
        *,
        told: str = "",
        status: int = 200,
        problems: Sequence[str] = (),
        is_cut: bool = False,
    ) -> web.Response:
        return self._desk.page(
            request,
            "files",
            language,
            status=status,
            at=PATH,
            editor=editor,
            told=told,
            formats=FORMATS,
            problems=problems,
            is_cut=is_cut,
        )

    def _wrong_page(
        self, request: web.Request, language: Language, editor: Agent, problems: Sequence[Problem], status: int = 400
    ) -> web.Response:
        words = self._desk.words(language)["files"]
        told = [problem_text(each, words) for each in problems] or [words["problem"]["no_file"]]
        is_cut = len(problems) >= MAX_TOLD
        return self._room_page(request, language, editor, status=status, problems=told, is_cut=is_cut)

    def _plan_page(
        self,
        request: web.Request,
        language: Language,
        editor: Agent,
        plan: Plan,
        *,
        notes: Sequence[Note] = (),
        late: Sequence[str] = (),
    ) -> web.Response:
        words = self._desk.words(language)["files"]
        seen = {each.patch.id: (each.seen, each.base) for each in plan.changed}
        return self._desk.page(
            request,
            "import",
            language,
            status=409 if late else 200,
            at=PATH,
            editor=editor,
            changed=[(each, changes(each.before, each.after)) for each in plan.changed],
            same=plan.same,
            notes=[words["note"][each.kind].format(where=_where(each, words), figure=each.figure) for each in notes],
            late=late,
            kept=packed(Kept(tuple(each.patch for each in plan.changed), seen)),
        )


def packed(kept: Kept) -> str:
    """Return it as a form's field holds it."""
    return base64.b64encode(zlib.compress(msgspec.json.encode(kept))).decode()


def unpacked(text: bytes) -> Kept:
    """Return what `packed` was given; an editor may send whatever they might have written by hand, and no more.

    Raises:
        InvalidPayload: it is something else.
    """
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(text, validate=True), MAX_KEPT)
        if not unpacking.eof:
            raise InvalidPayload
        return msgspec.json.decode(content, type=Kept)
    except (binascii.Error, zlib.error, msgspec.DecodeError, RecursionError) as error:
        raise InvalidPayload from error


def problem_text(problem: Problem, words: Words) -> str:
    """Return a problem with its place, in the language of the words of this room."""
    text: str = words["problem"][problem.kind].format(figure=problem.figure)
    return f"{where}: {text}" if (where := _where(problem, words)) else text


def _where(told: Problem | Note, words: Words) -> str:
    if told.sheet and told.cell:
        return str(words["row_of"]).format(sheet=told.sheet, cell=told.cell)
    return told.sheet or told.cell


async def _part(request: web.Request, name: str, limit: int) -> bytes:
    """Return a part of a form, empty if it is not there.

    Raises:
        TooLarge: it has more bytes than that.
        InvalidPayload: no such form.
    """
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name == name:
                content = bytearray()
                while piece := await part.read_chunk(1 << 16):
                    content += piece
                    if len(content) > limit:
                        raise TooLarge
                return bytes(content)
    except (ValueError, AssertionError, RuntimeError) as error:  # no multipart
        raise InvalidPayload from error
    return b""
