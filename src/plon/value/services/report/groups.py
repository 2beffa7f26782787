"""The RFM grid, the eleven groups, and what to do with each."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis, Group
from plon.lifetime.words import (
    group_action,
    group_label,
    group_meaning,
    policy_label,
    policy_sentence,
)
from plon.ui.charts import Grid, Table
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value.domain.known import has_value
from plon.value.domain.policies import PolicyGroups, by_policy, silent_cells, silent_regulars
from plon.value.services.report.section import Section

SCORES = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A group in words; `figures` are ready texts with their labels."""

    label: str
    customers: str
    meaning: str
    action: str
    figures: tuple[tuple[str, str], ...]
    is_empty: bool
    code: str
    href: str = ""  # where its people are; none in a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What to do with the groups that share it."""

    label: str
    sentence: str
    total: str
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups(Section):
    """The grid and the policies."""

    template: ClassVar[str] = "value/report/groups.html"

    chart: Grid
    scale: str
    policies: tuple[Policy, ...]


def groups(analysis: Analysis, speech: Speech) -> Groups:
    """Return the part on groups."""
    return Groups(
        anchor="groups",
        menu=_("Groups and what to do"),
        question=_("Which groups do you have, and what to do with each?"),
        answer=answer(analysis, speech),
        chart=grid(analysis, speech),
        scale=_(
            "Scores compare your customers with one another: 5 is the best fifth of them, not a"
            " number of days. A champion may therefore be silent for too long by their own rhythm."
        ),
        policies=tuple(policy(each, analysis, speech) for each in by_policy(analysis.groups)),
    )


def answer(analysis: Analysis, speech: Speech) -> str:
    """Return the largest group, and the good ones who went quiet."""
    largest = max(analysis.groups, key=lambda group: group.customers)
    people = speech.number(largest.customers)
    return _("The largest of the 11 groups is %(group)s: %(people)s of %(all)s customers.") % {
        "group": group_label(largest.code, speech.language),
        "people": people,
        "all": speech.number(analysis.totals.customers),
    }


def grid(analysis: Analysis, speech: Speech) -> Grid:
    """Return counts by how lately and how often."""
    silent = silent_regulars(analysis.rfm_grid)
    quiet = quiet_sentence(silent, speech)
    texts = tuple(tuple(speech.number(n) for n in row) for row in analysis.rfm_grid)
    recent = [f"R{score}" for score in SCORES]
    often = [f"F{score}" for score in SCORES]
    caption = _("Customers by how lately (R) and how often (F) they buy")
    return Grid(
        title=_(
            "Customers by how lately (R, 5 = just now) and how often (F, 5 = most often) they buy,"
            " as of %(day)s"
        )
        % {"day": speech.day(analysis.as_of)},
        summary=quiet,
        table=Table(
            caption=caption,
            headings=[_("How often, how lately"), *recent],
            rows=[[f, *row] for f, row in zip(often[::-1], texts[::-1], strict=True)],
        ),
        legend=(("marked", quiet),) if silent else (),
        counts=analysis.rfm_grid,
        texts=texts,
        row_labels=often,
        column_labels=recent,
        marked=silent_cells() if silent else frozenset(),
    )


def quiet_sentence(silent: int, speech: Speech) -> str:
    """Return how many bought often and are silent now."""
    if silent == 0:
        return _("Nobody who bought often is silent now.")
    text = ngettext(
        "%(count)s customer bought often and is silent now (framed).",
        "%(count)s customers bought often and are silent now (framed).",
        silent,
    )
    return text % {"count": speech.number(silent)}


def policy(found: PolicyGroups, analysis: Analysis, speech: Speech) -> Policy:
    """Return a policy with its groups in words."""
    total = ngettext("%(count)s customer", "%(count)s customers", found.customers) % {
        "count": speech.number(found.customers)
    }
    if found.customers and has_value(analysis):
        total = _("%(customers)s, %(value)s over 12 months") % {
            "customers": total,
            "value": speech.estimate(found.value_12m_minor),
        }
    return Policy(
        label=policy_label(found.policy, speech.language),
        sentence=policy_sentence(found.policy, speech.language),
        total=total,
        rows=tuple(group_row(group, analysis, speech) for group in found.groups),
    )


def group_row(group: Group, analysis: Analysis, speech: Speech) -> GroupRow:
    """Return a group in words."""
    figures: list[tuple[str, str]] = []
    if group.customers and analysis.has_amount:
        # Shares of groups are of turnover; where value is margin, it has to be called so.
        word = _("Turnover so far") if analysis.value_is_margin else _("So far")
        figures.append((word, speech.money(group.revenue_minor)))
    if group.customers and has_value(analysis):
        figures.append((_("12 months"), speech.estimate(group.value_12m_minor)))
    return GroupRow(
        label=group_label(group.code, speech.language),
        customers=speech.number(group.customers),
        meaning=group_meaning(group.code, speech.language),
        action=group_action(group.code, speech.language),
        figures=tuple(figures),
        is_empty=group.customers == 0,
        code=group.code,
    )
