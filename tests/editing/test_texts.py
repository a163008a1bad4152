"""Fixed texts: every file comes back to the letter, and nothing is written that a reader would refuse."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.audit.model import Nameless
from handoff.editing.text_editing import TextEditing
from handoff.editing.text_files import TextFiles, fingerprint, render
from handoff.editing.text_gates import findings
from handoff.editing.text_hours import from_lines, to_lines
from handoff.editing.texts import ITEM_ID, TextItem, tidied
from handoff.errors import Conflict, NotFound
from handoff.faq.content import BadFaq
from handoff.queues.content import read_queues
from handoff.settings import ROOT
from handoff.storage.database import Database

DATA = ROOT / "data"
EDITOR = Nameless("agent", "maija", "Maija")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOURS = """mon-thu 09.00-11.30, 12.30-16.00
fri 09.00-15.00
holidays as usual
2027-06-01..2027-08-15 mon-thu 09.00-15.00
2026-12-24 closed
2026-12-31 09.00-12.00"""


def copied(folder: Path) -> TextFiles:
    """Return the files of the city, copied."""
    shutil.copytree(DATA / "responses", folder / "responses")
    for name in ("help", "queues", "replies"):
        shutil.copyfile(DATA / "service" / f"{name}.yml", folder / f"{name}.yml")
    return files_of(folder)


def files_of(folder: Path) -> TextFiles:
    return TextFiles(
        card=folder / "help.yml",
        queues=folder / "queues.yml",
        replies=folder / "replies.yml",
        responses=folder / "responses",
    )


def path_of(folder: Path, item: TextItem) -> Path:
    is_service = item.group in ("help", "queues", "replies")
    return (folder if is_service else folder / "responses") / f"{item.group}.yml"


def changed(item: TextItem, **fields: str) -> TextItem:
    """Return an item with other texts; `__` stands for a dot."""
    return TextItem(item.id, {**item.fields, **{name.replace("__", "."): text for name, text in fields.items()}})


@pytest.fixture
def files(tmp_path: Path) -> TextFiles:
    return copied(tmp_path)


def item_of(files: TextFiles, item_id: str) -> TextItem:
    return files.all()[item_id]


@pytest.mark.parametrize("group", ["help", "queues", "replies", *sorted(p.stem for p in DATA.glob("responses/*.yml"))])
def test_an_unchanged_item_leaves_its_file_to_the_letter(files: TextFiles, tmp_path: Path, group: str) -> None:
    items = [item for item in files.all().values() if item.group == group]
    assert items
    before = path_of(tmp_path, items[0]).read_bytes()
    assert render(items[0], before) == before
    assert render(items[-1], before) == before


def test_every_text_of_the_city_is_an_item_that_could_be_published(files: TextFiles) -> None:
    items = files.all()
    assert {"small_talk.utter_greet", "help.emergency", "queues.city", "replies.greeting"} <= items.keys()
    assert {item_id: found for item_id, item in items.items() if (found := findings(item, item))} == {}
    assert all(ITEM_ID.fullmatch(item_id) and len(item_id) <= 60 for item_id in items)


def test_what_is_changed_are_the_lines_of_the_item(files: TextFiles, tmp_path: Path) -> None:
    greeting = changed(item_of(files, "small_talk.utter_greet"), fi__text="Moi!", sv__buttons__1="Yes")
    path = path_of(tmp_path, greeting)
    before = path.read_text(encoding="utf-8")
    assert files.write(greeting, fingerprint(item_of(files, greeting.id))) == fingerprint(greeting)
    after = path.read_text(encoding="utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {
        "    text: Moi!",
        # The assistant's YAML takes a bare Yes for something else than text.
        '      - {title: "Yes", payload: /give_feedback}',
    }
    assert yaml.safe_load(after)["utter_go_on"]["sv"]["buttons"][0]["title"] == "Yes"
    assert files.used_by(greeting.id)[:1] == ["small_talk.utter_out_of_scope"]


def test_hours_are_the_same_after_having_been_lines(files: TextFiles, tmp_path: Path) -> None:
    assert to_lines(from_lines(HOURS)) == HOURS
    city = changed(item_of(files, "queues.city"), hours=HOURS, sv__hours="mon-fri 09.00-11.00", callbacks="")
    assert files.findings(city) == []
    assert files.write(city, fingerprint(item_of(files, city.id)))
    assert item_of(files, city.id) == city
    queue = read_queues(tmp_path / "queues.yml").find("city", "city")
    assert queue is not None
    assert (queue.hours["sv"] == queue.hours["fi"], queue.hours["en"] == queue.hours["fi"]) == (False, True)
    assert queue.callbacks is None
    back = changed(city, hours="always", sv__hours="", callbacks="mon-fri 08.00-16.00")
    assert files.write(back, fingerprint(city))
    content = yaml.safe_load((tmp_path / "queues.yml").read_text(encoding="utf-8"))
    assert content == yaml.safe_load((DATA / "service" / "queues.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("item_id", "fields", "wrong"),
    [
        ("small_talk.utter_greet", {"sv__text": ""}, ("missing", "sv.text")),
        ("small_talk.utter_greet", {"en__buttons__2": " "}, ("missing", "en.buttons.2")),
        ("small_talk.utter_greet", {"en__buttons__2": "x" * 61}, ("too_long", "en.buttons.2")),
        ("case_status.utter_case_status_done", {"fi__text": "Palaute {case_code}."}, ("places", "fi.text")),
        ("case_status.utter_case_status_done", {"fi__text": "{case_code"}, ("brace", "fi.text")),
        ("replies.please_wait", {"fi__text": "Odota {…hetki} {agent}."}, ("places", "sv.text")),
        ("replies.danger_now", {f"{each}__text": "{nobody}" for each in ("fi", "sv", "en")}, ("refused", "")),
        ("help.emergency", {"number": "12"}, ("bad_number", "number")),
        ("help.emergency", {"number": "116117"}, ("number_not_shown", "sv.title")),
        ("help.emergency", {"checked": "last year"}, ("bad_checked", "checked")),
        ("small_talk.utter_lost", {"fi__addresses__1": "www.hel.fi"}, ("bad_address", "fi.addresses.1")),
        ("queues.city", {"hours": "mon-fri 9-11"}, ("bad_hours", "hours")),
        ("queues.city", {"hours": "mon-fri 25.00-26.00"}, ("bad_hours", "hours")),
        ("queues.city", {"hours": "mon-fri 09.00-12.00, 11.00-13.00"}, ("refused", "")),
        ("queues.city", {"hours": ""}, ("missing", "hours")),
    ],
)
def test_what_is_wrong_is_told_and_not_written(
    files: TextFiles, tmp_path: Path, item_id: str, fields: dict[str, str], wrong: tuple[str, str]
) -> None:
    item = tidied(changed(item_of(files, item_id), **fields))
    path = path_of(tmp_path, item)
    before = path.read_bytes()
    assert wrong in [(found.kind, found.field) for found in files.findings(item)]
    with pytest.raises(BadFaq, match=wrong[0]):
        files.require_complete(item)
    assert path.read_bytes() == before


def test_a_file_that_its_reader_refuses_is_never_written(files: TextFiles, tmp_path: Path) -> None:
    bad = changed(item_of(files, "queues.city"), hours="mon-fri 09.00-12.00, 11.00-13.00")
    before = (tmp_path / "queues.yml").read_bytes()
    assert files.write(bad, fingerprint(item_of(files, bad.id))) is None
    assert (tmp_path / "queues.yml").read_bytes() == before


def test_an_item_changed_by_hand_meanwhile_is_not_written_over_and_another_one_is_no_hindrance(
    files: TextFiles, tmp_path: Path
) -> None:
    seen = fingerprint(item_of(files, "replies.still_working"))
    path = tmp_path / "replies.yml"
    path.write_text(
        path.read_text("utf-8").replace("en: Please wait}", "en: Wait}"),
        "utf-8",
    )
    other = changed(item_of(files, "replies.still_working"), en__title="Still busy")
    assert files.write(other, seen) == fingerprint(other)
    assert item_of(files, "replies.please_wait").fields["en.title"] == "Wait"
    path.write_text(path.read_text("utf-8").replace("Still busy", "By hand"), "utf-8")
    assert files.write(changed(other, en__title="Mine"), fingerprint(other)) is None
    assert item_of(files, other.id).fields["en.title"] == "By hand"


def _publish(folder: Path, item_id: str, times: int) -> None:
    """Write an item again and again, in a process of its own."""
    files = files_of(folder)
    for number in range(times):
        stored = files.read(item_id)
        assert stored is not None
        item = changed(stored.entry, en__title=f"{item_id} {number}")
        if files.write(item, stored.fingerprint) != fingerprint(item):
            raise AssertionError(f"{item_id} {number} was not written")


def test_processes_that_publish_items_of_one_file_lose_nothing(tmp_path: Path) -> None:
    files, ids = copied(tmp_path), ("queues.hobbies", "queues.loneliness", "queues.violence")
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_publish, args=(tmp_path, item_id, 5)) for item_id in ids]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    items = files.all()
    assert [items[item_id].fields["en.title"] for item_id in ids] == [f"{item_id} 4" for item_id in ids]
    assert not list(tmp_path.glob(".*.part"))


# --- whatever is done in whatever order

COMMENTS = [line for line in (DATA / "service" / "help.yml").read_bytes().splitlines() if line.startswith(b"#")]
ITEM, NEIGHBOUR = "help.emergency", "help.nollalinja"
SEQUENCES = int(os.environ.get("LUUKKU_EDIT_SEQUENCES", "10"))
"""As with the answers; on a file of a few lines, so that they take seconds."""
WORDS = st.sampled_from(["112", "no", "# a", "- b", "'", '"', "{", "&a", "%", "ä: ö", "  ", "€"])
TITLES = st.lists(WORDS, max_size=5).map(lambda words: " ".join(["112", *words]))
TEXTS = st.fixed_dictionaries({f"{language}.title": TITLES for language in ("fi", "sv", "en")})
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["save", "by hand", "neighbour"]), TEXTS),
        st.tuples(st.sampled_from(["publish", "publish and crash", "discard", "restore"]), st.none()),
    ),
    min_size=1,
    max_size=8,
)
Step = tuple[str, dict[str, str] | None]


class Crash(Exception):
    """The process ends."""


def crash(*_call: object) -> None:
    raise Crash


@dataclass
class Expected:
    """What is live, the versions of it, and what is to become of it."""

    live: list[TextItem]
    draft: TextItem | None = None


async def run(folder: Path, migrated: Path, steps: Sequence[Step]) -> None:
    shutil.copyfile(migrated, folder / "test.db")
    files, database = copied(folder), Database(f"sqlite:///{folder / 'test.db'}")
    shutil.rmtree(folder / "responses")
    (folder / "responses").mkdir()
    try:
        editing = TextEditing(database, files, lambda: NOW)
        expected = Expected([(await opened_live(editing))])
        for step in steps:
            await take(editing, files, folder, expected, step)
            assert await opened_live(editing) == expected.live[-1]
            history = await editing.history(ITEM)
            assert [revision.entry for revision in reversed(history)] == expected.live
            draft = (await editing.open(ITEM)).draft
            assert (draft.entry if draft else None) == expected.draft
            text = (folder / "help.yml").read_bytes()
            assert render(expected.live[-1], text) == text
            assert [line for line in text.splitlines() if line.startswith(b"#")] == COMMENTS
    finally:
        await database.close()
    assert not list(folder.glob(".*.part"))  # noqa: ASYNC240 - a few files


async def opened_live(editing: TextEditing) -> TextItem:
    opened = await editing.open(ITEM)
    assert opened.live is not None
    return opened.live.entry


async def take(editing: TextEditing, files: TextFiles, folder: Path, expected: Expected, step: Step) -> None:
    """Do one step, and what it should do to what is expected."""
    what, fields = step
    opened = await editing.open(ITEM)
    seen = opened.draft.version if opened.draft else ""
    if what == "save":
        item = TextItem(ITEM, {**expected.live[-1].fields, **(fields or {})})
        await editing.save(EDITOR, item, seen=seen, base=opened.base)
        expected.draft = tidied(item)
    elif what in ("by hand", "neighbour"):
        by_hand(files, folder, expected, what, fields or {})
    elif what == "discard":
        await editing.discard(ITEM, seen)
        expected.draft = None
    elif what == "restore":
        first = expected.live[0]
        await editing.restore(EDITOR, ITEM, 1, len(expected.live))
        expected.live.append(first)
    elif opened.draft is None or opened.draft.base != opened.base:
        with pytest.raises(Conflict):
            await editing.publish(EDITOR, ITEM, seen)
    elif files.findings(opened.draft.entry):
        with pytest.raises(BadFaq):
            await editing.publish(EDITOR, ITEM, seen)
    else:
        with patch.object(TextFiles, "write", crash if "crash" in what else TextFiles.write), suppress(Crash):
            await editing.publish(EDITOR, ITEM, seen)
        expected.live.append(opened.draft.entry)
        expected.draft = None


def by_hand(files: TextFiles, folder: Path, expected: Expected, what: str, fields: dict[str, str]) -> None:
    """Change this item, or its neighbour in the same file, with a text editor."""
    path = folder / "help.yml"
    item = expected.live[-1] if what == "by hand" else files.all()[NEIGHBOUR]
    new = tidied(TextItem(item.id, {**item.fields, **fields}))
    path.write_bytes(render(new, path.read_bytes()))
    if what == "by hand" and new != item:
        expected.live.append(new)


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_file_and_history_agree_after_every_step(migrated_database: Path, steps: Sequence[Step]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), migrated_database, steps))


async def test_texts_are_begun_in_the_files_only(tmp_path: Path, migrated_database: Path) -> None:
    shutil.copyfile(migrated_database, tmp_path / "test.db")
    files, database = copied(tmp_path), Database(f"sqlite:///{tmp_path / 'test.db'}")
    try:
        with pytest.raises(NotFound):
            await TextEditing(database, files, lambda: NOW).save(
                EDITOR, TextItem("help.somebody", {"number": "112"}), seen="", base=""
            )
    finally:
        await database.close()
