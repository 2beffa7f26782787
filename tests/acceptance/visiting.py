"""A person's browser, as far as HTTP goes: cookies, forms with their secret, a file to upload."""

import re
import secrets
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.error import HTTPError

OWNER = {
    "workspace_name": "Bakery",
    "name": "Ann",
    "email": "ann@example.org",
    "password": "a quiet loaf of rye",
}
PATIENCE_S = 60


@dataclass(slots=True, kw_only=True)
class Page:
    """What a request led to in the end."""

    status: int
    path: str
    content: bytes

    @property
    def text(self) -> str:
        """Return the words of the page without marks."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.content.decode()))


@dataclass(slots=True)
class Visitor:
    """Somebody at an address; cookies outlive a restart of the application."""

    address: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._ask(urllib.request.Request(self._whole(path)))

    def post(self, path: str, fields: Mapping[str, str], **files: tuple[str, bytes]) -> Page:
        """Send a form, with files (field -> name and content) as a browser does."""
        said = {"csrfmiddlewaretoken": self._token(), **fields}
        request = urllib.request.Request(self._whole(path), headers={"Origin": self.address})
        if files:
            mark = secrets.token_hex(8)
            request.data = _multipart(said, files, mark=mark)
            request.add_header("Content-Type", f"multipart/form-data; boundary={mark}")
        else:
            request.data = urllib.parse.urlencode(said).encode()
        return self._ask(request)

    def join(self, link: str) -> None:
        """Become the owner of a new firm."""
        path = urllib.parse.urlsplit(link).path
        assert self.get(path).status == 200
        assert self.post(path, OWNER).status == 200

    def _ask(self, request: urllib.request.Request) -> Page:
        taking = urllib.request.HTTPCookieProcessor(self.cookies)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), taking)
        try:
            answer: HTTPResponse | HTTPError = opener.open(request, timeout=PATIENCE_S)
        except HTTPError as refused:
            answer = refused
        with answer:
            path = urllib.parse.urlsplit(str(answer.url)).path
            return Page(status=int(answer.status or 0), path=path, content=answer.read())

    def _token(self) -> str:
        return next((each.value or "" for each in self.cookies if "csrf" in each.name), "")

    def _whole(self, path: str) -> str:
        return urllib.parse.urljoin(self.address, path)


def _multipart(
    fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]], *, mark: str
) -> bytes:
    pieces = []
    for name, value in fields.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        pieces += [head.encode(), value.encode(), b"\r\n"]
    for name, (file_name, content) in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"'
        pieces += [head.encode(), b"\r\nContent-Type: text/csv\r\n\r\n", content, b"\r\n"]
    return b"".join([*pieces, f"--{mark}--\r\n".encode()])
