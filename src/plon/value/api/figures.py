"""Operations on figures: of each customer, and of all together."""

from datetime import date
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from plon.accounts.queries import Key, program
from plon.core.days import date_in
from plon.core.errors import DomainError
from plon.customers import queries as customers
from plon.orders import queries as orders
from plon.runtime.rest import Row, answer, by_key, wanted
from plon.value import queries
from plon.value.api.records import BaseOut, CustomerValue, ValueFilters, ValuePage
from plon.value.models import Figures
from plon.value.queries.figures import without_figures
from plon.value.services.own_methods import minor_of, own_methods

router = Router(tags=["value"])
READ = Key("value.read")
_PLAIN = (
    "customer_id",
    "first_date",
    "last_date",
    "purchase_days",
    "observed_minor",
    "ltv_minor",
    "alive",
    "is_slipping",
    "due_date",
    "group",
    "r_score",
    "f_score",
    "m_score",
    "tier",
    "channel",
)
_MONEY = ("value_12m_minor", "value_12m_low_minor", "value_12m_high_minor")
_AHEAD = ("minor", "low_minor", "high_minor")
_COUNT = ("expected_12m", "expected_12m_low", "expected_12m_high")
_NOTHING = dict.fromkeys((*_PLAIN, *_MONEY, *_COUNT)) | {"purchase_days": 0}  # never bought
_AS_OF = (
    "as_of_date",
    "computed_at",
    "currency",
    "horizon_months",
    "method",
    "model_version",
)


class FiguresUnknown(DomainError):
    """There are no figures of the customer."""

    code = "figures_unknown"
    status = 404


@router.get(
    "/value",
    auth=READ,
    response={200: ValuePage, 404: None, 409: None},
    summary="List customers' figures",
)
def list_value(request: HttpRequest, filters: Query[ValueFilters]) -> HttpResponse:
    """What each customer is worth, with the interval. Customers who never bought have no figures:
    of a segment they are listed, too, with null in place of each; with no segment they are not.
    """
    wanted(request, filters)
    told = filters.model_dump(include={"group", "tier", "is_slipping"}, exclude_none=True)
    found, others = Figures.objects.filter(**told), None
    if filters.segment_id is not None:
        rule, today = _rule(filters.segment_id), _today(request)
        found = found.filter(customer_id__in=queries.who(rule, today=today))
        if not told:
            others = without_figures(rule).values(customer_id=F("id"))
    figures = found.values(*_PLAIN, *_MONEY, *_COUNT)
    rows, cursor = by_key(figures, "customer_id", filters, kind=UUID, others=others)
    return answer({"as_of": _as_of(), "data": _shown(rows), "next_cursor": cursor})


@router.get(
    "/value/summary",
    auth=READ,
    response={200: BaseOut, 404: None},
    summary="Get what all customers are worth",
)
def get_summary(request: HttpRequest) -> HttpResponse:
    """The newest snapshot of the whole base."""
    newest, as_of = queries.newest(), _as_of()
    if newest is None or as_of is None:
        raise Http404
    names = ("customers", "ltv_mean_minor", "slipping_customers", "slipping_minor", "groups")
    money = dict(zip(_AHEAD, (getattr(newest, name) for name in _MONEY), strict=True))
    told = {name: getattr(newest, name) for name in names}
    return answer({"as_of": as_of, "value_12m": money, **told})


@router.get(
    "/customers/{uuid:customer_id}/value",
    auth=READ,
    response=CustomerValue,
    summary="Get a customer's figures",
)
def get_customer_value(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """What one customer is worth, as of the newest figures. A merged one: the one kept."""
    kept = customers.current_ids([customer_id]).get(customer_id)
    if kept is None:
        raise Http404
    rows = list(Figures.objects.filter(customer_id=kept).values(*_PLAIN, *_MONEY, *_COUNT))
    if not rows:
        raise FiguresUnknown(str(customer_id))
    return answer({**_shown(rows)[0], "as_of": _as_of(), "methods": _methods(request, kept)})


def _methods(request: HttpRequest, customer_id: UUID) -> list[Row]:
    """Return the customer's value by every method, as programs get it."""
    zone = program(request).firm.zone
    own = own_methods(customer_id=customer_id, zone=zone)
    return [
        {
            "method": each.code,
            **dict(zip(_AHEAD, map(minor_of, (each.value, each.low, each.high)), strict=True)),
            "sum": each.sum,
            "unknown": each.unknown or None,
        }
        for each in ([] if own is None else own.methods)
    ]


def _rule(segment_id: UUID) -> queries.Rule:
    """Return the sentence of a segment. Raises Http404, SegmentUnreadable."""
    segment = queries.segment(segment_id)
    if segment is None:
        raise Http404
    return queries.rule_of(segment)


def _today(request: HttpRequest) -> date:
    firm = program(request).firm
    return date_in(firm.zone, timezone.now())


def _as_of() -> Row | None:
    newest = queries.newest()
    if newest is None:
        return None
    told = {name: getattr(newest, name) for name in _AS_OF}
    return told | {"state": queries.freshness().state}


def _shown(rows: list[Row]) -> list[Row]:
    """Return figures as programs get them; rows of an id alone are of those who never bought."""
    rows = [_NOTHING | row for row in rows]
    products = orders.product_counts([row["customer_id"] for row in rows])
    return [
        {name: row[name] for name in _PLAIN}
        | {
            "products": products.get(row["customer_id"], 0),
            "risk": queries.risk_of(alive=row["alive"], is_slipping=row["is_slipping"]),
            "value_12m": dict(zip(_AHEAD, (row[name] for name in _MONEY), strict=True)),
            "expected_12m": dict(
                zip(("count", "low", "high"), (row[name] for name in _COUNT), strict=True)
            ),
        }
        for row in rows
    ]
