"""The filter above the accounts."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _


class AccountsFilter(forms.Form):
    """Kind and unit; nothing chosen narrows nothing."""

    kind = forms.ChoiceField(label=_("What it stands for"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, *args: Any, kinds: dict[str, str], units: list[str]) -> None:
        super().__init__(*args)
        self._field("kind").choices = [("", _("All")), *kinds.items()]
        self._field("unit").choices = [("", _("All")), *((code, code) for code in units)]

    def shown(self, name: str) -> str:
        """Return what was chosen in a field, in words."""
        choices: dict[Any, Any] = dict(self._field(name).choices)  # type: ignore[arg-type]
        return str(choices.get(self.cleaned_data.get(name), ""))

    def _field(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])
