"""The file itself."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plon.ui.fields import FileDrop


class UploadForm(forms.Form):
    """A file, or rows pasted from a spreadsheet."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # the reader says so in its own words
        help_text=_("CSV, Excel or Parquet, up to 512 MB. A broken row never stops the file."),
        widget=FileDrop(),
    )
    pasted = forms.CharField(
        label=_("or rows copied from a spreadsheet, headings included"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("file") is None and not said.get("pasted", "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste rows."))
        return said

    def chunks(self) -> tuple[str, Iterable[bytes]]:
        """Return the file's name and its bytes, piece by piece."""
        file = self.cleaned_data["file"]
        if file is not None:
            return file.name, file.chunks()
        return str(_("pasted rows")), [self.cleaned_data["pasted"].encode()]
