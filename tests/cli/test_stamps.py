import pytest

from handoff.cli.stamps import fingerprint, is_stamped, write_stamp


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "a.yml").write_text("one")
    (tmp_path / "in" / "deep" / "b.yml").write_text("two")
    return tmp_path / "in"


def test_the_same_files_have_the_same_fingerprint_in_any_order(folder):
    files = [folder / "a.yml", folder / "deep"]
    assert fingerprint(files) == fingerprint(reversed(files)) == fingerprint([folder])


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "a.yml").write_text("One"),
        lambda folder: (folder / "a.yml").rename(folder / "c.yml"),
        lambda folder: (folder / "deep" / "b.yml").unlink(),
        lambda folder: (folder / "new.yml").touch(),
        # The end of one file and the start of the next must not be mistaken for each other.
        lambda folder: [(folder / "a.yml").write_text("onetwo"), (folder / "deep" / "b.yml").write_text("")],
    ],
)
def test_any_change_of_name_or_content_changes_the_fingerprint(folder, change):
    before = fingerprint([folder])
    change(folder)
    assert fingerprint([folder]) != before


def test_compiled_and_excepted_files_do_not_count(folder):
    before = fingerprint([folder])
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "a.pyc").write_bytes(b"\0")
    (folder / "generated.ts").touch()
    assert fingerprint([folder], without=[folder / "generated.ts"]) == before


def test_a_step_counts_as_done_for_its_very_inputs_only(tmp_path):
    stamp = tmp_path / "stamps" / "step"
    assert not is_stamped(stamp, "1")
    write_stamp(stamp, "1")
    assert is_stamped(stamp, "1")
    assert not is_stamped(stamp, "2")
