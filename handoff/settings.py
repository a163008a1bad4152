"""The configuration, read once from the environment. Nothing else reads the environment."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent

_SECONDS = {
    "turn_timeout",
    "agent_lease",
    "heartbeat",
    "offer_time",
    "transfer_time",
    "gone_after",
    "unseen_city",
    "unseen_youth",
    "smtp_timeout",
    "sms_timeout",
    "open311_forward_timeout",
}
_NUMBERS = {
    "port",
    "actions_port",
    "message_limit",
    "proxies",
    "smtp_port",
    "mail_in_port",
    "mail_size_limit",
    "open311_reads",
    "open311_posts",
    "map_zoom",
    "models_kept",
    "regression_limit",
}
_PATHS = {
    "var",
    "project",
    "faq",
    "guides",
    "help",
    "responses",
    "queues",
    "replies",
    "services",
    "models",
    "rasa_python",
    "regression",
}
_CHOICES = {
    "second_person": ("no", "yes"),
    "history": ("database", "git"),
    "assignment": ("pull", "push"),
    "smtp_tls": ("none", "starttls", "tls"),
}
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_CENTRE = re.compile(r"-?[0-9]{1,2}(\.[0-9]+)?,-?[0-9]{1,3}(\.[0-9]+)?")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class BadSetting(ValueError):
    """A setting cannot be used; the text names it."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How this process runs. Every field has an environment variable `LUUKKU_<FIELD>`."""

    var: Path = ROOT / "var"
    host: str = "127.0.0.1"
    port: int = 8000
    actions_host: str = "127.0.0.1"
    actions_port: int = 5055
    rasa_url: str = "http://127.0.0.1:5005"
    rasa_token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    database_url: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    public_url: str = ""
    """Where browsers find the service; `https://…` makes cookies secure."""
    allowed_origins: tuple[str, ...] = ()
    """Origins of the city's pages that embed the widget from another host."""
    proxies: int = 0
    """Proxies of our own in front of the service, each of which adds to X-Forwarded-For."""
    faq: Path = ROOT / "data" / "nlu" / "faq"
    """The answers, a file each: the folder from which Rasa is trained and answers."""
    project: Path = ROOT
    """What Rasa trains from: config.yml, domain.yml, bot and data, but for the answers."""
    models: Path = ROOT / "var" / "models"
    """The trained models, and the file `live` that names the one which answers."""
    rasa_python: Path = ROOT / ".venv-rasa" / "bin" / "python"
    """Trains what editors publish; without it they publish texts only."""
    regression: Path = ROOT / "tests" / "nlu" / "development.tsv"
    """Questions with known answers, which a new model may not answer worse than the live one."""
    regression_limit: float = 1.0
    """By how many per cent of a language's questions a model may be worse and yet go live."""
    models_kept: int = 5
    """How many models that were live are kept, so that they can be brought back."""
    second_person: Literal["no", "yes"] = "no"
    """Whether nobody publishes what they have written themselves."""
    history: Literal["database", "git"] = "database"
    """Whether what editors publish is committed in the git repository that holds the files, too."""
    guides: Path = ROOT / "data" / "guides"
    """The guides that end in a checklist, a file each."""
    queues: Path = ROOT / "data" / "service" / "queues.yml"
    """Who answers what, and when."""
    services: Path = ROOT / "data" / "service" / "services.yml"
    """What the city answers for, who does, and within what time."""
    replies: Path = ROOT / "data" / "service" / "replies.yml"
    """What agents write again and again; names queues."""
    help: Path = ROOT / "data" / "service" / "help.yml"
    """Where help is to be had at once."""
    responses: Path = ROOT / "data" / "responses"
    """What the assistant says besides answers: the folder that endpoints.yml names, for the editors' desk."""
    message_limit: int = 20
    """Messages of one visitor in 10 s: faster than anybody types or presses buttons; a flood is slowed to it."""
    turn_timeout: timedelta = timedelta(seconds=10)
    """The longest bot turn; three times the slowest turn seen while a model loads."""
    agent_lease: timedelta = timedelta(seconds=45)
    """An agent without a living socket keeps the chats this long: a page reload and a lift ride fit in."""
    gone_after: timedelta = timedelta(minutes=5)
    """Who has had no living socket for so long after the lease is off duty until they say otherwise: longer than a
    router, a tunnel or a laptop's update takes to start again, and shorter than a meal or a meeting."""
    assignment: Literal["pull", "push"] = "pull"
    """Agents take waiting conversations by choice, or each is held for the longest-idle agent with a free seat."""
    offer_time: timedelta = timedelta(seconds=30)
    """How long a conversation is held for the agent to whom it is given; then for the next."""
    transfer_time: timedelta = timedelta(seconds=60)
    """How long a transferred conversation is held for the colleague; then anybody may take it."""
    unseen_city: timedelta = timedelta(minutes=10)
    """Whoever waits and has not been connected this long is taken out of the queue: a telephone locked, a ride through
    a tunnel or a look into another app fit in, and nobody's place is lost by it (`presence.PLACE_KEPT`)."""
    unseen_youth: timedelta = timedelta(minutes=3)
    """The same in the youth chat, whose secret goes with the tab: who has closed it cannot come back."""
    heartbeat: timedelta = timedelta(seconds=5)
    """How often leases are renewed and expired ones collected; a ninth of the lease."""
    keep_city: timedelta = timedelta(days=90)
    """How long a city's conversation, and a comment on it, is kept after its end or last message; in whole days."""
    keep_youth: timedelta = timedelta(days=14)
    """The same of the youth chat, after the last message: over a weekend and a holiday, no longer."""
    keep_youth_closed: timedelta = timedelta(days=2)
    """And after either side has closed it: a supervisor can still look into a worry on the next working day but one."""
    keep_waits: timedelta = timedelta(days=365)
    """How long it is kept who took a conversation from the queue; the length of the wait is kept for good."""
    keep_mail: timedelta = timedelta(days=30)
    """How long a mail's text and recipient are kept after it was sent or given up; in whole days."""
    smtp_host: str = ""
    """The city's mail server for what goes out. Without it nothing is sent: mail waits and shows as not configured."""
    smtp_port: int = 0
    """0: the usual one, 587 for starttls, 465 for tls and 25 for none."""
    smtp_tls: Literal["none", "starttls", "tls"] = "starttls"
    """`none` only where the network is the city's own; with a password only on loopback."""
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_timeout: timedelta = timedelta(seconds=30)
    """For one mail from connecting to the server's word that it has it; a server that looks for spam takes its time."""
    mail_from: str = ""
    """Whom mail comes from: `luukku@example.fi` or `Luukku <luukku@example.fi>`."""
    mail_in_host: str = ""
    """Where replies to cases are taken in by SMTP, from the city's own mail server. Empty: not at all."""
    mail_in_port: int = 2525
    mail_domain: str = ""
    """The domain of the cases' addresses, `case+…@<domain>`, whose mail the city's server brings here."""
    mail_size_limit: int = 10_000_000
    """Bytes of one mail that comes in: pictures of a telephone, which are not kept, make a reply long."""
    sms_url: str = ""
    """Where text messages are posted to as JSON. Empty: none are sent, and those that are queued wait."""
    sms_token: str = field(default="", repr=False)
    sms_timeout: timedelta = timedelta(seconds=10)
    open311_reads: int = 300
    """Open311 requests of one address in a minute: a map that is moved about asks often."""
    open311_posts: int = 300
    """Cases that one Open311 key may send in ten minutes: a rush day's share of a whole city."""
    open311_forward_url: str = ""
    """The Open311 server, up to before `/requests`, that cases of services with `forward_to` are sent on to."""
    open311_forward_key: str = field(default="", repr=False)
    open311_forward_timeout: timedelta = timedelta(seconds=30)
    map_tiles: str = ""
    """Tiles of the map in the feedback form, `https://…/{z}/{x}/{y}.png`. Their host sees who opens it: so there is
    none unless this is set, and the city's own server is the best one."""
    map_attribution: str = ""
    """Whose map it is, shown on it; needed with tiles."""
    map_centre: str = "60.1699,24.9384"
    """Where the map opens: latitude and longitude, WGS 84."""
    map_zoom: int = 12

    @property
    def sqlalchemy_url(self) -> str:
        """The database: SQLite in `var` unless a URL is given. PostgreSQL always goes through psycopg."""
        if not self.database_url:
            return f"sqlite:///{self.var / 'luukku.db'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def turn_time(self) -> timedelta:
        """How long a process holds a turn: the bot's time-out and a generous commit."""
        return self.turn_timeout + timedelta(seconds=5)

    @property
    def secure_cookies(self) -> bool:
        """Whether browsers reach the service by https."""
        return self.public_url.startswith("https://")


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the environment.

    Raises:
        BadSetting: a value does not fit its setting.
    """
    values: dict[str, object] = {}
    for name in Settings.__dataclass_fields__:
        raw = environ.get(f"LUUKKU_{name.upper()}")
        if raw is None or raw == "":
            continue
        try:
            values[name] = _convert(name, raw)
        except ValueError as error:
            raise BadSetting(f"LUUKKU_{name.upper()}: {error}") from error
    settings = Settings(**values)  # type: ignore[arg-type]
    _check_mail(settings)
    _check_map(settings)
    return settings


def _check_mail(settings: Settings) -> None:
    """Pass if what mail needs is there together, and no secret goes over a network in the clear."""
    if settings.smtp_host and not _ADDRESS.search(settings.mail_from):
        raise BadSetting("LUUKKU_MAIL_FROM: LUUKKU_SMTP_HOST needs an address that mail comes from")
    if settings.mail_in_host and not settings.mail_domain:
        raise BadSetting("LUUKKU_MAIL_DOMAIN: LUUKKU_MAIL_IN_HOST needs the domain of the cases' addresses")
    if settings.smtp_password and settings.smtp_tls == "none" and settings.smtp_host not in _LOOPBACK:
        raise BadSetting("LUUKKU_SMTP_TLS: a password is sent over starttls or tls only")
    for name in ("sms_url", "open311_forward_url"):
        address = getattr(settings, name)
        if address and not _is_safe(address):
            raise BadSetting(f"LUUKKU_{name.upper()}: https only; http on loopback")


def _check_map(settings: Settings) -> None:
    """Pass if the map, where there is one, can be shown and says whose it is."""
    if not settings.map_tiles:
        return
    if not _is_safe(settings.map_tiles) or not all(part in settings.map_tiles for part in ("{z}", "{x}", "{y}")):
        raise BadSetting("LUUKKU_MAP_TILES: https only, with {z}, {x} and {y}; http on loopback")
    if not settings.map_attribution:
        raise BadSetting("LUUKKU_MAP_ATTRIBUTION: LUUKKU_MAP_TILES needs to say whose map it is")
    if not _CENTRE.fullmatch(settings.map_centre):
        raise BadSetting("LUUKKU_MAP_CENTRE: latitude and longitude, such as 60.17,24.94")


def _is_safe(address: str) -> bool:
    url = urlsplit(address)
    return url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOOPBACK)


def _convert(name: str, raw: str) -> object:
    if name in _PATHS:
        # `absolute` leaves links alone, by which a virtual environment is known.
        return Path(raw).absolute() if name == "rasa_python" else Path(raw).resolve()
    if name in _NUMBERS:
        return float(raw) if name == "regression_limit" else int(raw)
    if name in _CHOICES and raw not in _CHOICES[name]:
        raise ValueError(" or ".join(_CHOICES[name]))
    if name in _SECONDS:
        return timedelta(seconds=float(raw))
    if name.startswith("keep_"):
        if int(raw) < 1:
            raise ValueError("at least 1 day")
        return timedelta(days=int(raw))
    if name == "allowed_origins":
        return tuple(raw.split())
    return raw
