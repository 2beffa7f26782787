"""The page's language and its words: Django's translation, with types."""

from django.utils import translation

from plon.lifetime import wording


def gettext(message: str) -> str:
    """Return the message in the page's language."""
    return str(translation.gettext(message))


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the message's form for that number in the page's language."""
    return str(translation.ngettext(singular, plural, number))


def active_language() -> str:
    """Return the language of the page, the first of ours where none is active."""
    active = str(translation.get_language() or "").partition("-")[0]
    return active if active in wording.LANGUAGES else wording.LANGUAGES[0]
