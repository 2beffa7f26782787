"""Places behind things that a demo firm does not have: they are written down first, as people do."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

PATIENCE_MS = 60_000
HEADINGS = "nr klienta\tdata sprzedaży\tkwota brutto\n"
TASK = {"title": "Oddzwonić", "kind": "call", "working_days": "1"}
SEGMENT = {
    "name": "Dawno nie byli",
    "join": "all",
    "field": "days_since",
    "op": "at_least",
    "value": "120",
}
INVITED = {"email": "ben@example.org", "role": "operator"}
_kept: dict[str, list[tuple[str, str]]] = {}


def made(page: Page, base: str) -> list[tuple[str, str]]:
    """Return (name, address) of each place; written down once for an application."""
    if base not in _kept:
        _kept[base] = list(_write(page, base))
    return _kept[base]


def _write(page: Page, base: str) -> Iterator[tuple[str, str]]:
    _send(page, f"{base}/tasks/new/", **TASK)
    yield "task-one", _first(page, f"{base}/tasks/", r"/tasks/[0-9a-f-]{36}/")
    yield "hypothesis", _send(page, f"{base}/reports/hypotheses/new/", **_hypothesis()).url
    yield "segment", _send(page, f"{base}/value/segments/", **SEGMENT).url
    wording = {"text_pl": "Zgadzam się.", "text_en": "I agree."}
    _send(page, f"{base}/settings/consents/new/email/marketing/", **wording)
    yield (
        "wording",
        _first(page, f"{base}/settings/consents/", r"/settings/consents/[0-9a-f-]{36}/"),
    )
    invited = _send(page, f"{base}/settings/people/invitations", **INVITED).text
    yield "invited", base + _found(invited, r"/join/[\w-]+")
    card = _first(page, f"{base}/customers/", r"/customers/[0-9a-f-]{36}/")
    link = base + _found(_send(page, f"{card}own-page").text, r"/my/enter/[\w-]+")
    yield "own", _send(page, link).url
    yield from _imports(page, base)


def _imports(page: Page, base: str) -> Iterator[tuple[str, str]]:
    """Bring files in: one to its columns, one to the check, one to the end."""
    names = ("import-columns", "import-check", "import-done")
    for steps, name in enumerate(names):
        rows = f"{9000 + steps}\t01.10.2026\t10,00\n{9000 + steps}\t02.10.2026\tbrak\n"
        page.goto(_send(page, f"{base}/import/", pasted=HEADINGS + rows).url)
        for _ in range(steps):
            page.locator("main form button.primary").first.click(timeout=PATIENCE_MS)
        if steps == 1:
            page.wait_for_selector("main form button.primary", timeout=PATIENCE_MS)
        if steps == 2:
            page.wait_for_selector("main a[href$='rejected.csv']", timeout=PATIENCE_MS)
        yield name, page.url


def _hypothesis() -> dict[str, str]:
    today = datetime.now(UTC).date()
    return {
        "observation": "Milczą od trzech miesięcy",
        "kind": "finding",
        "segment": "Dawno nie byli",
        "change": "Telefon",
        "metric": "Powroty",
        "start_date": f"{today}",
        "end_date": f"{today + timedelta(days=30)}",
    }


class _Sent:
    """Where a form led, and what stands there."""

    def __init__(self, url: str, text: str) -> None:
        self.url, self.text = url, text


def _send(page: Page, address: str, **said: str | float | bool) -> _Sent:
    """Send a form as the person of `page`."""
    page.request.get(address)  # sets the cookie of forms
    cookies = {each["name"]: each["value"] for each in page.context.cookies()}
    answer = page.request.post(address, form={**said, "csrfmiddlewaretoken": cookies["csrf"]})
    wrong = re.findall(r"field-error[^>]*>([^<]+)<", answer.text())
    assert answer.ok, (address, answer.status, wrong)
    return _Sent(answer.url, answer.text())


def _first(page: Page, listed: str, pattern: str) -> str:
    base = "/".join(listed.split("/")[:3])
    return base + _found(page.request.get(listed).text(), pattern)


def _found(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, (pattern, text)
    return found[0]
