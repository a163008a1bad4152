"""Settings of mail: what belongs together is there together, and no secret goes in the clear."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handoff.settings import BadSetting, read_settings

MAIL = {"LUUKKU_SMTP_HOST": "mail.example.fi", "LUUKKU_MAIL_FROM": "Luukku <luukku@example.fi>"}


def test_mail_is_off_unless_it_is_set_up() -> None:
    settings = read_settings({})
    assert (settings.smtp_host, settings.mail_in_host, settings.sms_url) == ("", "", "")


def test_every_setting_of_mail_is_read() -> None:
    settings = read_settings(
        MAIL
        | {"LUUKKU_SMTP_TLS": "tls", "LUUKKU_SMTP_TIMEOUT": "5", "LUUKKU_KEEP_MAIL": "7", "LUUKKU_SMTP_PORT": "2465"}
        | {"LUUKKU_MAIL_IN_HOST": "10.0.0.1", "LUUKKU_MAIL_IN_PORT": "25", "LUUKKU_MAIL_DOMAIN": "asiat.example.fi"}
        | {"LUUKKU_SMS_URL": "https://sms.example.fi/", "LUUKKU_SMS_TOKEN": "t", "LUUKKU_MAIL_SIZE_LIMIT": "1000"}
    )
    assert (settings.smtp_tls, settings.smtp_timeout, settings.smtp_port) == ("tls", timedelta(seconds=5), 2465)
    assert (settings.mail_in_port, settings.mail_size_limit, settings.keep_mail) == (25, 1000, timedelta(days=7))


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"LUUKKU_SMTP_HOST": "mail.example.fi"}, "LUUKKU_MAIL_FROM"),
        ({**MAIL, "LUUKKU_MAIL_FROM": "Luukku"}, "LUUKKU_MAIL_FROM"),
        ({**MAIL, "LUUKKU_SMTP_TLS": "ssl"}, "LUUKKU_SMTP_TLS"),
        ({**MAIL, "LUUKKU_SMTP_TLS": "none", "LUUKKU_SMTP_PASSWORD": "p"}, "LUUKKU_SMTP_TLS"),
        ({"LUUKKU_MAIL_IN_HOST": "127.0.0.1"}, "LUUKKU_MAIL_DOMAIN"),
        ({"LUUKKU_SMS_URL": "http://sms.example.fi/"}, "LUUKKU_SMS_URL"),
        ({"LUUKKU_SMS_URL": "sms.example.fi"}, "LUUKKU_SMS_URL"),
        ({"LUUKKU_KEEP_MAIL": "0"}, "LUUKKU_KEEP_MAIL"),
        ({"LUUKKU_ASSIGNMENT": "throw"}, "LUUKKU_ASSIGNMENT"),
    ],
)
def test_what_does_not_fit_together_does_not_start(environment: dict[str, str], named: str) -> None:
    with pytest.raises(BadSetting, match=named):
        read_settings(environment)


def test_secrets_are_not_shown() -> None:
    settings = read_settings({**MAIL, "LUUKKU_SMTP_PASSWORD": "hunter2", "LUUKKU_SMS_TOKEN": "hunter3"})
    assert "hunter" not in repr(settings)
