"""Every setting there is: docs/reference/settings.md and .env.example are written from it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One variable of the environment. default: as text, "" for none; example: for .env.example."""

    name: str
    meaning: str
    default: str = ""
    example: str = ""
    is_secret: bool = False


SETTINGS = (
    Setting(
        name="DATABASE_URL",
        meaning="PostgreSQL: `postgresql://user:password@host:5432/name?sslmode=verify-full`; what"
        " follows the question mark goes to the driver. Without it the data live in one SQLite"
        " file in PLON_DATA.",
        example="postgresql://plon_app:password@127.0.0.1:5432/plon",
        is_secret=True,
    ),
    Setting(
        name="PLON_SECRET_KEY",
        meaning="Signs sessions and links. `plon up` makes one in its folder; `plon web` and `plon"
        " worker` want it set. A new one signs everybody out.",
        example="fifty signs of chance",
        is_secret=True,
    ),
    Setting(
        name="PLON_DATA",
        meaning="Folder of the database file and of uploads; `--data` has the last word. All web"
        " processes and workers must see the same one.",
        default="plon-data",
        example="/var/lib/plon",
    ),
    Setting(
        name="PLON_URL",
        meaning="The address by which people reach the pages. With https:// cookies are sent over"
        " TLS only, and browsers are told to remember that.",
        default="http://localhost:8000",
        example="https://plon.example.org",
    ),
    Setting(
        name="PLON_HOSTS",
        meaning="Names by which pages may be asked for, by commas; others are refused.",
        default="localhost,127.0.0.1,[::1]",
        example="plon.example.org,localhost",
    ),
    Setting(
        name="PLON_BEHIND_PROXY",
        meaning="yes: one reverse proxy in front sets X-Forwarded-Host, -Proto and -For, and is"
        " believed. Without one anybody could write them: leave it at no.",
        default="no",
        example="yes",
    ),
    Setting(
        name="PLON_API_PER_MINUTE",
        meaning="Requests a minute of one API key, counted over all processes.",
        default="600",
        example="600",
    ),
    Setting(
        name="PLON_SENDING",
        meaning="no: nothing leaves, whatever `plon sending` says. For a copy to try things in.",
        default="yes",
        example="yes",
    ),
    Setting(
        name="PLON_MAIL_URL",
        meaning="The server that takes mail over: `smtps://user:password@host:465` (encrypted from"
        " the first byte) or `smtp://user:password@host:587` (STARTTLS, which the server must"
        " offer); `?tls=no` for a relay on the same machine. Without it invitations are links to"
        " copy, and only the owner helps with a forgotten password.",
        example="smtps://plon%40example.org:password@mail.example.org:465",
        is_secret=True,
    ),
    Setting(
        name="PLON_MAIL_FROM",
        meaning="The address that mail comes from; wanted with PLON_MAIL_URL.",
        example="Plon <plon@example.org>",
    ),
    Setting(
        name="PLON_DEBUG",
        meaning="1: a defect shows its traceback on the terminal. Pages never show one.",
    ),
)
NAMES = frozenset(setting.name for setting in SETTINGS)
