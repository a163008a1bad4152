"""The guides' room: as every room of its kind, and how visitors would see a guide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.clock import Clock
from handoff.editing.files import ENTRY_ID
from handoff.editing.guide_steps import STEP, stepped
from handoff.editing.guides import leads, tidied
from handoff.editing.service import Editing
from handoff.guides.model import Guide, Language
from handoff.guides.problems import LANGUAGES, problems
from handoff.web.editor.changes import Change
from handoff.web.editor.desk import Desk, see
from handoff.web.editor.guide_changes import guide_changes, told_problems
from handoff.web.editor.guide_form import empty, gone, to_fields, to_guide
from handoff.web.editor.room import REVIEWED_WITHIN, ItemRoom, Sent
from handoff.web.guides.pages import GuidePages

ROOM = "guides"


class GuideRoom(ItemRoom[Guide]):
    """The guides at the editors' desk."""

    place = f"/-/{ROOM}"
    pattern = ENTRY_ID
    templates = ("guides", "guide")

    def __init__(self, editing: Editing[Guide], desk: Desk, public: GuidePages, clock: Clock) -> None:
        super().__init__(editing, desk)
        self._public = public
        self._clock = clock
        desk.open_room(ROOM)

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        super().add_routes(app)
        self._desk.add(app, f"{self.place}/{{id:{ENTRY_ID.pattern}}}/preview", get=self._preview)

    def label(self, language: Language) -> Callable[[str], str]:
        """Return what names a field: a question's and an item's with what they are called."""
        words = self.words(language)

        def label(name: str) -> str:
            of, *rest = name.split(".")
            if of not in ("questions", "items"):
                return str(words["fields"][name.rpartition(".")[2]])
            whose = words[of] if len(rest) == 1 else f"{words[f'one_{of}']} {rest[0]}"
            return f"{whose}: {words['fields'][rest[-1]]}"

        return label

    async def listed(self, query: Mapping[str, str], language: Language) -> Mapping[str, Any]:
        """Return every guide, whether its review is late, and how much is to be mended."""
        today = self._clock().date()
        return {
            "rows": [
                (each.entry, each.draft, each.is_live, each.entry.review_by < today, len(problems(each.entry)))
                for each in await self.rows()
            ]
        }

    def read(self, item_id: str, fields: Mapping[str, str], live: Guide | None) -> Guide:
        """Return the guide of a form.

        Raises:
            BadForm: see there.
        """
        return tidied(to_guide(item_id, fields))

    def to_fields(self, item: Guide) -> Mapping[str, str]:
        """Return the fields of a form."""
        return to_fields(item)

    def empty(self, item_id: str) -> Guide:
        """Return a guide of which nothing has been written."""
        return empty(item_id, self._clock().date() + REVIEWED_WITHIN)

    def changes(self, before: Guide | None, after: Guide) -> list[Change]:
        """Return the fields that differ."""
        return guide_changes(before, after)

    def title(self, item: Guide, language: Language) -> str:
        """Return the guide's title, or its name where it has none."""
        return item.title[language] or item.id

    async def about(self, item: Guide, live: Guide | None, language: Language) -> Mapping[str, Any]:
        """Return what is to be mended, and what tells conditions on what is not there any more."""
        return {"to_mend": told_problems(item, self.words(language)), "gone": gone}

    def leads(self, item: Guide) -> Iterable[str]:
        """Return the addresses of the pages to which a checklist leads."""
        return (url for _, url in leads(item))

    async def act(
        self, request: web.Request, language: Language, editor: Agent, sent: Sent[Guide]
    ) -> web.StreamResponse:
        """Take a step or show the guide, which save it, or do what all rooms do."""
        is_step = STEP.fullmatch(sent.do)
        if not is_step and sent.do != "show":
            return await super().act(request, language, editor, sent)
        guide, place = stepped(sent.entry, sent.do) if is_step else (sent.entry, "")
        await self._editing.save(editor, guide, seen=sent.seen, base=sent.base)
        if not is_step:
            return see(f"{self.url(language, guide.id)}/preview")
        where = f"&open={place}#{place}" if place else ""
        return see(f"{self.url(language, guide.id)}?done=saved{where}")

    async def _preview(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Show the guide's public page as the draft would make it."""
        opened = await self.open(request.match_info["id"])
        kept = opened.draft or opened.live
        assert kept is not None
        here = {each: f"{self.url(each, kept.entry.id)}/preview" for each in LANGUAGES}
        return self._public.preview(request, kept.entry, language, here)
