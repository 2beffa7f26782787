"""The count of a segment as somebody types its sentence: the part of the page that htmx renews."""

from typing import Any
from urllib.parse import urlencode

from bench.application.asking import Browser, rounds, today
from bench.application.filling import enter, fill

TIMES = 60
SENTENCES = {
    "a group": [("group", "is", "champions")],
    "a value": [("value_12m", "at_least", "500")],
    "silent for days": [("days_since", "at_least", "90")],
    "slipping, with a tag": [("is_slipping", "is", "yes"), ("tag", "is", "hurt")],
    "three conditions": [
        ("purchases", "at_least", "3"),
        ("days_since", "at_least", "60"),
        ("channel", "is", "web"),
    ],
}


def segments_work(name: str, times: str = str(TIMES)) -> dict[str, Any]:
    """Measure the counts of several sentences."""
    told = fill(int(name), name=name, now=today())
    browser = Browser(enter([told["workspace"]], now=today()))
    pages = {text: [address_of(parts)] for text, parts in SENTENCES.items()}
    found = rounds(browser, pages, times=int(times), HTTP_HX_REQUEST="true")
    return {
        text: {
            "queries": browser.queries(pages[text][0], HTTP_HX_REQUEST="true"),
            **found[text].told(),
        }
        for text in pages
    }


def address_of(parts: list[tuple[str, str, str]]) -> str:
    """Return where the page of a sentence stands."""
    query = [("join", "all")]
    for field, op, value in parts:
        query += [("field", field), ("op", op), ("value", value), ("not", "")]
    return f"/value/segments/?{urlencode(query)}"
