"""Which model serves the files as they are: texts are read from them, so a text written anew needs no training."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from handoff.cli import model as launcher
from handoff.editing.files import EntryFiles
from handoff.faq.model import Entry
from handoff.settings import ROOT
from handoff.training.naming import INPUTS, find_model, learnt_fingerprint, model_name, name_live_model, note_learnt

TOPIC = "library_card"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The files of this checkout, of whose answers there is one, and a model of them."""
    root = tmp_path / "checkout"
    for name in INPUTS:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            (root / name).symlink_to(ROOT / name)
        else:
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("faq", "__pycache__"))
    (root / "data" / "nlu" / "faq").mkdir()
    shutil.copyfile(ROOT / "data" / "nlu" / "faq" / f"{TOPIC}.yml", root / "data" / "nlu" / "faq" / f"{TOPIC}.yml")
    (root / "models").mkdir()
    put_model(root)
    return root


def put_model(root: Path) -> Path:
    model = root / "models" / model_name(root)
    model.write_bytes(b"")
    note_learnt(model, root)
    return model


def change(root: Path, **changed: object) -> None:
    """Have the editors' desk write the Finnish answer anew."""
    files = EntryFiles(root / "data" / "nlu" / "faq")
    stored = files.read(TOPIC)
    assert stored is not None
    entry: Entry = stored.entry
    answers = {**entry.answers, "fi": replace(entry.answers["fi"], **changed)}  # type: ignore[arg-type]
    assert files.write(replace(entry, answers=answers), stored.fingerprint)


@pytest.mark.parametrize("field", ["title", "text", "plain", "pages"])
def test_an_answer_written_anew_needs_no_new_model(root: Path, field: str) -> None:
    (model,) = (root / "models").glob("*.tar.gz")
    before = model_name(root)
    new: object = () if field == "pages" else "Kortti ja koodi: näin saat ne.\n\n- kirjastosta\n- verkosta"
    if field == "title":
        new = "Kortti ja koodi"
    change(root, **{field: new})
    assert model_name(root) != before
    assert find_model(root, root / "models") == model


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (f"data/nlu/faq/{TOPIC}.yml", "- kirjastokortti\n", "- kirjastokortti ja koodi\n"),
        (f"data/nlu/faq/{TOPIC}.yml", "area: leisure", "area: traffic"),
        ("data/responses/small_talk.yml", "utter_goodbye:", "utter_good_bye:"),
        ("data/nlu/small_talk.yml", "nlu:", "nlu: # all of them"),
        ("bot/messages.py", '"""', '"""A. '),
    ],
)
def test_what_is_learnt_needs_a_new_model(root: Path, name: str, old: str, new: str) -> None:
    content = (root / name).read_text(encoding="utf-8")
    assert old in content
    (root / name).write_text(content.replace(old, new, 1), encoding="utf-8")
    assert find_model(root, root / "models") is None


def test_a_fixed_text_written_anew_needs_no_new_model(root: Path) -> None:
    (model,) = (root / "models").glob("*.tar.gz")
    path = root / "data" / "responses" / "small_talk.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("näkemiin!", "hei hei!", 1), encoding="utf-8")
    assert model_name(root) != model.name
    assert find_model(root, root / "models") == model


def test_of_several_models_that_will_do_the_live_one_is_taken_or_else_the_newest(root: Path) -> None:
    (first,) = (root / "models").glob("*.tar.gz")
    os.utime(first, (1, 1))
    change(root, title="Toinen")
    second = put_model(root)
    change(root, title="Kolmas")
    assert find_model(root, root / "models") == second
    name_live_model(root / "models", first.name)
    assert find_model(root, root / "models") == first
    first.unlink()
    assert find_model(root, root / "models") == second


def test_the_launcher_trains_nothing_where_a_text_was_written_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (model,) = (root / "models").glob("*.tar.gz")
    monkeypatch.setattr(launcher, "ROOT", root)
    monkeypatch.setattr(launcher, "MODELS", root / "models")
    # Nothing of Rasa is here: a training would fail.
    monkeypatch.setattr(launcher, "RASA_PYTHON", root / "no-python")
    change(root, title="Kortti ja koodi")
    assert launcher.ensure_model({}, texts_may_differ=True) == model


def test_every_question_of_the_shipped_answers_counts_and_no_sentence_of_them_does() -> None:
    """The lines that are left are the questions and what they stand in, in every file as it is written."""
    from handoff.training.naming import _learnt  # noqa: PLC0415

    for path in sorted((ROOT / "data" / "nlu" / "faq").glob("*.yml")):
        entry = EntryFiles(path.parent).read(path.stem)
        assert entry is not None
        left = _learnt(path.relative_to(ROOT), path.read_bytes()).decode()
        examples = sum(len(answer.examples) for answer in entry.entry.answers.values())
        assert sum(line.startswith("    - ") for line in left.splitlines()) == examples
        assert entry.entry.answers["fi"].pages[0].url not in left


def test_the_fingerprint_is_that_of_the_files_and_not_of_where_they_are(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "elsewhere", symlinks=True)
    assert learnt_fingerprint(root) == learnt_fingerprint(tmp_path / "elsewhere")
