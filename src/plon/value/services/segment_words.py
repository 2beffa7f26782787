"""Words of segments: fields, comparisons, values."""

from plon.lifetime.words import group_label, tier_label
from plon.ui.language import active_language
from plon.ui.language import gettext as _
from plon.value.domain.conditions import NEVER_BOUGHT


def field_groups() -> list[tuple[str, tuple[str, ...]]]:
    """Return (title, fields) in the order of the list to choose from."""
    return [
        (
            _("Value"),
            (
                "group",
                "tier",
                "value_12m",
                "ltv",
                "observed",
                "risk",
                "is_slipping",
                "recency",
                "frequency",
                "monetary",
            ),
        ),
        (
            _("Purchases"),
            (
                "days_since",
                "days_known",
                "purchases",
                "never_bought",
                "product",
                "order_channel",
                "channel",
                "order_status",
            ),
        ),
        (
            _("Who it is"),
            (
                "tag",
                "consent",
                "event",
                "kind",
                "city",
                "region",
                "acquired_by",
                "campaign",
                "was_referred",
                "has_complaint",
                "has_returned",
            ),
        ),
    ]


def field_label(code: str) -> str:
    """Return what a condition of a segment is about."""
    return {
        "group": _("group"),
        "tier": _("value tier"),
        "risk": _("risk of leaving"),
        "value_12m": _("value in 12 months"),
        "observed": _("brought so far"),
        "ltv": _("lifetime value"),
        "days_since": _("days since the last purchase"),
        "days_known": _("days since the first purchase"),
        "purchases": _("days with a purchase"),
        "recency": _("recency score R (1 to 5)"),
        "frequency": _("frequency score F (1 to 5)"),
        "monetary": _("spending score M (1 to 5)"),
        "channel": _("channel of the first purchase"),
        "product": _("bought the product"),
        "order_channel": _("bought through the channel"),
        "order_status": _("has an order that is"),
        "tag": _("tag"),
        "consent": _("agrees to offers by"),
        "event": _("event in life"),
        "kind": _("kind of customer"),
        "city": _("town"),
        "region": _("region"),
        "acquired_by": _("came by"),
        "campaign": _("campaign"),
        "was_referred": _("came by somebody's word"),
        "has_complaint": _("has complained"),
        "has_returned": _("has returned a product"),
        "is_slipping": _("is slipping away"),
        "never_bought": _("has never bought"),
    }.get(code, code)


def op_label(code: str) -> str:
    """Return how a condition compares."""
    return {"is": _("is"), "at_least": _("at least"), "at_most": _("at most")}.get(code, code)


def value_label(field: str, value: str) -> str:
    """Return a condition's value in words."""
    if value == NEVER_BOUGHT:
        return _("has never bought")
    if field == "group":
        return group_label(value, active_language())
    if field == "tier":
        return tier_label(value, active_language())
    return _values().get((field, value), value)


def _values() -> dict[tuple[str, str], str]:
    return {
        ("risk", "high"): _("high"),
        ("risk", "medium"): _("medium"),
        ("risk", "low"): _("low"),
        ("risk", "unknown"): _("too early"),
        ("order_status", "lead"): _("enquiry"),
        ("order_status", "application"): _("application"),
        ("order_status", "approved"): _("approved"),
        ("order_status", "rejected"): _("rejected"),
        ("order_status", "signed"): _("signed"),
        ("order_status", "paid"): _("paid"),
        ("order_status", "cancelled"): _("cancelled"),
        ("order_status", "returned"): _("returned"),
        ("consent", "email"): _("e-mail"),
        ("consent", "sms"): "SMS",
        ("consent", "voice"): _("phone"),
        ("consent", "whatsapp"): "WhatsApp",
        ("consent", "messenger"): "Messenger",
        ("consent", "instagram"): "Instagram",
        ("consent", "telegram"): "Telegram",
        ("consent", "viber"): "Viber",
        ("event", "contract"): _("Contract"),
        ("event", "keys"): _("Keys handed over"),
        ("event", "first_reduction"): _("First reduction of the instalment"),
        ("event", "insurance_renewal"): _("Insurance is renewed"),
        ("event", "child"): _("A child was born"),
        ("event", "home"): _("A home was bought"),
        ("event", "flat_upgrade"): _("A larger flat"),
        ("event", "other"): _("Event"),
        ("kind", "person"): _("person"),
        ("kind", "company"): _("company"),
        ("kind", "partner"): _("partner"),
        ("kind", "supplier"): _("supplier"),
        ("kind", "employee"): _("employee"),
    }


def rule_problem(code: str) -> str:
    """Return what is wrong with a segment's sentence, and what to do."""
    return {
        "value_missing": _("A condition has no value yet: choose or write one."),
        "number_unreadable": _("Write a number, for example 1 200 or 90."),
        "value_unknown": _("This value is not known: choose one from the list."),
        "too_large": _("A sentence may have up to 20 conditions."),
    }.get(code, _("This condition is not known: choose one from the list."))
