"""The public board's pages: answered feedback, searched and read. No script, no cookie; anybody may keep a copy."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlencode

from aiohttp import web

from handoff.cases import board
from handoff.cases.board import Shown, Wanted
from handoff.cases.catalogue import Catalogue
from handoff.cases.lists import Place
from handoff.cases.model import CaseKind
from handoff.errors import LuukkuError
from handoff.images.model import Image
from handoff.images.service import Images
from handoff.queues.model import Language
from handoff.storage.database import Database
from handoff.web.feedback.pages import TEMPLATES as FEEDBACK_TEMPLATES
from handoff.web.images import send_image
from handoff.web.plain import make_templates
from handoff.words import Words

LANGUAGES: tuple[Language, ...] = get_args(Language)
TEMPLATES = (Path(__file__).parent / "templates", FEEDBACK_TEMPLATES)
CACHED = "public, max-age=60"
"""What is taken off the board is gone from every cache a minute later."""
MAX_WORDS_CHARS = 100
ID = "[0-9a-f-]{36}"
PLACE = re.compile(rf"(?P<key>[0-9]{{1,18}})-(?P<id>{ID})")
Answer = Callable[[web.Request, Language], Awaitable[web.StreamResponse]]


class BoardPages:
    """The board in three languages, each at its own addresses."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        images: Images,
        *,
        words: Mapping[str, Words],
        feedback_words: Mapping[str, Words],
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._images = images
        self._words = words
        self._feedback_words = feedback_words
        self._templates = make_templates(*TEMPLATES)

    def add_routes(self, app: web.Application) -> None:
        """Add the routes of every language."""
        for language in LANGUAGES:
            path = self._path(language)
            app.router.add_get(path, self._in(language, self._list))
            app.router.add_get(f"{path}/{{id:{ID}}}", self._in(language, self._one))
            app.router.add_get(f"{path}/{{id:{ID}}}/{{image:{ID}}}", self._in(language, self._image))

    def _in(self, language: Language, answer: Answer) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return await answer(request, language)
            except LuukkuError as error:
                return self._missing(request, language, "not_now", status=error.http_status)

        return handle

    async def _list(self, request: web.Request, language: Language) -> web.Response:
        wanted = _wanted(request.query, self._catalogue)
        after = _place(request.query.get("after", ""))
        page = await self._database.read(lambda c: board.page(c, wanted, after))
        asked = {
            "q": wanted.words,
            "service": wanted.service_code,
            "kind": wanted.kind,
            "language": wanted.language,
        }
        asked = {name: value for name, value in asked.items() if value}
        older = page.after and urlencode({**asked, "after": f"{page.after.key}-{page.after.id}"})
        response = self._page(
            request,
            "list",
            language,
            query=urlencode(asked | ({"after": request.query["after"]} if after else {})),
            wanted=wanted,
            cases=page.cases,
            is_first=after is None,
            is_narrowed=bool(asked),
            newest=urlencode(asked),
            older=older,
        )
        if asked or after:
            # The cases are to be found, not every way to list them.
            response.headers["X-Robots-Tag"] = "noindex, follow"
        return response

    async def _one(self, request: web.Request, language: Language) -> web.Response:
        case, images = await self._found(request.match_info["id"])
        if case is None:
            return self._missing(request, language, "gone", status=404)
        return self._page(request, "one", language, at=f"/{case.id}", case=case, images=images)

    async def _image(self, request: web.Request, language: Language) -> web.StreamResponse:
        _, images = await self._found(request.match_info["id"])
        wanted = [image for image in images if image.id == request.match_info["image"]]
        if not wanted:
            return self._missing(request, language, "gone", status=404)
        return await send_image(request, self._images, wanted[0], "full", caching=CACHED)

    async def _found(self, case_id: str) -> tuple[Shown | None, Sequence[Image]]:
        """Return a case that is on the board, with those of its images that staff have made public."""

        def find(connection: Any) -> tuple[Shown | None, Sequence[Image]]:
            case = board.find(connection, case_id)
            images = [] if case is None else self._images.of_case(connection, case_id)
            return case, [image for image in images if image.is_public]

        return await self._database.read(find)

    def _missing(self, request: web.Request, language: Language, what: str, *, status: int) -> web.Response:
        response = self._page(request, "missing", language, status=status, what=what)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _page(
        self,
        request: web.Request,
        name: str,
        language: Language,
        *,
        status: int = 200,
        at: str = "",
        query: str = "",
        **values: Any,
    ) -> web.Response:
        here = {each: self._path(each) + at + (f"?{query}" if query else "") for each in LANGUAGES}
        text = self._templates.get_template(f"{name}.html").render(
            t=self._feedback_words[language],
            w=self._words[language],
            language=language,
            here=here,
            catalogue=self._catalogue,
            board=self._path(language),
            **values,
        )
        return keepable(request, text, status)

    def _path(self, language: str) -> str:
        path: str = self._feedback_words[language]["paths"]["answered"]
        return path


def keepable(request: web.Request, text: str, status: int = 200) -> web.Response:
    """Return a page that anybody may keep for a minute, or that it has not changed since."""
    tag = hashlib.sha256(text.encode()).hexdigest()[:32]
    if status == 200 and any(known.value == tag for known in request.if_none_match or ()):
        response = web.Response(status=304)
    else:
        response = web.Response(text=text, status=status, content_type="text/html")
    response.headers["Cache-Control"] = CACHED
    response.etag = tag
    return response


def _wanted(query: Mapping[str, str], catalogue: Catalogue) -> Wanted:
    """Return what an address asks for; what it cannot mean is not asked for."""
    service, kind, language = (query.get(name, "") for name in ("service", "kind", "language"))
    return Wanted(
        words=query.get("q", "").strip()[:MAX_WORDS_CHARS],
        service_code=service if service in catalogue.services else "",
        kind=next((known for known in get_args(CaseKind) if known == kind), ""),
        language=language if language in LANGUAGES else "",
    )


def _place(text: str) -> Place | None:
    match = PLACE.fullmatch(text)
    return Place(int(match["key"]), match["id"]) if match else None
