"""What people do with files, over HTTP and with the real worker."""

import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from django.test import Client
from django.utils import timezone

from plon.config.wiring import CLOCK, JOBS, REACTIONS
from plon.runtime.worker import run_once

ANSWERS = {200, 302, 422}


def worker_runs(*, now: datetime | None = None) -> None:
    """Let the worker do all that is due."""
    while run_once(REACTIONS, CLOCK, JOBS, now=now or timezone.now()):
        pass


def upload(browser: Client, content: bytes, *, name: str = "sales.csv") -> str:
    """Upload a file; return the address of its columns."""
    file = BytesIO(content)
    file.name = name
    answer = browser.post("/import/", {"file": file})
    assert answer.status_code == 302, refusals(answer.content)
    return str(answer["Location"])


def refusals(page: bytes) -> list[str]:
    """Return what a page says is wrong."""
    found = re.findall(r'(?:field-error|note-bad)"[^>]*>([^<]+)<', page.decode())
    return [text.strip() for text in found]


def choices(page: bytes) -> dict[str, str]:
    """Return what a browser would send of the mapper as it was given."""
    text = page.decode()
    form = text[text.index('type="hidden" name="kind"') :].partition("</form>")[0]
    sent = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', form))
    for name, options in re.findall(
        r'<select name="(column_\d+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        sent[name] = chosen[0] if chosen else ""
    return sent


def guessed(page: bytes) -> list[str]:
    """Return what kind of list the mapper guessed, and what each column is."""
    return [said for name, said in choices(page).items() if name == "kind" or "column_" in name]


def bring_in(browser: Client, content: bytes, *, name: str = "sales.csv", **said: str) -> str:
    """Upload, accept the guesses but for what is said, check, load; return the import's page."""
    address = upload(browser, content, name=name)
    answer = browser.post(address, choices(browser.get(address).content) | said)
    assert answer.status_code == 302, refusals(answer.content)
    page = address.removesuffix("columns/")
    worker_runs()
    assert browser.post(f"{page}start/").status_code == 302
    worker_runs()
    return page


def told(browser: Client, page: str) -> str:
    """Return a page's text without marks."""
    text = re.sub(r"<[^>]+>", " ", browser.get(page).content.decode())
    return re.sub(r"\s+", " ", text)


def table(headings: str, lines: Iterable[str]) -> bytes:
    """Return a CSV as a Polish programme writes it."""
    return "\r\n".join([headings, *lines, ""]).encode("cp1250")


def content_of(answer: Any) -> bytes:
    """Return the bytes of a file that was given."""
    return b"".join(answer.streaming_content)
