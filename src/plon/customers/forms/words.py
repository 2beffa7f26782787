"""Codes of customers in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]
KINDS: Words = {
    "person": _("Person"),
    "company": _("Company"),
    "partner": _("Partner"),
    "supplier": _("Supplier"),
    "employee": _("Employee"),
}
ADDRESSES: Words = {
    "email": _("E-mail"),
    "phone": _("Phone"),
    "whatsapp": "WhatsApp",
    "messenger": "Messenger",
    "instagram": "Instagram",
    "telegram": "Telegram",
    "viber": "Viber",
    "external": _("Number in another system"),
}
LANGUAGES: Words = {
    "pl": _("Polish"),
    "en": _("English"),
    "uk": _("Ukrainian"),
    "de": _("German"),
}
CHANNELS: Words = {
    "email": _("E-mail"),
    "sms": "SMS",
    "voice": _("Phone call"),
    "whatsapp": "WhatsApp",
    "messenger": "Messenger",
    "instagram": "Instagram",
    "telegram": "Telegram",
    "viber": "Viber",
}
PURPOSES: Words = {
    "marketing": _("offers"),
    "referral": _("as somebody who was referred"),
    "service": _("service"),
}
PLACES: Words = {  # where something was said
    "counter": _("in person"),
    "phone": _("on the phone"),
    "paper": _("on paper"),
    "page": _("on a website"),
    "message": _("in a message"),
}
OTHER_PLACES: Words = {"import": _("a list brought in"), "portal": _("on the customer's own page")}
TEXT_LANGUAGES: Words = {"pl": _("in Polish"), "en": _("in English")}
REASONS: Words = {  # why somebody may not be contacted
    "gone": _("no such customer"),
    "erased": _("asked to be forgotten"),
    "no_source": _("it is not known where the data come from"),
    "no_consent": _("no consent"),
    "withdrawn": _("withdrawn"),
    "no_address": _("no address"),
}
