"""A mail server on loopback for tests: it speaks SMTP, keeps what it takes, refuses on demand."""

import datetime as dt
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@dataclass(kw_only=True)
class MailBox:
    """What came in, and how the server answers."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)  # commands, in order
    answers: dict[str, str] = field(default_factory=dict)  # "RCPT" -> "550 no such user"
    tls: ssl.SSLContext | None = None
    is_tls_first: bool = False


class _Talk(socketserver.StreamRequestHandler):
    box: MailBox

    def handle(self) -> None:
        self.is_safe = False
        if self.box.is_tls_first:
            self._encrypt()
        self._say("220 loaf ESMTP")
        while line := self.rfile.readline().decode().strip():
            word = line.upper().split()[0]
            self.box.spoken.append(word)
            if word == "QUIT":
                self._say("221 bye")
                return
            self._answer(word)

    def _answer(self, word: str) -> None:
        if word in self.box.answers:
            self._say(self.box.answers[word])
        elif word == "EHLO":
            self._greet()
        elif word == "STARTTLS":
            self._say("220 go")
            self._encrypt()
        elif word == "AUTH":
            self._say("235 welcome")
        elif word == "DATA":
            self._take()
        else:
            self._say("250 ok")

    def _greet(self) -> None:
        offers = ["250-loaf", "250-AUTH PLAIN"]
        if self.box.tls and not self.is_safe:
            offers.append("250-STARTTLS")
        self._say("\r\n".join([*offers, "250 8BITMIME"]))

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline().rstrip(b"\r\n")) != b".":
            lines.append(line)
        self.box.mails.append(message_from_bytes(b"\n".join(lines), policy=policy.default))
        self._say("250 taken")

    def _encrypt(self) -> None:
        assert self.box.tls is not None
        self.request = self.box.tls.wrap_socket(self.request, server_side=True)
        self.is_safe = True
        super().finish()
        self.setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away, or refuses our certificate, is what some tests are about."""


@contextmanager
def mail_server(
    *, tls: ssl.SSLContext | None = None, is_tls_first: bool = False
) -> Iterator[MailBox]:
    """Yield a running server's box."""
    box = MailBox(tls=tls, is_tls_first=is_tls_first)
    with _Server((HOST, 0), type("Talk", (_Talk,), {"box": box})) as server:
        box.port = server.server_address[1]
        running = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        running.start()
        try:
            yield box
        finally:
            server.shutdown()
            running.join()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Return a new certificate of loopback, to be trusted by the client, and the server's side."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context
