"""The four pages of the speed table, and the ways of the list: queries, server time, weight."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from bench.application.asking import Browser, rounds, today
from bench.application.filling import enter, fill
from plon.customers.models import Customer
from plon.insights.services import listing
from plon.runtime.tenancy import inside
from plon.value.models import Figures

TIMES = 60


def pages_work(name: str, times: str = str(TIMES)) -> dict[str, Any]:
    """Measure the pages of the firm of this world."""
    told = fill(int(name), name=name, now=today())
    browser = Browser(enter([told["workspace"]], now=today()))
    with inside(told["workspace"]):
        pages = addresses()
    found = rounds(browser, pages, times=int(times))
    return {
        page: {
            "queries": max(browser.queries(each) for each in pages[page][:10]),
            **found[page].told(),
            **browser.weight(pages[page][0]),
        }
        for page in pages
    }


def addresses() -> Mapping[str, Sequence[str]]:
    """Return the addresses of each page; cards are of the best, the middle and the last."""
    ranked = list(Figures.objects.order_by("-value_12m_minor").values_list("customer_id")[:200])
    others = list(Customer.objects.order_by("id").values_list("id")[::397][:200])
    cards = [f"/customers/{one}/" for (one,) in (*ranked[::4], *others)]
    rank, one = (
        Figures.objects.exclude(value_12m_minor=None)
        .order_by("-value_12m_minor")
        .values_list("value_12m_minor", "customer_id")[Figures.objects.count() // 2]
    )
    deep = listing.written_place(_place(rank, one))
    return {
        "Today": ["/"],
        "customers": ["/customers/"],
        "customers, half-way down": [f"/customers/?{urlencode({'after': deep})}"],
        "customers, by name": ["/customers/?sort=name"],
        "customers, by last purchase": ["/customers/?sort=-last"],
        "customers, by risk": ["/customers/?sort=risk"],
        "customers, of a group": ["/customers/?group=champions", "/customers/?group=dormant"],
        "customers, searched": [
            f"/customers/?{urlencode({'q': q})}" for q in ("kowal", "ewa", "9.klient")
        ],
        "customers, with a tag": [f"/customers/?{urlencode({'tag': 'hurt'})}"],
        "customers, who agreed": ["/customers/?consent=email"],
        "card": cards,
        "value": ["/value/"],
        "value, forecast": ["/value/forecast/"],
        "value, risks": ["/value/risks/"],
        "value, segments": ["/value/segments/"],
        "search as you type": [f"/search?{urlencode({'q': q})}" for q in ("kow", "nowak", "zzz")],
    }


def _place(rank: Any, one: Any) -> Any:
    from plon.customers.queries import Place

    return Place(rank=rank, id=one)
