"""Lights, for pages and for the report. Drawn here: a template for each would cost every row."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_SHAPES = {
    "good": '<circle cx="6" cy="6" r="5" />',
    "watch": '<path d="M6 1 11.5 11h-11Z" />',
    "bad": '<rect x="1" y="1" width="10" height="10" />',
}
_HOLLOW = '<circle class="hollow" cx="6" cy="6" r="4" />'


@register.simple_tag
def light(level: str, word: str) -> SafeString:
    """Return a light: shape, word and colour of "good", "watch", "bad", "info" or "unknown"."""
    drawn = (
        f'<span class="light light-{escape(level)}"><svg class="light-shape" width="12" height="12"'
        f' viewBox="0 0 12 12" aria-hidden="true" focusable="false">{_SHAPES.get(level, _HOLLOW)}'
        f"</svg>{escape(str(word))}</span>"
    )
    return mark_safe(drawn)  # noqa: S308 - escaped above
