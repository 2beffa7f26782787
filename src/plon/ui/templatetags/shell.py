"""What the shell of a page needs: icons and the style sheet's address."""

from functools import cache
from pathlib import Path

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from plon.ui import styles
from plon.ui.components import Person
from plon.ui.devices import device_words

register = template.Library()
_ICONS = Path(__file__).parents[1] / "templates" / "ui" / "icons"


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Return an icon of 20 pixels, drawn in the text's colour; for the eye only."""
    return format_html(
        '<svg class="icon" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        mark_safe((_ICONS / f"{name}.svg").read_text(encoding="utf-8")),  # noqa: S308 - our file
    )


@register.simple_tag
def style_sheet() -> str:
    """Return the address of all styles; it changes with them, so it may be kept for ever."""
    return reverse("ui-styles", args=[styles.fingerprint()])


@register.filter
def initials(name: str) -> str:
    """Return up to two first letters of a name."""
    return Person(name=name).initials


@register.filter
def device(agent: str) -> str:
    """Return what a browser and its machine are called."""
    return device_words(agent)
