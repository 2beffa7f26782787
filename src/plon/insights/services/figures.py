"""The figures of Today, each with its formula: which of them is whose stands in `domain`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from plon.accounts.queries import Caller, Role, WorkspaceFacts
from plon.agenda import queries as agenda
from plon.core.days import date_in, days_after, start_of
from plon.experiments import queries as experiments
from plon.insights import domain
from plon.insights.services.definitions import definition
from plon.orders import queries as orders
from plon.ui.charts.sparkline import Sparkline
from plon.ui.components import NumberTile, Target
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value import queries as value

LINE_DAYS = 14  # of a figure's line


@dataclass(frozen=True, kw_only=True)
class Day:
    """For whom the figures are, and when. What several of them need is asked for once."""

    caller: Caller
    firm: WorkspaceFacts
    speech: Speech
    now: datetime
    is_stale: bool

    @cached_property
    def today(self) -> date:
        return date_in(self.firm.zone, self.now)

    @cached_property
    def snapshots(self) -> list[value.SnapshotFacts]:
        return value.snapshots(limit=value.SNAPSHOTS_MAX)

    @cached_property
    def alike(self) -> list[value.SnapshotFacts]:
        """Return the snapshots that the newest may be compared with, itself the first."""
        return value.alike(self.snapshots)

    @property
    def base(self) -> value.SnapshotFacts | None:
        return self.snapshots[0] if self.snapshots else None

    @cached_property
    def everybodys(self) -> agenda.Due:
        return self.due(everybodys=True)

    @cached_property
    def sums(self) -> orders.Sums:
        first = start_of(self.today.replace(day=1), self.firm.zone)
        return orders.sums(begin=first, end=self.now, currency=self.firm.currency)

    def due(self, *, everybodys: bool) -> agenda.Due:
        midnight = days_after(self.now, 1, self.firm.zone) - timedelta(microseconds=1)
        owner_id = None if everybodys else self.caller.user_id
        return agenda.due(
            workspace_id=self.firm.id, now=self.now, until=midnight, owner_id=owner_id
        )

    def money(self, minor: int | None) -> str:
        return _("too early") if minor is None else self.speech.estimate(minor)


def numbers(day: Day) -> list[NumberTile]:
    """Return the figures of this person's role; none of the base before it was computed."""
    role = day.caller.role.value if day.caller.role else ""
    made = [_TILES[key](day) for key in domain.figures_for(role, day.caller.rights)]
    return [tile for tile in made if tile is not None]


def _expected(day: Day) -> NumberTile | None:
    found = day.base
    if found is None:
        return None
    low, high = found.value_12m_low_minor, found.value_12m_high_minor
    tile = NumberTile(
        label=_("Expected from your customers in 12 months"),
        value=day.money(found.value_12m_minor),
        range="" if low is None or high is None else day.speech.money_span(low, high),
        as_of=day.speech.day(found.as_of_date),
        is_stale=day.is_stale,
        href="/value/",
        href_word=_("What it is made of"),
        definition=definition("expected"),
    )
    return _with_trend(tile, day, "value_12m_minor", is_better_up=True)


def _slipping(day: Day) -> NumberTile | None:
    found = day.base
    if found is None:
        return None
    people = ngettext("%(count)s customer", "%(count)s customers", found.slipping_customers)
    tile = NumberTile(
        label=_("Slipping away, value of 12 months"),
        value=day.money(found.slipping_minor),
        note=people % {"count": day.speech.number(found.slipping_customers)},
        as_of=day.speech.day(found.as_of_date),
        is_stale=day.is_stale,
        href="/customers/?risk=slipping",
        href_word=_("Who"),
        definition=definition("slipping"),
    )
    return _with_trend(tile, day, "slipping_minor", is_better_up=False)


def _lifetime(day: Day) -> NumberTile | None:
    found = day.base
    if found is None:
        return None
    tile = NumberTile(
        label=_("Lifetime value of a customer"),
        value=day.money(found.ltv_mean_minor),
        note=_against_one(day, found),
        as_of=day.speech.day(found.as_of_date),
        is_stale=day.is_stale,
        href="/value/comparison/",
        href_word=_("One contract or a lifetime"),
        definition=definition("lifetime"),
    )
    return _with_trend(tile, day, "ltv_mean_minor", is_better_up=True)


def _against_one(day: Day, found: value.SnapshotFacts) -> str:
    """Return what one purchase brings beside a lifetime; what the figure is, where unknown."""
    one, lifetime_minor = found.purchase_mean_minor, found.ltv_mean_minor
    if day.caller.role != Role.OWNER or not one or lifetime_minor is None:
        return _("so far and 12 months ahead")
    return _("one purchase brings %(one)s, a lifetime × %(times)s") % {
        "one": day.speech.money(one),
        "times": day.speech.number(lifetime_minor / one, decimals=1),
    }


