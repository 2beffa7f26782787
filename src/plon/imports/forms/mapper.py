"""What each column of a file is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from plon.imports.domain import MAPPED, Kind, fields_of, missing_fields
from plon.imports.forms.reading import OPTIONS, ReadingForm
from plon.imports.models import Import
from plon.imports.services import Glance, Suggestion, field_label, file_of, glance, sentence_of
from plon.lifetime.errors import LifetimeError
from plon.lifetime.reading.headings import words_of


class MapperForm(forms.Form):
    """What each column of a file is."""

    def __init__(self, *args: Any, glance: Glance, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.glance = glance
        labels = [(field, field_label(field, kind=glance.kind)) for field in fields_of(glance.kind)]
        for number, (name, _samples) in enumerate(glance.columns):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=name, required=False, choices=[("", _("leave out")), *labels]
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        taken: dict[str, str] = {}
        for name, field in said.items():
            if field and field in taken:
                self.add_error(name, _("Another column is this already: choose one of them."))
            taken.setdefault(field, name)
        for group in missing_fields(self.glance.kind, taken):
            words = " / ".join(field_label(field, kind=self.glance.kind) for field in group)
            message = _("Say which column is: %(words)s.") % {"words": words}
            self.add_error(None, message)
        return said

    def mapping(self) -> dict[str, str]:
        """Return field -> column, by its heading where no other has it, else by its number."""
        keys = column_keys([name for name, _samples in self.glance.columns])
        return {
            field: keys[int(name.removeprefix("column_"))]
            for name, field in self.cleaned_data.items()
            if field
        }


def column_keys(headings: Sequence[str]) -> list[str]:
    """Return what tells each column apart: its heading, or its 1-based number."""
    words = [words_of(heading) for heading in headings]
    return [
        heading if words.count(words[index]) == 1 and words[index] else str(index + 1)
        for index, heading in enumerate(headings)
    ]


def first_choices(seen: Glance, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the first values: as mapped before where the columns are there, else guessed."""
    names = [name for name, _samples in seen.columns]
    keys = column_keys(names)
    known = {field: keys.index(key) for field, key in mapping.items() if key in keys}
    guessed = {field: names.index(found.column) for field, found in seen.suggestions.items()}
    chosen: dict[str, str] = {}
    for field, index in (known or guessed).items():
        chosen.setdefault(f"column_{index}", field)
    return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One column on the page: its name and samples, what it may be, why it was guessed."""

    field: BoundField
    samples: Sequence[str]
    guess: Suggestion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The mapper. Without `form` the file cannot be read as was said: `problem` says why."""

    kind: Kind
    reading: ReadingForm
    options: Mapping[str, Any]
    about: Mapping[str, str]
    form: MapperForm | None
    problem: str

    @property
    def is_complete(self) -> bool:
        return self.reading.is_valid() and self.form is not None and self.form.is_valid()

    @property
    def lines(self) -> list[Line]:
        if self.form is None:
            return []
        by_column = {found.column: found for found in self.form.glance.suggestions.values()}
        return [
            Line(field=field, samples=samples, guess=by_column.get(name))
            for field, (name, samples) in zip(self.form, self.form.glance.columns, strict=True)
        ]

    @property
    def kinds(self) -> list[tuple[str, bool]]:
        return [(kind.value, kind is self.kind) for kind in MAPPED]

    @property
    def sent(self) -> list[tuple[str, Any]]:
        """Return every option, blank ones too: what was cleared stays so."""
        return [(name, self.options.get(name, "")) for name in OPTIONS]

    def said(self) -> dict[str, Any]:
        """Return what `services.map_columns` takes."""
        mapping = self.form.mapping() if self.form else {}
        return {"kind": self.kind, "mapping": mapping, "options": self.options}


def open_page(row: Import, *, said: Mapping[str, Any], is_post: bool) -> Page:
    """Look at the file as people said it is written. Raises Http404 for an unknown kind."""
    told = {name: said[name] for name in OPTIONS if name in said}
    reading = ReadingForm(told if told else row.options)
    options = reading.options() if reading.is_valid() else {}
    kind = str(said.get("kind") or row.kind)
    if kind not in {each.value for each in MAPPED}:
        raise Http404
    form, about, problem = None, {}, _problem(row)
    try:
        seen = glance(
            file_of(row.workspace_id, row.folder), options=_of_file(options), kind=Kind(kind)
        )
    except LifetimeError as refusal:
        facts = refusal.facts | ({"file": row.file_name} if "file" in refusal.facts else {})
        problem = sentence_of(refusal.msgid, facts)
    else:
        mapping = row.mapping if kind == row.kind else {}
        form = MapperForm(
            said if is_post else None, glance=seen, initial=first_choices(seen, mapping)
        )
        about = dict(seen.about)
    return Page(
        kind=Kind(kind), reading=reading, options=options, about=about, form=form, problem=problem
    )


def _problem(row: Import) -> str:
    """Return why the last check refused the file, or nothing."""
    if row.state != Import.State.REFUSED:
        return ""
    return sentence_of(row.problem["sentence"], row.problem["facts"])


def _of_file(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a look needs: the currency and the dates are read later."""
    return {
        name: value for name, value in options.items() if name not in {"currency", "date_format"}
    }
