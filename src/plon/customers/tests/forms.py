"""What a browser sends from the page of a customer."""

from collections.abc import Mapping, Sequence

from django.test import Client


def posted(addresses: Sequence[tuple[str, str]] = (), **said: str) -> dict[str, str]:
    """Return the form of a customer, filled in."""
    rows = {
        f"address-{at}-{part}": text
        for at, row in enumerate(addresses)
        for part, text in zip(("kind", "text"), row, strict=True)
    }
    counts = {"address-TOTAL_FORMS": str(len(addresses)), "address-INITIAL_FORMS": "0"}
    return {"kind": "person", **said, **counts, **rows}


def shown(browser: Client, page: str) -> Mapping[str, object]:
    """Return what the form of a customer says when it is opened."""
    context = browser.get(page).context
    return dict(context["form"].initial) | {
        "addresses": [
            (row.initial["kind"], row.initial["text"])
            for row in context["rows"].forms
            if row.initial.get("text")
        ],
        "seen_at": context["seen_at"],
    }
