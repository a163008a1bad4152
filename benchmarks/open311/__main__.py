"""Look for answers that the OpenAPI document does not have: `.venv/bin/python -m benchmarks.open311 [minutes]`.

Starts the service with a database of its own, sends it a few cases, and lets Schemathesis ask for ten minutes. Ends
with an error if any answer was a 5xx, or not as documented.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

import aiohttp
from sqlalchemy import func, select

from benchmarks.open311.hooks import IDS_VARIABLE, KEY_VARIABLE
from handoff.audit.model import Nameless
from handoff.cases.catalogue import read_catalogue
from handoff.cases.desk import CaseDesk, Seen
from handoff.cases.model import NewCase
from handoff.cases.service import Cases
from handoff.clock import utc_now
from handoff.conversations.contact_details import ContactDetails
from handoff.open311.keys import Open311Keys
from handoff.settings import ROOT
from handoff.storage.database import Database
from handoff.storage.tables import cases as cases_table
from tests.support.service import ServiceProcess

MINUTES = 10
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
)
"""Which answers may be given, not which must be: places and spans of time depend on each other in ways that no schema
says, so that what fits the document may still be refused."""
FEW = 10
"""With fewer requests stored, nothing behind the refusals was looked at."""
NO_LIMIT = "100000000"
ASKER = Nameless("service")


async def main(minutes: float) -> int:
    """Run it; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="luukku-open311-") as folder:
        service = await ServiceProcess(Path(folder), open311_reads=NO_LIMIT, open311_posts=NO_LIMIT).start()
        try:
            key, ids = await _fill(Path(folder))
            await _warm_up(service.url, key)
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                "from schemathesis.cli import schemathesis; schemathesis()",
                "run",
                f"{service.url}/open311/v2/openapi.json",
                "--origin",
                service.url,
                *("--checks", ",".join(CHECKS)),
                *("--max-time", str(round(minutes * 60))),
                *("--phases", "examples,coverage,fuzzing"),
                *("--generation-database", "none", "--continue-on-failure", "--no-shrink"),
                *("--suppress-health-check", "all", "--warnings", "off", "--request-timeout", "20"),
                cwd=folder,
                env={
                    **os.environ,
                    "PYTHONPATH": str(ROOT),
                    "SCHEMATHESIS_HOOKS": "benchmarks.open311.hooks",
                    KEY_VARIABLE: key,
                    IDS_VARIABLE: " ".join(ids),
                },
            )
            code = await process.wait()
            stored = await _stored(Path(folder))
            print(f"{stored} of the requests that it sent were stored")
            if stored < FEW:
                return 1
            log = service.log()
            if "request failed" in log:
                print(log[-5000:])
                return 1
            return code
        finally:
            await service.stop()


async def _warm_up(url: str, key: str) -> None:
    """Send one request: the first one waits until what belongs elsewhere has been learnt."""
    fields = {"api_key": key, "service_code": "2809", "description": "Kiitos hyvästä palvelusta."}
    async with aiohttp.ClientSession(url) as http, http.post("/open311/v2/requests.json", data=fields) as answer:
        answer.raise_for_status()


async def _stored(var: Path) -> int:
    """Return how many cases came in this way."""
    database = Database(f"sqlite:///{var / 'luukku.db'}")
    try:
        query = select(func.count(cases_table.c.id)).where(cases_table.c.channel == "open311")
        return await database.read(lambda c: c.execute(query).scalar_one())
    finally:
        await database.close()


async def _fill(var: Path) -> tuple[str, list[str]]:
    """Return a key, and the ids of cases in several states."""
    database = Database(f"sqlite:///{var / 'luukku.db'}")
    try:
        catalogue = read_catalogue(ROOT / "data" / "service" / "services.yml")
        cases = Cases(database, catalogue, utc_now, contacts=ContactDetails(frozenset()))
        desk, ids = CaseDesk(database, catalogue, utc_now), []
        for number in range(12):
            new = NewCase(
                origin=str(uuid4()),
                kind="complaint",
                text="Katuvalo on rikki.",
                language="fi",
                channel="web",
                service_code="171" if number % 3 else "",
                lat=60.17,
                lon=24.94,
                may_publish=True,
            )
            case = await cases.submit(new)
            ids.append(case.id)
            if number % 3 == 1:
                case = await desk.answer(ASKER, Seen(case.code, case.version), "Kiitos.")
                words = {"title": "Valo", "text": "Valo ei pala.", "answer": "Kiitos."}
                await desk.publish(ASKER, Seen(case.code, case.version), **words)
        return await Open311Keys(database, utc_now).add("Schemathesis"), ids
    finally:
        await database.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES)))