def _with_trend(tile: NumberTile, day: Day, name: str, *, is_better_up: bool) -> NumberTile:
    """Return the tile with how its figure went since four weeks ago, else since it is known.

    In words and as a line; nothing before there are two days of it.
    """
    told = [each for each in day.alike if getattr(each, name) is not None]
    then = value.before(told)
    if then is None or not getattr(then, name):
        return tile
    now, old = getattr(told[0], name), getattr(then, name)
    share = now / old - 1
    is_still = round(share * 100) == 0
    since = {"day": day.speech.day(then.as_of_date)}
    summary = _("On %(day)s %(before)s, now %(now)s.") % {
        **since,
        "before": day.money(old),
        "now": day.money(now),
    }
    lately = [getattr(each, name) for each in reversed(told[:LINE_DAYS])]
    return replace(
        tile,
        change=day.speech.change(share),
        change_note=_("since %(day)s") % since,
        change_level="unknown" if is_still else "good" if (share > 0) == is_better_up else "watch",
        sparkline=Sparkline(values=lately, summary=summary),
    )


def _hypotheses(day: Day) -> NumberTile:
    found = experiments.open_count(today=day.today)
    over = ngettext(
        "%(count)s waits for a decision", "%(count)s wait for a decision", found.to_decide
    )
    return NumberTile(
        label=_("Open hypotheses"),
        value=day.speech.number(found.count),
        note=over % {"count": day.speech.number(found.to_decide)},
        href="/reports/hypotheses/",
        href_word=_("Which"),
        definition=definition("hypotheses"),
    )


def _due(day: Day) -> NumberTile:
    found = day.due(everybodys=False)
    return _tasks(day, _("Your tasks due today"), found.count, late=found.late, key="due")


def _due_everybodys(day: Day) -> NumberTile:
    found, key = day.everybodys, "due-everybody"
    return _tasks(day, _("Everybody's tasks due today"), found.count, late=found.late, key=key)


def _untaken(day: Day) -> NumberTile:
    return _tasks(day, _("Due today, taken by nobody"), day.everybodys.untaken, key="untaken")


def _tasks(day: Day, label: str, count: int, *, key: str, late: int = 0) -> NumberTile:
    is_all = key != "due"
    said = ngettext("%(count)s of them is late", "%(count)s of them are late", late)
    return NumberTile(
        label=label,
        value=day.speech.number(count),
        level="watch" if late else "unknown",
        word=said % {"count": day.speech.number(late)} if late else "",
        href="/tasks/?whose=everybody" if is_all else "/tasks/",
        href_word=_("Which"),
        definition=definition(key),
    )


def _sold(day: Day) -> NumberTile:
    said = ngettext("%(count)s transaction", "%(count)s transactions", day.sums.orders)
    target = _last_month(day)
    return NumberTile(
        label=_("Sold this month"),
        value=day.speech.money(day.sums.sold_minor),
        note=said % {"count": day.speech.number(day.sums.orders)},
        target=target,
        level=target.level if target else "unknown",
        word=_paces()[target.level] if target else "",
        as_of=day.speech.day(day.today),
        href=f"/orders/?from_date={day.today.replace(day=1).isoformat()}",
        href_word=_("Which"),
        definition=definition("sold"),
    )


def _last_month(day: Day) -> Target | None:
    """Return how far this month has come beside the whole month before, and where it should stand
    by its working days; None where nothing was sold then.
    """
    first = day.today.replace(day=1)
    begin = start_of((first - timedelta(days=1)).replace(day=1), day.firm.zone)
    end = start_of(first, day.firm.zone)
    before_minor = orders.sold_minor(begin=begin, end=end, currency=day.firm.currency)
    if not before_minor:
        return None
    reached, pace = day.sums.sold_minor / before_minor, agenda.calendar().share_of_month(day.today)
    return Target(
        text=_("the whole month before: %(money)s") % {"money": day.speech.money(before_minor)},
        reached=reached,
        pace=pace,
        level=domain.level_of(reached=reached, pace=pace),
    )


def _paces() -> dict[str, str]:
    """Return the word of each light of a pace."""
    return {"good": _("good pace"), "watch": _("a little behind"), "bad": _("behind")}


def _given_back(day: Day) -> NumberTile:
    said = ngettext("%(count)s refund", "%(count)s refunds", day.sums.refunds)
    return NumberTile(
        label=_("Given back this month"),
        value=day.speech.money(day.sums.given_back_minor),
        note=said % {"count": day.speech.number(day.sums.refunds)},
        as_of=day.speech.day(day.today),
        href="/orders/",
        href_word=_("Transactions"),
        definition=definition("given-back"),
    )


_TILES: Mapping[str, Callable[[Day], NumberTile | None]] = {
    "expected": _expected,
    "slipping": _slipping,
    "lifetime": _lifetime,
    "hypotheses": _hypotheses,
    "due": _due,
    "due-everybody": _due_everybodys,
    "untaken": _untaken,
    "sold": _sold,
    "given-back": _given_back,
}
