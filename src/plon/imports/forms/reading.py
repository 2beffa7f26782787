"""How a file is written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

OPTIONS = ("date_format", "decimal", "separator", "encoding", "sheet", "heading_row", "currency")


class ReadingForm(forms.Form):
    """How the file is written; everything blank is left to the guess."""

    date_format = forms.CharField(
        label=_("Date format"),
        required=False,
        max_length=40,
        help_text=_("DD.MM.YYYY, for example"),
    )
    decimal = forms.ChoiceField(
        label=_("Decimal sign"),
        required=False,
        choices=[("", _("found by itself")), (",", _("comma")), (".", _("point"))],
    )
    separator = forms.ChoiceField(
        label=_("Separator"),
        required=False,
        choices=[
            ("", _("found by itself")),
            (";", _("semicolon")),
            (",", _("comma")),
            ("tab", _("tab")),
            ("|", "|"),
            ("blank", _("blanks")),
        ],
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        required=False,
        choices=[
            ("", _("found by itself")),
            ("utf-8", "UTF-8"),
            ("windows-1250", "Windows-1250"),
            ("iso-8859-2", "ISO 8859-2"),
        ],
    )
    sheet = forms.CharField(label=_("Sheet"), required=False, max_length=40)
    heading_row = forms.IntegerField(
        label=_("Row with the headings"),
        required=False,
        min_value=0,
        help_text=_("0 for a file without headings"),
    )
    currency = forms.RegexField(
        "^[A-Za-z]{3}$", label=_("Currency"), required=False, help_text=_("PLN, for example")
    )

    def options(self) -> dict[str, Any]:
        """Return what was said; what was not is left out."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in OPTIONS and value not in {None, ""}
        }
