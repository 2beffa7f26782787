"""What this room asks of the world: that somebody carries a mail."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed over, and in whose name. Without a user nothing proves who we are."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False  # from the first byte on; else by STARTTLS, unless is_open
    is_open: bool = False  # not encrypted: for a relay on the same machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail, written out."""

    to: str
    subject: str
    text: str
    html: str


class MailFailed(Exception):
    """A mail was not taken over. reason: a code, forms.mail_words; is_final: not worth a retry."""

    def __init__(self, reason: str, *, is_final: bool = False, said: str = "") -> None:
        super().__init__(reason)
        self.reason, self.is_final, self.said = reason, is_final, said
