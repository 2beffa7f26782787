"""Words for fields, reasons, states, and refusals of the reader, in the page's language."""

import re
from collections.abc import Mapping

from plon.lifetime.wording import catalogue
from plon.ui.language import active_language
from plon.ui.language import gettext as _
from plon.value.services.words import rejection_reason

_QUOTES = {"pl": "„{}”", "en": "“{}”"}


def field_label(field: str, *, kind: str = "") -> str:
    """Return what a column may be in a list of that kind, in words."""
    if (field, kind) == ("name", "products"):
        return _("Name of the product")
    return (_sales_labels() | _person_labels() | _product_labels()).get(field, field)


def option_label(option: str) -> str:
    """Return the word for what may be said about the whole file."""
    return {
        "date_format": _("Date format"),
        "decimal": _("Decimal sign"),
        "separator": _("Separator"),
        "encoding": _("Encoding"),
        "sheet": _("Sheet"),
        "heading_row": _("Row with the headings"),
        "currency": _("Currency"),
    }.get(option, option)


def kind_label(kind: str) -> str:
    """Return what a file is a list of."""
    return {
        "orders": _("Sales"),
        "customers": _("Customers"),
        "products": _("Products"),
        "records": _("Consents, notes, tasks and the like"),
    }[kind]


def state_label(state: str) -> str:
    """Return where an import is."""
    return {
        "uploaded": _("waits for its columns"),
        "waiting": _("waits for the file before it"),
        "checking": _("being checked"),
        "refused": _("cannot be used yet"),
        "checked": _("waits for your yes"),
        "running": _("being loaded"),
        "paused": _("paused"),
        "done": _("loaded"),
        "cancelled": _("cancelled"),
        "undoing": _("being taken back"),
        "undone": _("taken back"),
    }[state]


def rejection_label(code: str) -> str:
    """Return why a row was set aside."""
    ours = {
        "return_unmatched": _("no sale that this return belongs to"),
        "return_zero": _("return of nothing"),
        "no_product": _("neither code nor name of the product"),
        "number_unreadable": _("unreadable number"),
    }
    return ours.get(code) or rejection_reason(code)


def sentence_of(msgid: str, facts: Mapping[str, object]) -> str:
    """Return a refusal of the reader as a page says it: options of the command become fields."""
    language = active_language()
    told = (
        catalogue(language).gettext(msgid) % dict(facts)
        if facts
        else (catalogue(language).gettext(msgid))
    )
    return re.sub("--([a-z]+(?:-[a-z]+)*)", lambda option: _named(option[1], language), told)


def _named(option: str, language: str) -> str:
    name = option.replace("-", "_")
    label = option_label(name)
    return _QUOTES[language].format(field_label(name) if label == name else label)


def _sales_labels() -> dict[str, str]:
    return {
        "customer": _("Who bought (number, e-mail or phone)"),
        "date": _("When"),
        "amount": _("How much"),
        "order": _("Number of the order"),
        "product": _("Product (code or name)"),
        "quantity": _("Quantity"),
        "unit_price": _("Unit price"),
        "margin": _("Margin in money"),
        "channel": _("Channel of the sale"),
        "currency_column": _("Currency"),
        "document_type": _("Kind of document (sale, return)"),
        "product_name": _("Name of the product"),
        "status": _("Status of the order"),
        "commission": _("Commission in money"),
        "renewal_date": _("Day of renewal"),
        "place": _("Place (online, offline)"),
        "origin": _("Origin of the sale"),
        "order_total": _("Total of the order"),
        "order_margin": _("Margin of the whole order"),
        "refund_id": _("Number of the return"),
        "reason": _("Reason of the return"),
    }


def _person_labels() -> dict[str, str]:
    return {
        "external_id": _("Number of the customer"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "name": _("First and last name"),
        "company_name": _("Name of the company"),
        "tax_id": _("Tax number (NIP)"),
        "city": _("City"),
        "postcode": _("Postcode"),
        "kind": _("Kind of customer"),
        "street": _("Street and number"),
        "country": _("Country (two letters)"),
        "region": _("Region"),
        "language": _("Language (two letters)"),
        "birthday": _("Birthday"),
        "company_birthday": _("Birthday of the company"),
        "first_visit_date": _("First visit"),
        "acquisition_channel": _("How the customer came"),
        "campaign": _("Campaign"),
        "preferred_channel": _("Preferred way of contact"),
        "data_source": _("Source of the data"),
        "favourite_product": _("Favourite product"),
        "needs": _("Needs"),
        "preferences": _("Preferences"),
        "tags": _("Tags"),
    }


def _product_labels() -> dict[str, str]:
    return {
        "code": _("Code of the product"),
        "category": _("Category"),
        "price": _("Price"),
        "unit_cost": _("Cost of a piece"),
        "margin_percent": _("Margin in percent"),
        "commission_model": _("Model of the commission"),
        "commission_amount": _("Commission in money, a piece"),
        "commission_percent": _("Commission in percent"),
        "term_months": _("Term in months"),
        "renewal_months": _("Renewal after months"),
        "pace": _("Pace (slow, fast)"),
        "eligibility": _("For whom"),
        "note": _("Note"),
        "is_counted_yearly": _("Commission for every year (yes, no)"),
        "is_active": _("On sale (yes, no)"),
        "launch_date": _("Day of launch"),
    }
