import pytest

from handoff.cli.errors import CommandError
from handoff.cli.secrets_file import rasa_token


def test_the_token_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    var = tmp_path / "var"
    token = rasa_token(var)
    assert len(token) >= 43
    assert rasa_token(var) == token
    assert (var / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_two_installations_have_different_tokens(tmp_path):
    assert rasa_token(tmp_path / "one") != rasa_token(tmp_path / "two")


@pytest.mark.parametrize("content", ["", "{}", "[]", "{"])
def test_a_damaged_file_is_named_and_not_overwritten(tmp_path, content):
    (tmp_path / "secrets.json").write_text(content)
    with pytest.raises(CommandError, match=r"secrets\.json is damaged: remove it"):
        rasa_token(tmp_path)
    assert (tmp_path / "secrets.json").read_text() == content
