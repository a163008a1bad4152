"""The guides' pages: the list, a guide's questions and its checklist. The address is all that is known of a visitor."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from handoff.clock import Clock
from handoff.errors import LuukkuError
from handoff.guides.model import CHANGE, Guide, Language
from handoff.guides.path import choices_made, questions_asked, unanswered
from handoff.guides.problems import LANGUAGES
from handoff.guides.service import Guides
from handoff.web.feedback.pages import TEMPLATES as FEEDBACK_TEMPLATES
from handoff.web.guides.pdf import Press
from handoff.web.guides.sheet import Sheet, make_sheet
from handoff.web.guides.text import as_text
from handoff.web.plain import make_templates
from handoff.words import Words

TEMPLATES = (Path(__file__).parent / "templates", FEEDBACK_TEMPLATES)
ID = "[a-z][a-z0-9_]{1,58}[a-z0-9]"
TYPES = {"txt": "text/plain", "html": "text/html", "pdf": "application/pdf"}
Answer = Callable[[web.Request, Language], Awaitable[web.StreamResponse]]


class GuidePages:
    """The guides in three languages, each at its own addresses."""

    def __init__(
        self,
        guides: Guides,
        clock: Clock,
        *,
        home: str,
        words: Mapping[str, Words],
        feedback_words: Mapping[str, Words],
        press: Press | None = None,
    ) -> None:
        self._guides = guides
        self._clock = clock
        self._home = home
        self._words = words
        self._feedback_words = feedback_words
        self._press = press or Press()
        self._templates = make_templates(*TEMPLATES)

    def add_routes(self, app: web.Application) -> None:
        """Add the routes of every language."""
        for language in LANGUAGES:
            path = self.path(language)
            app.router.add_get(path, self._in(language, self._list))
            app.router.add_get(f"{path}/{{id:{ID}}}", self._in(language, self._one))
            app.router.add_get(f"{path}/{{id:{ID}}}/{{format:txt|html|pdf}}", self._in(language, self._download))

    def path(self, language: Language) -> str:
        """Return where the guides are found in a language."""
        path: str = self._words[language]["path"]
        return path

    def preview(
        self, request: web.Request, guide: Guide, language: Language, here: Mapping[Language, str]
    ) -> web.Response:
        """Return a guide's page as visitors would see it.

        Args:
            here: Where the preview is found in each language; what is edited is found beside it.
        """
        response = self._guide_page(request, guide, language, here, is_draft=True)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _in(self, language: Language, answer: Answer) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return await answer(request, language)
            except LuukkuError as error:
                return self._missing(request, language, "not_now", status=error.http_status)

        return handle

    async def _list(self, request: web.Request, language: Language) -> web.StreamResponse:
        guides = sorted((await self._guides.all()).values(), key=lambda guide: guide.title[language].lower())
        here = {each: self.path(each) for each in LANGUAGES}
        return self._page(request, "list", language, here, guides=guides)

    async def _one(self, request: web.Request, language: Language) -> web.StreamResponse:
        guide = (await self._guides.all()).get(request.match_info["id"])
        if guide is None:
            return self._missing(request, language, "gone", status=404)
        return self._guide_page(request, guide, language, self._of(guide))

    def _guide_page(
        self,
        request: web.Request,
        guide: Guide,
        language: Language,
        here: Mapping[Language, str],
        *,
        is_draft: bool = False,
    ) -> web.Response:
        made = choices_made(guide, request.query)
        missing = unanswered(guide, made)
        query = urlencode(made)
        values: dict[str, Any] = {"guide": guide, "is_draft": is_draft, "made": made, "action": here[language]}
        if missing or CHANGE in request.query:
            is_begun = bool(made) and CHANGE not in request.query
            return self._page(
                request,
                "questions",
                language,
                _with(here, query),
                questions=questions_asked(guide, made),
                missing=missing if is_begun else [],
                **values,
            )
        sheet = self._sheet(guide, made, language)
        return self._page(request, "checklist", language, _with(here, query), sheet=sheet, query=query, **values)

    async def _download(self, request: web.Request, language: Language) -> web.StreamResponse:
        guide = (await self._guides.all()).get(request.match_info["id"])
        if guide is None:
            return self._missing(request, language, "gone", status=404)
        made = choices_made(guide, request.query)
        if unanswered(guide, made):
            raise web.HTTPSeeOther(_with(self._of(guide), urlencode(made))[language])
        sheet, form = self._sheet(guide, made, language), request.match_info["format"]
        headers = {
            "Cache-Control": "no-cache",
            "Content-Disposition": f'attachment; filename="{guide.id}-{language}.{form}"',
            "X-Robots-Tag": "noindex",
        }
        body, charset = await self._file(sheet, form), None if form == "pdf" else "utf-8"
        return web.Response(body=body, content_type=TYPES[form], charset=charset, headers=headers)

    async def _file(self, sheet: Sheet, form: str) -> bytes:
        words, city = self._words[sheet.language], self._feedback_words[sheet.language]["city"]
        if form == "pdf":
            return await self._press.pdf(sheet, words, city)
        if form == "txt":
            return as_text(sheet, words).encode()
        return self._templates.get_template("guides/file.html").render(sheet=sheet, w=words, city=city).encode()

    def _sheet(self, guide: Guide, made: Mapping[str, str], language: Language) -> Sheet:
        address = self._home + _with(self._of(guide), urlencode(made))[language]
        today = self._clock().date()
        return make_sheet(guide, made, language, self._words[language], today=today, address=address)

    def _of(self, guide: Guide) -> dict[Language, str]:
        return {language: f"{self.path(language)}/{guide.id}" for language in LANGUAGES}

    def _missing(self, request: web.Request, language: Language, what: str, *, status: int) -> web.Response:
        here = {each: self.path(each) for each in LANGUAGES}
        response = self._page(request, "missing", language, here, status=status, what=what)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _page(
        self,
        request: web.Request,
        name: str,
        language: Language,
        here: Mapping[Language, str],
        *,
        status: int = 200,
        **values: Any,
    ) -> web.Response:
        text = self._templates.get_template(f"guides/{name}.html").render(
            t=self._feedback_words[language],
            w=self._words[language],
            language=language,
            here=here,
            guides_path=self.path(language),
            **values,
        )
        return _fresh(request, text, status)


def _with(here: Mapping[Language, str], query: str) -> dict[Language, str]:
    return {language: f"{path}?{query}" if query else path for language, path in here.items()}


def _fresh(request: web.Request, text: str, status: int) -> web.Response:
    """Return a page that is asked for anew each time, and sent only if it has changed: so is the guide, at any time."""
    tag = hashlib.sha256(text.encode()).hexdigest()[:32]
    if status == 200 and any(known.value == tag for known in request.if_none_match or ()):
        response = web.Response(status=304)
    else:
        response = web.Response(text=text, status=status, content_type="text/html")
    response.headers["Cache-Control"] = "no-cache"
    if request.query_string:
        response.headers["X-Robots-Tag"] = "noindex, follow"  # the guides are to be found, not every answer
    response.etag = tag
    return response
