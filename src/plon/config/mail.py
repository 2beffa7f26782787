"""Which mail server there is, read from one address; None: links are handed over by people."""

from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from plon.accounts.ports import MailServer
from plon.config.environment import SettingUnreadable
from plon.lifetime.errors import sentence

PORTS = {"smtp": 587, "smtps": 465}


def mail_server(url: str, *, sender: str) -> MailServer | None:
    """Return the server of "smtp://user:password@host:port"; None for "".

    smtps:// is encrypted from the first byte, smtp:// by STARTTLS; ?tls=no: not at all. Raises
    SettingUnreadable, whose words never repeat the address: it holds a password.
    """
    if not url:
        return None
    advice = sentence(
        "PLON_MAIL_URL cannot be read: write smtps://user:password@host:465 or"
        " smtp://user:password@host:587, with special signs of the password as %%40."
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SettingUnreadable(advice, name="PLON_MAIL_URL") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise SettingUnreadable(advice, name="PLON_MAIL_URL")
    if "@" not in parseaddr(sender)[1] or "\n" in sender or "\r" in sender:
        wanted = sentence(
            "PLON_MAIL_FROM must be the address that mail comes from: Plon <plon@example.org>."
        )
        raise SettingUnreadable(wanted, name="PLON_MAIL_FROM")
    return MailServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
        is_open=parts.scheme == "smtp" and parse_qs(parts.query).get("tls") == ["no"],
    )
