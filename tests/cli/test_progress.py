"""Progress is read from what uv and Rasa really print; the lines below are copied from their output."""

import io

import pytest
from rich.console import Console

from handoff.cli import console
from handoff.cli.environments import UvProgress
from handoff.cli.model import TrainingStages

UV = """\
Resolved 165 packages in 3.17s
Downloading scipy (32.8MiB)
Downloading tensorflow (558.8MiB)
   Building docopt==0.6.2
 Downloaded scipy
      Built docopt==0.6.2
"""


class Bar:
    def show(self, detail="", *, done=None, total=None):
        self.shown = (detail, done, total)


def fed(progress, lines):
    for line in lines.splitlines():
        progress.feed(line)
    bar = Bar()
    progress.show_on(bar)
    return bar.shown


def test_downloads_are_counted_by_size_and_the_largest_is_named():
    assert fed(UvProgress(), UV) == ("33/592 MiB, tensorflow", 32.8, pytest.approx(591.6))


def test_after_the_downloads_the_phase_is_shown():
    progress = UvProgress()
    detail, done, total = fed(progress, UV + " Downloaded tensorflow\nPrepared 165 packages in 21.66s\n")
    assert detail == "installing 165 packages"
    assert done == total == pytest.approx(591.6)


def test_an_installation_from_the_cache_shows_movement_without_a_total():
    assert fed(UvProgress(), "Resolved 2 packages in 3ms\n") == ("downloading 2 packages", 0.0, None)


TRAINING = """\
2026-11-21 10:00:01 INFO     rasa.engine.training.hooks  - Restored component 'LanguageDetector' from cache.
2026-11-21 10:00:02 INFO     rasa.engine.training.hooks  - Starting to train component 'IntentClassifier'.
2026-11-21 10:00:09 INFO     rasa.engine.training.hooks  - Finished training component 'IntentClassifier'.
2026-11-21 10:00:09 INFO     rasa.engine.training.hooks  - Starting to train component 'RulePolicy'.
"""


def test_training_shows_the_component_and_how_many_are_done():
    assert fed(TrainingStages(components=4), TRAINING) == ("training RulePolicy", 2, 4)


def test_before_the_components_training_shows_what_happens_to_the_data():
    assert fed(TrainingStages(components=4), "Loading the data\n") == ("reading the data", 0, 4)


@pytest.fixture
def written(monkeypatch):
    """What a person without a terminal sees, as in CI."""
    file = io.StringIO()
    monkeypatch.setattr(console, "err", Console(file=file))
    return file


def test_without_a_terminal_a_step_is_two_plain_lines(written):
    with console.step("Browser code") as bar:
        bar.show("halfway", done=1, total=2)
    first, last = written.getvalue().splitlines()
    assert first == "Browser code …"
    assert last.startswith("Browser code: done in ")


def test_a_step_that_fails_is_not_called_done(written):
    with pytest.raises(RuntimeError), console.step("Browser code"):
        raise RuntimeError
    assert written.getvalue().splitlines() == ["Browser code …"]
