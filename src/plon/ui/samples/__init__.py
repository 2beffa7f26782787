"""Every component in its states, with invented people: shown at /ui and looked at by tests."""

from collections.abc import Mapping

from django.http import QueryDict

from plon.ui.samples import charts, figures, forms, lists, parts, people


def everything(query: QueryDict) -> dict[str, object]:
    """Return the context of ui/gallery.html, in the language of the page."""
    return {
        "steps": parts.steps(),
        "tabs": parts.tabs(),
        "banners": parts.banners(),
        "colours": parts.COLOURS,
        "buttons": parts.buttons(),
        "menu_buttons": parts.menu_buttons(),
        "groups": parts.groups(),
        "states": parts.states(),
        "mappings": forms.mappings(),
        "form": forms.form(),
        "wrong_form": forms.wrong_form(),
        "tiles": figures.tiles(),
        "charts": charts.figures(),
        "table": lists.table(query),
        "plain_table": lists.plain_table(),
        "filters": lists.filters(),
        "tasks": people.tasks(),
        "persons": people.persons(),
        "timeline": people.timeline(),
    }


def found(typed: str) -> list[tuple[str, list[Mapping[str, str]]]]:
    """Return what search would find among the invented."""
    wanted = typed.casefold()
    groups = [
        (heading, [result for result in results if wanted in result["word"].casefold()])
        for heading, results in parts.groups()
    ]
    return [(heading, results) for heading, results in groups if results]
