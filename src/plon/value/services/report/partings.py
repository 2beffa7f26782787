"""Those who slip away by tier and by silence: whom to call in person, and how soon."""

from collections.abc import Mapping

from plon.lifetime.analysis import Analysis
from plon.lifetime.segments.tiers import TIERS
from plon.lifetime.words import tier_label
from plon.ui.charts import Bar, Bars, Table
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.domain import leaving
from plon.value.domain.known import has_value
from plon.value.domain.leaving import Part


def by_tier(analysis: Analysis, speech: Speech) -> Bars | None:
    """Return those who slip away by tier; None without amounts or marks."""
    parts = leaving.by_tier(analysis.customers) if has_value(analysis) else ()
    names = {code: tier_label(code, speech.language) for code in TIERS}
    title = _("Slipping away by tier: customers, and their value over 12 months")
    return bars(parts, names, title=title, heading=_("Tier"), analysis=analysis, speech=speech)


def by_silence(analysis: Analysis, speech: Speech) -> Bars | None:
    """Return those who slip away by time since the last purchase; None without marks."""
    parts = leaving.by_silence(analysis.customers)
    names = {
        "quarter": _("up to 3 months"),
        "half_year": _("3–6 months"),
        "year": _("6–12 months"),
        "longer": _("over a year"),
    }
    title = (
        _("Slipping away by silence: customers, and their value over 12 months")
        if has_value(analysis)
        else _("Slipping away by silence: customers")
    )
    return bars(parts, names, title=title, heading=_("Silence"), analysis=analysis, speech=speech)


def bars(
    parts: tuple[Part, ...],
    names: Mapping[str, str],
    *,
    title: str,
    heading: str,
    analysis: Analysis,
    speech: Speech,
) -> Bars | None:
    """Return the parts as bars of value, of people without amounts; None where there is none."""
    if not parts:
        return None
    with_value = has_value(analysis)
    most = max(parts, key=lambda part: weight(part, with_value=with_value))
    whole = sum(weight(part, with_value=with_value) for part in parts) or 1
    return Bars(
        title=title,
        summary=_("Most is with this part: %(part)s (%(share)s).")
        % {
            "part": names[most.code],
            "share": speech.share(weight(most, with_value=with_value) / whole),
        },
        table=table(parts, names, heading=heading, analysis=analysis, speech=speech),
        bars=[
            Bar(
                label=f"{names[part.code]} · {speech.number(part.customers)}",
                value=weight(part, with_value=with_value),
                text=text(part, whole, speech=speech, with_value=with_value),
                tone="watch",
            )
            for part in parts
        ],
    )


def weight(part: Part, *, with_value: bool) -> int:
    """Return how long the bar is."""
    return part.value_minor if with_value else part.customers


def text(part: Part, whole: int, *, speech: Speech, with_value: bool) -> str:
    """Return the figure at the end of a bar."""
    share = speech.share(weight(part, with_value=with_value) / whole)
    return f"{speech.estimate(part.value_minor)} · {share}" if with_value else share


def table(
    parts: tuple[Part, ...],
    names: Mapping[str, str],
    *,
    heading: str,
    analysis: Analysis,
    speech: Speech,
) -> Table:
    """Return the parts in full, and the headline as their sum."""
    totals, with_value = analysis.totals, has_value(analysis)
    rows = [(names[part.code], part.customers, float(part.value_minor)) for part in parts]
    rows.append((_("together"), totals.slipping_customers, totals.slipping_value_minor))
    return Table(
        caption=heading,
        headings=[heading, _("Customers"), *([_("Value, 12 months")] if with_value else [])],
        rows=[
            [name, speech.number(people), *([speech.money(value)] if with_value else [])]
            for name, people, value in rows
        ],
    )
