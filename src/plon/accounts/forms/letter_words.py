"""What the mails of this room say."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from plon.accounts.domain import LetterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """A mail's words. button: what its link does; "" where there is none."""

    subject: str
    text: str
    button: str
    foot: str


def letter_words(kind: LetterKind, *, firm: str) -> LetterWords:
    """Return the words in the language that is active."""
    not_you = _("It was not you? Tell the owner of your firm, and choose a new password.")
    if kind is LetterKind.INVITATION:
        named = {"firm": " ".join(firm.split())}
        return LetterWords(
            subject=_("Invitation to %(firm)s") % named,
            text=_("You are invited to work with %(firm)s in Plon.") % named,
            button=_("Accept the invitation"),
            foot=_("The link works for 7 days, once. You do not know this firm? Ignore this mail."),
        )
    if kind is LetterKind.RESET:
        return LetterWords(
            subject=_("A new password for Plon"),
            text=_("Somebody, you we hope, asked for a new password."),
            button=_("Choose a new password"),
            foot=_("The link works for an hour, once. Not you? Ignore this mail: nothing changes."),
        )
    if kind is LetterKind.PASSWORD:
        changed = _("Your password was changed")
        return LetterWords(
            subject=changed,
            text=_("Your password for Plon was changed just now."),
            button="",
            foot=not_you,
        )
    return LetterWords(
        subject=_("Your second step of signing in was changed"),
        text=_("The codes or keys by which you sign in to Plon were changed just now."),
        button="",
        foot=not_you,
    )
