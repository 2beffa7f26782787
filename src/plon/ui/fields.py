"""Form fields of the house: money, day, file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plon.lifetime import wording
from plon.ui.amounts import AmountUnreadable, minor_units, written
from plon.ui.language import active_language

YEAR_MIN, YEAR_MAX = 1900, 2199  # as in the API
AMOUNT_MAX_MINOR = 10**14  # a million millions: more is a slip of the finger


class MoneyInput(forms.TextInput):
    """A text field with the currency behind it; a phone shows figures."""

    template_name = "ui/widgets/money.html"

    def __init__(self, *, currency: str) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off"})
        self.currency = currency

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        is_polish_zloty = self.currency == "PLN" and active_language() == "pl"
        context["currency"] = "zł" if is_polish_zloty else self.currency
        return context


class MoneyField(forms.Field):
    """An amount in minor units, written with comma or dot."""

    default_error_messages = {
        "invalid": _("Write an amount like 1234.50."),
        "min": _("Write at least %(least)s."),
        "max": _("This amount is too large."),
    }

    def __init__(self, *, currency: str, min_minor: int | None = 0, **options: Any) -> None:
        super().__init__(widget=MoneyInput(currency=currency), **options)
        self.currency, self.min_minor = currency, min_minor

    def prepare_value(self, value: Any) -> Any:
        return written(value, language=active_language()) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return minor_units(str(value), currency=self.currency)
        except AmountUnreadable as error:
            raise self._wrong("invalid") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_minor is not None and value < self.min_minor:
            least = wording.money(
                self.min_minor, currency=self.currency, decimals=2, language=active_language()
            )
            raise self._wrong("min", least=least)
        if abs(value) > AMOUNT_MAX_MINOR:
            raise self._wrong("max")

    def _wrong(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class PercentField(forms.Field):
    """A share in basis points, written as a percentage with comma or dot: 1,5 is 150."""

    default_error_messages = {
        "invalid": _("Write a percentage like 1.5."),
        "max": _("Write a percentage from 0 to %(most)s."),
        "min": _("Write a percentage above 0."),
    }

    def __init__(self, *, min_bp: int = 0, max_bp: int = 10_000, **options: Any) -> None:
        widget = MoneyInput(currency="%")
        super().__init__(widget=widget, **options)
        self.min_bp, self.max_bp = min_bp, max_bp

    def prepare_value(self, value: Any) -> Any:
        return written(value, language=active_language()) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return minor_units(str(value).replace("%", ""), currency="%")
        except AmountUnreadable as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 0 <= value <= self.max_bp:
            most = {"most": self.max_bp // 100}
            raise ValidationError(self.error_messages["max"], code="max", params=most)
        if value is not None and value < self.min_bp:
            raise ValidationError(self.error_messages["min"], code="min")


class Dropdown(forms.Select):
    """A select without groups, drawn as one: Django's own asks two templates for every option."""

    template_name = "ui/widgets/dropdown.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        chosen = self.format_value(value)
        context["options"] = [(code, word, str(code) in chosen) for code, word in self.choices]
        return context


class DayInput(forms.DateInput):
    """The browser's own calendar; the day travels as 2026-11-24."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A calendar day of our times, as the API takes it: its year is not a slip of the finger."""

    widget = DayInput
    default_error_messages = {"out_of_time": _("Write a year from %(first)s to %(last)s.")}

    def __init__(self, *, first_year: int = YEAR_MIN, **options: Any) -> None:
        self.first_year = first_year
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.first_year <= value.year <= YEAR_MAX:
            years = {"first": self.first_year, "last": YEAR_MAX}
            raise ValidationError(self.error_messages["out_of_time"], "out_of_time", years)


class FileDrop(forms.FileInput):
    """A file input in a field that also takes a dropped file. `accept`: ".csv,.xlsx"."""

    template_name = "ui/widgets/file_drop.html"

    def __init__(self, *, accept: str = "") -> None:
        super().__init__(attrs={"accept": accept} if accept else None)
