"""Texts to begin with, in both languages whatever the page speaks. A lawyer confirms them."""

from collections.abc import Mapping

_BY: Mapping[str, Mapping[str, str]] = {
    "pl": {
        "email": "e-mailem",
        "sms": "SMS-em",
        "voice": "przez telefon",
        "whatsapp": "przez WhatsApp",
        "messenger": "przez Messenger",
        "instagram": "przez Instagram",
        "telegram": "przez Telegram",
        "viber": "przez Viber",
    },
    "en": {
        "email": "by e-mail",
        "sms": "by text message",
        "voice": "by phone",
        "whatsapp": "on WhatsApp",
        "messenger": "on Messenger",
        "instagram": "on Instagram",
        "telegram": "on Telegram",
        "viber": "on Viber",
    },
}
_ABOUT: Mapping[str, Mapping[str, str]] = {
    "pl": {
        "marketing": "Zgadzam się, aby {firm} przesyłała mi {by} informacje o swojej ofercie.",
        "referral": "Zgadzam się, aby {firm} skontaktowała się ze mną {by} po czyimś poleceniu.",
        "service": "Zgadzam się, aby {firm} pisała do mnie {by} o moich sprawach i zamówieniach.",
    },
    "en": {
        "marketing": "I agree that {firm} sends me information about its offers {by}.",
        "referral": "I agree that {firm} contacts me {by} after somebody has referred me.",
        "service": "I agree that {firm} writes to me {by} about my own matters and orders.",
    },
}
_ALWAYS = {
    "pl": "Zgoda jest dobrowolna, mogę ją wycofać w każdej chwili, równie łatwo, jak ją daję.",
    "en": "My consent is voluntary; I may withdraw it at any time, as easily as I give it.",
}


def suggested(channel: str, purpose: str, *, firm: str, language: str) -> str:
    """Return a text to begin with: one channel, one purpose, who asks, how to withdraw."""
    about = _ABOUT[language][purpose].format(firm=firm, by=_BY[language][channel])
    return f"{about} {_ALWAYS[language]}"
