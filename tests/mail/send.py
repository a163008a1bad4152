"""Another process that sends what is due: `send.py DATABASE-URL SMTP-PORT`."""

from __future__ import annotations

import asyncio
import sys

from handoff.mail.carriers import make_carriers
from handoff.mail.postman import Postman
from handoff.settings import Settings
from handoff.storage.database import Database
from tests.mail.conftest import Clock


async def main(url: str, port: str) -> None:
    settings = Settings(smtp_host="127.0.0.1", smtp_port=int(port), smtp_tls="none", mail_from="luukku@example.fi")
    await Postman(Database(url), make_carriers(settings), Clock()).deliver_due()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
