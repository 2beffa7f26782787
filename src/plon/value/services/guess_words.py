"""A guess about a file in words, for who has no page to show it on."""

from django.utils import translation

from plon.lifetime.sales import Guess
from plon.value.services.words import evidence_label, guess_value, override_of, role_label

__all__ = ["guess_words", "override_of"]


def guess_words(guess: Guess, *, language: str) -> tuple[str, str, str]:
    """Return what the guess is about, what was taken for it, and by what evidence."""
    with translation.override(language):
        return role_label(guess.role), guess_value(guess), evidence_label(guess.evidence)
