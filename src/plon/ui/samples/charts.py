"""Every kind of chart, with invented figures."""

from django.utils.translation import gettext as _

from plon.ui import charts
from plon.ui.samples.figures import speech

MONTHS = ("6", "7", "8", "9", "10", "11")
SCORES = ("1", "2", "3", "4", "5")
COUNTS = (
    (64, 31, 12, 5, 2),
    (28, 40, 26, 11, 4),
    (10, 24, 38, 25, 9),
    (4, 12, 27, 41, 22),
    (1, 5, 13, 30, 52),
)


def figures() -> list[charts.Figure]:
    return [
        _bars(),
        _columns(),
        _histogram(),
        _grid(),
        _heat(),
        _fan(),
        _intervals(),
        _calibration(),
        _shares(),
    ]


def _table(caption: str, *rows: tuple[str, ...], headings: tuple[str, ...]) -> charts.Table:
    return charts.Table(caption=caption, headings=headings, rows=rows)


def _bars() -> charts.Bars:
    say = speech()
    told = [("Instagram", 184), ("Google", 121), (_("From the street"), 47)]
    title = _("New customers by channel, this year")
    return charts.Bars(
        title=title,
        summary=_("%(name)s brought most: %(count)s.") % {"name": "Instagram", "count": "184"},
        table=_table(
            title,
            *((name, say.number(count)) for name, count in told),
            headings=(_("Channel"), _("New customers")),
        ),
        bars=[
            charts.Bar(label=name, value=count, text=say.number(count), tone=str(place))
            for place, (name, count) in enumerate(told, start=1)
        ],
    )


def _columns() -> charts.Columns:
    say = speech()
    told = list(zip(MONTHS, (52, 48, 61, 70, 66, 83), strict=True))
    title = _("Purchases by month")
    return charts.Columns(
        title=title,
        summary=_("Most purchases fell in November: 83."),
        table=_table(
            title,
            *((month, say.number(count)) for month, count in told),
            headings=(_("Month"), _("Purchases")),
        ),
        legend=[("1", _("Purchases"))],
        columns=[charts.Column(label=m, value=count, text=say.number(count)) for m, count in told],
        level=63.3,
        level_label=_("mean"),
    )


def _histogram() -> charts.Histogram:
    say = speech()
    edges, counts = (0, 100_00, 200_00, 300_00, 400_00, 500_00), (120, 210, 140, 60, 22)
    title = _("Customers by value, 12 months")
    return charts.Histogram(
        title=title,
        summary=_("Half of the customers are worth less than %(amount)s.")
        % {"amount": say.money(180_00)},
        table=_table(
            title,
            *(
                (say.money_span(low, high), say.number(count))
                for low, high, count in zip(edges, edges[1:], counts, strict=False)
            ),
            headings=(_("Value"), _("Customers")),
        ),
        edges=edges,
        counts=counts,
        marks=[(180_00, _("median")), (205_00, _("mean"))],
        edge_labels=[(edge, say.money(edge)) for edge in (edges[0], edges[-1])],
    )


def _grid() -> charts.Grid:
    say = speech()
    texts = [[say.number(count) for count in row] for row in COUNTS]
    title = _("Customers by recency and frequency")
    return charts.Grid(
        title=title,
        summary=_("Most customers stand in two corners: the newest and best, and those who left."),
        table=_table(
            title,
            *((name, *row) for name, row in zip(SCORES, texts, strict=True)),
            headings=(_("Frequency"), *SCORES),
        ),
        counts=COUNTS,
        texts=texts,
        row_labels=SCORES,
        column_labels=SCORES,
        marked=frozenset({(4, 4)}),
    )


def _heat() -> charts.Heat:
    say = speech()
    cohorts = [("2026-07", 40, (1.0, 0.42, 0.31)), ("2026-08", 52, (1.0, 0.38, None))]
    return charts.Heat(
        title=_("Who came back, by month of the first purchase"),
        summary=_("A month later %(share)s come back.") % {"share": say.share(0.4)},
        table=_table("", headings=()),  # it is its own table
        headings=(_("Month"), _("Customers"), "0", "1", "2"),
        rows=[
            charts.HeatRow(
                label=month,
                size=say.number(size),
                cells=[("" if part is None else say.share(part), part) for part in parts],
            )
            for month, size, parts in cohorts
        ],
    )


def _fan() -> charts.Fan:
    say = speech()
    told = [(3, 96_000_00, 81_000_00, 112_000_00), (6, 188_000_00, 150_000_00, 228_000_00)]
    told.append((12, 355_000_00, 262_000_00, 455_000_00))
    title = _("What the base should bring")
    return charts.Fan(
        title=title,
        summary=_("%(amount)s in 12 months, between the bounds of the band.")
        % {"amount": say.money(355_000_00)},
        table=_table(
            title,
            *(
                (str(at), say.money(value), say.money_span(low, high))
                for at, value, low, high in told
            ),
            headings=(_("Months"), _("Value"), _("Range")),
        ),
        points=[
            charts.FanPoint(
                at=at, label=str(at), value=value, low=low, high=high, text=say.money(value)
            )
            for at, value, low, high in told
        ],
        levels=[(200_000_00, say.money(200_000_00))],
    )


def _intervals() -> charts.Intervals:
    say = speech()
    told = [("Instagram", 210_00, 150_00, 275_00), ("Google", 320_00, 240_00, 410_00)]
    title = _("Value of a new customer by channel")
    return charts.Intervals(
        title=title,
        summary=_("Customers of %(name)s are worth most.") % {"name": "Google"},
        table=_table(
            title,
            *(
                (name, say.money(value), say.money_span(low, high))
                for name, value, low, high in told
            ),
            headings=(_("Channel"), _("Value"), _("Range")),
        ),
        ranges=[
            charts.Range(label=name, value=value, low=low, high=high, text=say.money(value))
            for name, value, low, high in told
        ],
    )


def _calibration() -> charts.Calibration:
    say = speech()
    pairs = ((0.3, 0.2), (0.9, 1.1), (1.8, 1.7), (3.4, 3.0))
    labels = ("1", "2", "3", "4")
    title = _("Forecast beside what happened: purchases of a customer")
    return charts.Calibration(
        title=title,
        summary=_("Forecast and life lie close together in every group."),
        table=_table(
            title,
            *(
                (name, say.number(ahead, decimals=1), say.number(came, decimals=1))
                for name, (ahead, came) in zip(labels, pairs, strict=True)
            ),
            headings=(_("Group"), _("Forecast"), _("Happened")),
        ),
        pairs=pairs,
        labels=labels,
        levels=[(2.0, "2")],
    )


def _shares() -> charts.Shares:
    say = speech()
    told = [("1", _("Returning customers"), 0.62), ("2", _("New customers"), 0.38)]
    title = _("Turnover, this year")
    return charts.Shares(
        title=title,
        summary=_("%(share)s of the turnover is from returning customers.")
        % {"share": say.share(0.62)},
        table=_table(
            title,
            *((name, say.share(part)) for _tone, name, part in told),
            headings=(_("Customers"), _("Share")),
        ),
        legend=[(tone, f"{name} {say.share(part)}") for tone, name, part in told],
        parts=[(tone, part) for tone, _name, part in told],
    )
