"""Words for codes of the analysis that have none of their own: models, rules, reasons, guesses."""

from plon.lifetime.sales import Guess
from plon.ui.language import gettext as _

COLUMN_ROLES = {
    "customer",
    "date",
    "amount",
    "order",
    "product",
    "channel",
    "margin",
    "quantity",
    "unit_price",
    "document_type",
    "currency_column",
}
_ROLES = COLUMN_ROLES | {"encoding", "separator", "decimal", "date_format", "currency", "sheet"}
OVERRIDES = {role: "--" + role.replace("_", "-") for role in _ROLES} | {"header": "--heading-row"}


def model_name(code: str) -> str:
    """Return a model's or rule's name; an unknown code as it is."""
    return {
        "nbd": "NBD",
        "bg_nbd": "BG/NBD",
        "mbg_nbd": "MBG/NBD",
        "pareto_nbd": "Pareto/NBD",
        "gamma_gamma": "Gamma-Gamma",
        "mean": _("Mean of the models"),
        "own_rate": _("Rule: own rate"),
        "same_again": _("Rule: last period again"),
        "base_rate": _("Rule: mean rate"),
        "usual_gap": _("Rule: usual gap"),
    }.get(code, code)


def model_story(code: str) -> str:
    """Return what a model supposes, in one sentence."""
    return {
        "nbd": _("Everyone buys at a pace of their own, and nobody ever leaves."),
        "bg_nbd": _(
            "Everyone buys at a pace of their own, and after each purchase may leave for good."
        ),
        "mbg_nbd": _(
            "Everyone buys at a pace of their own, and may leave for good after any purchase,"
            " the first one too."
        ),
        "pareto_nbd": _("Everyone buys at a pace of their own, and may leave for good on any day."),
        "mean": _("The mean of what the models with leaving say."),
    }.get(code, "")


def boundary_story(code: str) -> str:
    """Return which limit a model met, in one sentence; an unknown one in general words."""
    return {
        "no_departures": _("In these sales nobody is seen to leave."),
        "no_repeat_purchase": _("In these sales nobody bought again."),
        "no_spend_variation": _("In these sales customers hardly differ in what they spend."),
        "everyone_buys_at_one_rate": _("In these sales all customers buy at the same pace."),
        "everyone_buys_at_every_chance": _(
            "In these sales customers buy at every chance while they stay."
        ),
        "everyone_leaves_at_one_rate": _("In these sales all customers leave at the same pace."),
        "everyone_leaves_at_once": _("In these sales everyone leaves right after the start."),
        "leave_at_once_or_never": _("In these sales customers leave right away or never."),
    }.get(code, _("These sales do not settle all its parameters."))


def contact_reason(code: str) -> str:
    """Return why to contact a customer, as a short heading."""
    return {
        "slipping_away": _("Is slipping away"),
        "vip_silent": _("Silence of a top customer"),
        "due_now": _("A purchase is due"),
        "second_purchase": _("No second purchase yet"),
    }.get(code, code)


def contact_purpose(code: str) -> str:
    """Return what to write or say, as an instruction."""
    return {
        "win_back": _("Win back: say that you noticed the silence and give a reason to return."),
        "ask_how_it_was": _("Ask how it was: call in person and listen, without an offer."),
        "remind": _("Remind: a short message that it is time for the next purchase."),
        "invite_again": _("Invite again: thank for the first purchase and suggest the next one."),
    }.get(code, code)


def role_label(code: str) -> str:
    """Return what a guess is about."""
    return {
        "encoding": _("Encoding of the file"),
        "separator": _("Separator of columns"),
        "decimal": _("Decimal sign"),
        "date_format": _("Form of dates"),
        "header": _("Row of headings"),
        "currency": _("Currency"),
        "currency_column": _("Column of the currency"),
        "customer": _("Customer"),
        "date": _("Date of purchase"),
        "amount": _("Amount"),
        "order": _("Order number"),
        "product": _("Product"),
        "channel": _("Channel"),
        "margin": _("Margin"),
        "quantity": _("Quantity"),
        "unit_price": _("Unit price"),
        "document_type": _("Type of document"),
        "sheet": _("Sheet of the workbook"),
    }.get(code, code)


def override_of(role: str) -> str:
    """Return the option of the command that overrides a guess; nothing for an unknown role."""
    return OVERRIDES.get(role, "")


def guess_value(guess: Guess) -> str:
    """Return what was taken for a role: a heading as it stands, our own codes in words."""
    known = {
        ("header", "none"): _("none"),
        ("separator", "blank"): _("blank"),
        ("separator", "tab"): _("tab"),
    }
    if (guess.role, guess.value) in known:
        return known[guess.role, guess.value]
    if guess.role == "header":
        return _("row %(number)s") % {"number": guess.value}
    if guess.role in COLUMN_ROLES and guess.value.isdecimal():
        return _("column %(number)s") % {"number": guess.value}
    return guess.value


def evidence_label(code: str) -> str:
    """Return why a guess was made."""
    return {
        "heading": _("by its heading"),
        "content": _("by its content"),
        "given": _("given by you"),
        "only_candidate": _("the only candidate"),
        "default": _("assumed"),
    }.get(code, code)


def rejection_reason(code: str) -> str:
    """Return why a row was set aside."""
    return {
        "no_customer": _("no customer"),
        "no_date": _("no date"),
        "date_unreadable": _("unreadable date"),
        "date_too_early": _("date before 1900"),
        "date_in_future": _("date in the future"),
        "after_as_of": _("after the day of the report"),
        "no_amount": _("no amount"),
        "amount_unreadable": _("unreadable amount"),
        "amount_out_of_range": _("amount out of range"),
        "other_currency": _("other currency"),
        "row_malformed": _("broken row"),
        "duplicate": _("repeated row"),
    }.get(code, code)
