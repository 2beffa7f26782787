"""Number tiles: with a target, with a range, too early, old."""

from django.utils.translation import gettext as _

from plon.ui.charts.sparkline import Sparkline
from plon.ui.components import NumberTile, Target
from plon.ui.definition import Definition
from plon.ui.language import active_language
from plon.ui.speech import Speech


def speech() -> Speech:
    return Speech(language=active_language(), currency="PLN")


def tiles() -> list[NumberTile]:
    return [_on_track(), _behind(), _far_behind(), _early(), _stale()]


def _on_track() -> NumberTile:
    say = speech()
    return NumberTile(
        label=_("Margin from returning customers, November"),
        value=say.money(8_420_00),
        change=say.change(0.12),
        change_note=_("than a month ago"),
        change_level="good",
        target=Target(text=_target(say.money(10_000_00)), reached=0.842, pace=0.78, level="good"),
        sparkline=Sparkline(
            values=(3, 4, 4, 5, 4, 6, 7, 6, 8, 9),
            summary=_("The margin has grown for three weeks."),
        ),
        level="good",
        word=_("on pace"),
        as_of=_("data of %(time)s") % {"time": "09:40"},
        definition=Definition(
            key="margin",
            name=_("Margin from returning customers, November"),
            formula=_(
                "Paid orders of customers who bought before, less refunds, times the margin."
            ),
            source=_("orders"),
            period=_("this month"),
            unit=_("money"),
        ),
        href="#persons",
        href_word=_("who they are"),
    )


def _behind() -> NumberTile:
    return NumberTile(
        label=_("Referrals: new customers, November"),
        value="10",
        target=Target(text=_target("15"), reached=0.67, pace=0.8, level="watch"),
        sparkline=Sparkline(
            values=(4, 3, 3, 2, 3, 2, 2, 1, 2, 2), summary=_("Referrals have been falling.")
        ),
        level="watch",
        word=_("2 are missing"),
        as_of=_("data of %(time)s") % {"time": "09:40"},
    )


def _far_behind() -> NumberTile:
    say = speech()
    return NumberTile(
        label=_("Cross-sell, share of customers"),
        value=say.share(0.41),
        change=say.change(-0.08),
        change_note=_("than last year"),
        change_level="bad",
        target=Target(text=_target(say.share(0.75)), reached=0.55, level="bad"),
        level="bad",
        word=_("far from the target"),
    )


def _early() -> NumberTile:
    return NumberTile(
        label=_("Effect of the win-back offer"),
        value="–",
        word=_("too early to tell"),
        note=_("It should be clear around 14 March: 60 people are still missing."),
    )


def _stale() -> NumberTile:
    say = speech()
    return NumberTile(
        label=_("Value of the customer base, 12 months"),
        value=say.money(412_000_00),
        range=say.money_span(355_000_00, 470_000_00),
        as_of=_("data of yesterday, %(time)s") % {"time": "23:10"},
        is_stale=True,
        refresh_href="#",
    )


def _target(amount: str) -> str:
    return _("target %(amount)s") % {"amount": amount}
