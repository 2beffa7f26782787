"""How the figures of Today are made, and the catalogue of all figures there are."""

from dataclasses import dataclass

from plon.insights.domain import figures_for
from plon.ui.definition import Definition
from plon.ui.language import gettext as _
from plon.value.services import definitions as of_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The figures of one place, with the way there."""

    title: str
    href: str
    word: str
    figures: list[Definition]


def definition(key: str) -> Definition:
    """Return how a figure of Today is made: one of this room's own, else one of the value room."""
    return _own().get(key) or of_value.definition(key)


def catalogue(role: str, rights: frozenset[str]) -> list[Part]:
    """Return every figure that this role is shown, by the place where it stands."""
    keys = figures_for(role, rights)
    parts = [
        Part(
            title=_("Today"),
            href="/",
            word=_("To Today"),
            figures=[definition(key) for key in keys if key in _own()],
        )
    ]
    if "value.read" in rights:
        parts += [
            Part(
                title=_("The whole base"),
                href="/value/",
                word=_("To the overview"),
                figures=of_value.of_the_base(),
            ),
            Part(
                title=_("Value and cost"),
                href="/value/cost/",
                word=_("To value and cost"),
                figures=of_value.of_the_ratio(),
            ),
            Part(
                title=_("One customer"),
                href="/customers/",
                word=_("To the customers"),
                figures=of_value.of_a_customer(),
            ),
        ]
    return [part for part in parts if part.figures]


def _own() -> dict[str, Definition]:
    tasks, today = _("tasks of Plon"), _("until midnight, late ones too")
    month = _("from the first of this month until now")
    currency, count = _("money, in the firm's currency"), _("tasks")
    told = [
        ("due", _("Your tasks due today"), _("Open tasks that are yours or nobody's."), tasks),
        ("due-everybody", _("Everybody's tasks due today"), _("All open tasks."), tasks),
        ("untaken", _("Due today, taken by nobody"), _("Open tasks without an owner."), tasks),
    ]
    found = [
        Definition(key=key, name=name, formula=formula, source=source, period=today, unit=count)
        for key, name, formula, source in told
    ]
    found += [
        Definition(
            key="hypotheses",
            name=_("Open hypotheses"),
            formula=_("Hypotheses without a decision; those wait whose last day is over."),
            source=_("the register of hypotheses"),
            period=_("on this day"),
            unit=_("hypotheses"),
        ),
        Definition(
            key="sold",
            name=_("Sold this month"),
            formula=_(
                "Totals of signed, paid and returned transactions in the firm's currency, before"
                " refunds."
            ),
            source=_("transactions, by their day"),
            period=month,
            unit=currency,
        ),
        Definition(
            key="given-back",
            name=_("Given back this month"),
            formula=_("Refunds of transactions in the firm's currency, added up."),
            source=_("refunds, by their own day"),
            period=month,
            unit=currency,
        ),
    ]
    return {each.key: each for each in found}
