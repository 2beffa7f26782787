"""Fields: whole, and wrong; columns of a file."""

from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plon.ui.components import Guess, Source
from plon.ui.fields import DayField, FileDrop, MoneyField


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As customers know it."))
    amount = MoneyField(label=_("Amount"), currency="PLN", min_minor=1_00)
    day = DayField(label=_("Valid until"))
    trade = forms.ChoiceField(
        label=_("Trade"), choices=[("hair", _("hairdresser")), ("shop", _("shop"))]
    )
    reward = forms.ChoiceField(
        label=_("What does the customer get?"),
        choices=[("share", _("10% off")), ("gift", _("a gift")), ("none", _("nothing (test)"))],
        widget=forms.RadioSelect,
    )
    agrees = forms.BooleanField(label=_("Send me the monthly report"), required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label=_("Sales list"), widget=FileDrop(accept=".csv,.xlsx"))


def form() -> Sample:
    today = date(2026, 11, 24)
    said = {"name": "Bakery", "amount": 1_234_50, "day": today, "reward": "gift"}
    return Sample(initial=said, prefix="whole")


def wrong_form() -> Sample:
    data = {"wrong-name": "", "wrong-amount": "0,50", "wrong-day": "", "wrong-note": "…"}
    return Sample(data=data, prefix="wrong")


def mappings() -> list[Source]:
    guesses = [
        Guess(key="customer", word=gettext("customer")),
        Guess(key="day", word=gettext("day of sale")),
        Guess(key="amount", word=gettext("amount")),
    ]
    return [
        Source(
            name="column-1",
            heading="nr klienta",
            samples=["10231", "10377", "10442"],
            guesses=guesses,
            chosen="customer",
            word=gettext("sure"),
        ),
        Source(
            name="column-2",
            heading="kwota brutto",
            samples=["1 234,50", "89,00"],
            guesses=guesses,
            chosen="amount",
            level="watch",
            word=gettext("please check"),
        ),
        Source(
            name="column-3",
            heading="data",
            samples=["03.04.2026"],
            guesses=guesses,
            level="bad",
            word=gettext("not chosen"),
            error=gettext("Say which column holds the day of sale."),
        ),
    ]
