"""Images of cases, for those who answer them."""

from __future__ import annotations

from aiohttp import web

from handoff.cases import store
from handoff.errors import Forbidden, NotFound
from handoff.images.model import ImageSize
from handoff.images.service import Images
from handoff.realtime.roles import may_ask
from handoff.storage.database import Database
from handoff.web.edge import coded
from handoff.web.images import send_image
from handoff.web.sessions import Sessions


class CaseImages:
    """The route by which the console shows them."""

    def __init__(self, database: Database, images: Images, sessions: Sessions) -> None:
        self._database = database
        self._images = images
        self._sessions = sessions

    def add_routes(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_get("/api/agent/cases/{code}/images/{image:[0-9a-f-]{36}}", coded(self.show))

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Send an image of a case; `?size=thumbnail` sends the small one."""
        if not may_ask((await self._sessions.get_agent(request)).role, "open_case"):
            raise Forbidden
        code, image_id = request.match_info["code"], request.match_info["image"]
        of_case = await self._database.read(lambda c: self._images.of_case(c, store.get(c, code).id))
        wanted = next((image for image in of_case if image.id == image_id), None)
        if wanted is None:
            raise NotFound
        size: ImageSize = "thumbnail" if request.query.get("size") == "thumbnail" else "full"
        return await send_image(request, self._images, wanted, size)
