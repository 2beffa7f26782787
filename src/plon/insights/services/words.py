"""Sentences of Today, the list and the card of customers."""

from datetime import date

from django.utils.translation import gettext_lazy

from plon.lifetime.answer.why import days_phrase
from plon.ui.language import active_language
from plon.ui.language import gettext as _
from plon.value.queries import CustomerFigures

LEVELS = {"high": "bad", "medium": "watch", "low": "good", "unknown": "unknown"}


def why_slipping(figures: CustomerFigures, today: date) -> str:
    """Return why a customer slips away, from their own rhythm."""
    language = active_language()
    idle = days_phrase((today - figures.last_date).days, language=language)
    if figures.purchase_days < 2:
        return _("One purchase, %(idle)s ago.") % {"idle": idle}
    gap = (figures.last_date - figures.first_date).days / (figures.purchase_days - 1)
    return _("Buys every %(gap)s on average, silent for %(idle)s.") % {
        "gap": days_phrase(max(gap, 1), language=language),
        "idle": idle,
    }


def call_title(name: str) -> str:
    """Return the title of a call; names are never declined."""
    return _("Call: %(name)s") % {"name": name}


def slipping_script() -> str:
    """Return what to say to somebody who has gone quiet."""
    return _(
        "Say that you noticed the silence and ask how they are. Listen first: is something wrong,"
        " or did the need pass? End with a reason to return and a day."
    )


_RISK_WORDS = {
    "high": gettext_lazy("high"),
    "medium": gettext_lazy("medium"),
    "low": gettext_lazy("low"),
    "unknown": gettext_lazy("too early"),
}


def risk_word(risk: str) -> str:
    """Return how likely a customer has left, in a word."""
    return str(_RISK_WORDS[risk])


def channel_word(code: str) -> str:
    """Return the name of a way to reach people."""
    return {
        "email": _("e-mail"),
        "phone": _("phone"),
        "sms": "SMS",
        "voice": _("a call"),
        "whatsapp": "WhatsApp",
        "messenger": "Messenger",
        "instagram": "Instagram",
        "telegram": "Telegram",
        "viber": "Viber",
        "external": _("number in another system"),
    }.get(code, code)


def kind_word(code: str) -> str:
    """Return what a customer is."""
    return {
        "person": _("a person"),
        "company": _("a company"),
        "partner": _("a partner"),
        "supplier": _("a supplier"),
        "employee": _("an employee"),
    }.get(code, code)


def language_word(code: str) -> str:
    """Return which language somebody speaks; others than the usual ones by their code."""
    return {
        "pl": _("Polish"),
        "en": _("English"),
        "uk": _("Ukrainian"),
        "de": _("German"),
    }.get(code, code)


def purpose_word(code: str) -> str:
    """Return for what somebody may be contacted."""
    return {
        "marketing": _("offers"),
        "referral": _("as somebody who was referred"),
        "service": _("service"),
    }.get(code, code)


def place_word(code: str) -> str:
    """Return where somebody said something."""
    return {
        "counter": _("in person"),
        "phone": _("on the phone"),
        "paper": _("on paper"),
        "page": _("on a website"),
        "message": _("in a message"),
        "import": _("a list brought in"),
        "portal": _("on the customer's own page"),
    }.get(code, code)


def life_word(code: str) -> str:
    """Return the name of a day in somebody's life."""
    return {
        "contract": _("Contract"),
        "keys": _("Keys handed over"),
        "first_reduction": _("First reduction of the instalment"),
        "insurance_renewal": _("Insurance is renewed"),
        "child": _("A child was born"),
        "home": _("A home was bought"),
        "flat_upgrade": _("A larger flat"),
        "other": _("Event"),
    }.get(code, code)


def ago(day: date, today: date) -> str:
    """Return how long ago, in days."""
    days = (today - day).days
    return _("today") if days <= 0 else days_phrase(days, language=active_language())
