"""The report of one run, as Markdown. No text of a message, no name of a machine, no path."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from benchmarks.measure import percentiles
from benchmarks.soak.city import SETTINGS
from benchmarks.soak.delivery import stored_by_author
from benchmarks.soak.faults import Happened
from benchmarks.soak.ownership import follow
from benchmarks.soak.records import Records, Screen
from benchmarks.soak.stored import Stored
from benchmarks.soak.violation import Violation

SHOWN_VIOLATIONS = 100
RECOVERY_S = 5.0
"""So long after a fault a delay still counts as the fault's: people come back within it."""
LIBRARIES = ("aiohttp", "python-socketio", "SQLAlchemy", "psycopg", "redis", "rasa-sdk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was run, and what came of it. `servers`: versions by name; `load`: the machine's, over five minutes."""

    minutes: float
    visitors: int
    agents: int
    seed: int
    faults: Sequence[Happened]
    records: Records
    stored: Stored
    violations: Sequence[Violation]
    servers: dict[str, str]
    settled_s: float
    load: float


def report(run: Run) -> str:
    """Return the whole report."""
    verdict = f"**{len(run.violations)} violations**" if run.violations else "**no violation**"
    sections = [
        TITLE,
        INTRODUCTION.format(run=run, verdict=verdict),
        "## Violations",
        _violations(run.violations),
        "## What was checked",
        CHECKED,
        "## What was said",
        _table(("Author", "Sent", "Acknowledged", "Asked again", "Refused for good", "Stored"), _said(run)),
        ASKED_AGAIN,
        "## What happened",
        _table(("What", "How often"), _happened(run)),
        "## Faults as they happened",
        _table(("From, s", "To, s", "What was away"), _faults(run.faults)),
        "## How long until the other side saw it",
        _delays(run),
        "## Where and how",
        _where(run),
        "## Again",
        AGAIN.format(run=run),
    ]
    return "\n\n".join(sections) + "\n"


TITLE = """\
# The soak: people chat while everything is killed

Written by `.venv/bin/python -m benchmarks.soak`; do not edit."""

INTRODUCTION = """\
Two service processes on PostgreSQL and Redis with one Rasa and its trained model; {run.visitors} simulated visitors
and {run.agents} agents for {run.minutes:g} minutes, while processes are killed (SIGKILL), Redis is stopped, started,
frozen and thawed, and PostgreSQL and Rasa are restarted. Nothing may be lost, doubled or reordered: {verdict}."""

ASKED_AGAIN = """\
*Asked again*: the first request had no answer, or one that says to try again; the same id went out until there was
one."""

AGAIN = """\
```sh
.venv/bin/python -m benchmarks.soak --minutes {run.minutes:g} \\
    --visitors {run.visitors} --agents {run.agents} --seed {run.seed}
```

starts servers of its own on loopback, ends them, and exits with 1 if there is any violation. The programs of PostgreSQL
and Redis must be installed. The seed fixes plans and characters, not the machine's timing. `--keep FOLDER` leaves data
and logs of the servers for whoever looks into a violation."""

DELAYS = """\
A side figure: from the acknowledgement to the message's being shown to the agent who has the conversation, or on a
visitor's tab, outside of faults and of the {recovery_s:g} s after them: p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99
{p99:.0f} ms over {pushed} times that one was pushed (0: it was seen before the acknowledgement was). {resumed} more
came by resuming, to readers who were away or had a gap. All simulated people share one Python process, and the machine
with all servers; their own slowness is in it."""

WHERE = """\
{cores} cores and {memory_gb:.0f} GB for servers and simulated people together, and for whatever else the machine did:
its load over the last five minutes was {load:.1f}. Python {python}, {libraries}; {servers}.
Seed {seed}. After the run it took {settled_s:.0f} s until nothing was owed and nothing moved.

Settings other than the defaults: {settings}.
Behind the one proxy that this simulates, each person has an address of their own, so that every rate limit is the real
one. Lease, heartbeat and the time of a transfer are shortened, so that more of them run out. Visitors think 5 to 20 s
between two acts, agents 1.5 to 4 s; all visitors together ask the bot at most three questions a second. Rasa's actions
go to process 1; while that is away the bot says that it cannot do it now."""

CHECKED = """\
From the clients' own notes and then the database, after everybody has finished and all is quiet:

1. Every acknowledged message is stored once, with the number and text of its acknowledgement.
2. Every message was asked again under its id until acknowledged or refused for good; what was refused is not stored.
3. Numbers are 1…n in each conversation, and every client's messages have the order in which it sent them.
4. Every tab, after its last `sync`, has what is stored; nothing was ever shown with another text under the same number.
5. Owners, rebuilt from the system messages, agree with the row and with the log; agents speak only while they have the
   conversation or are in it, the bot never while an agent has it; of claims of one version at most one won.
6. Every message that was the bot's to answer has one answer, or changed hands before it; the bot says nothing unasked.
7. At the end every conversation is with the bot or waits, and nothing is owed, or is with an agent who is there."""


def _violations(violations: Sequence[Violation]) -> str:
    if not violations:
        return "None."
    rows = [(v.rule, v.conversation, str(v.seq), v.detail) for v in violations[:SHOWN_VIOLATIONS]]
    more = len(violations) - len(rows)
    return _table(("Rule", "Conversation", "Number", "Found"), rows) + (f"\n\n… and {more} more." if more else "")


def _said(run: Run) -> list[tuple[str, ...]]:
    stored = stored_by_author(run.stored)
    rows = []
    for author in ("visitor", "agent"):
        sent = [one for one in run.records.sent if one.author == author]
        figures = (
            len(sent),
            sum(one.seq > 0 for one in sent),
            sum(one.tries > 1 for one in sent),
            sum(bool(one.refused) for one in sent),
            stored[author],
        )
        rows.append((author, *map(str, figures)))
    rows += [(author, "", "", "", "", str(stored[author])) for author in ("bot", "system")]
    return rows


def _happened(run: Run) -> list[tuple[str, str]]:
    codes = Counter(row["code"] for row in run.stored.messages if row["code"])
    outcomes = Counter(claim.outcome for claim in run.records.claims)
    versions = Counter((claim.conversation, claim.version) for claim in run.records.claims)
    rows = [
        ("conversations", len(run.stored.conversations)),
        *((f"event `{code}`", count) for code, count in codes.most_common()),
        ("claims tried", len(run.records.claims)),
        ("… of versions that several agents tried", sum(n for n in versions.values() if n > 1)),
        *((f"… {outcome}", count) for outcome, count in outcomes.most_common()),
        *sorted(run.records.counts.items()),
        *((f"`{event}` answered `{code}`", n) for (event, code), n in sorted(run.records.refusals.items())),
    ]
    return [(what, str(count)) for what, count in rows]


def _faults(faults: Iterable[Happened]) -> list[tuple[str, str, str]]:
    return [(f"{fault.began_s:.1f}", f"{fault.ended_s:.1f}", fault.kind) for fault in faults]


def _delays(run: Run) -> str:
    pushed, resumed = delays(run.records, run.stored, run.faults)
    if not pushed:
        return "Nothing was pushed outside of faults."
    ms = percentiles(pushed)
    return DELAYS.format(recovery_s=RECOVERY_S, pushed=len(pushed), resumed=resumed, **ms)


def delays(records: Records, stored: Stored, faults: Iterable[Happened]) -> tuple[list[float], int]:
    """Return seconds from acknowledgement to sight for what was pushed, and how many came by resuming."""
    bad = [(fault.began_s, fault.ended_s + RECOVERY_S) for fault in faults]
    owners = {
        told.row["id"]: (row["id"], told.holding.agent)
        for row in stored.conversations
        for told in follow(stored.by_conversation[row["id"]])[0]
    }
    screens: dict[str, list[Screen]] = {}
    for screen in records.screens:
        screens.setdefault(screen.conversation, []).append(screen)
    pushed, resumed = [], 0
    for sent in records.sent:
        if not sent.seq or any(began <= sent.acknowledged_at <= ended for began, ended in bad):
            continue
        conversation, agent = owners[sent.id]
        for screen in screens.get(conversation, ()):
            is_reader = screen.viewer == agent if sent.author == "visitor" else screen.viewer.startswith("visitor ")
            shown = screen.shown.get(sent.seq)
            if not is_reader or shown is None:
                continue
            if shown.is_pushed:
                pushed.append(max(0.0, shown.at - sent.acknowledged_at))
            else:
                resumed += 1
    return pushed, resumed


def _where(run: Run) -> str:
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    servers = ", ".join(f"{name} {number}" for name, number in run.servers.items())
    settings = ", ".join(f"`LUUKKU_{name.upper()}={value}`" for name, value in SETTINGS.items())
    return WHERE.format(
        cores=os.cpu_count(),
        load=run.load,
        memory_gb=memory_gb,
        python=platform.python_version(),
        libraries=libraries,
        servers=servers,
        seed=run.seed,
        settled_s=run.settled_s,
        settings=settings,
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
