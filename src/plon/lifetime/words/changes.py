"""Movements, falls and dependence in words."""

from plon.lifetime.segments.movement import Movement
from plon.lifetime.segments.values import Drop
from plon.lifetime.wording import catalogue, number, percent
from plon.lifetime.words.groups import group_label


def movement_sentence(movement: Movement, language: str) -> str:
    """Return how many customers a group had and has, beside the reference where there is one."""
    _ = catalogue(language).gettext
    text = _("%(group)s: %(before)s before, %(after)s now.")
    if movement.reference is not None:
        text = _(
            "%(group)s: %(before)s before, %(after)s now; "
            "a reference firm made this group %(times)s times smaller."
        )
    return text % {
        "group": group_label(movement.code, language),
        "before": number(movement.before, language=language),
        "after": number(movement.after, language=language),
        "times": _short(movement.reference or 0, language),
    }


def drop_sentence(drop: Drop, language: str) -> str:
    """Return the alert of a segment whose value fell."""
    text = catalogue(language).gettext(
        "Value of the segment %(segment)s fell by %(share)s: check service, channels and product."
    )
    share = percent(float(-drop.change), decimals=1, language=language)
    return text % {"segment": drop.name, "share": share}


def top_share_sentence(share: float, level: str, language: str) -> str:
    """Return how much the best fifth of customers brings, and whether that is a risk."""
    _ = catalogue(language).gettext
    text = {
        "none": _("The best %(top)s of customers bring %(share)s of revenue."),
        "warning": _(
            "The best %(top)s of customers bring %(share)s of revenue: reach for other audiences."
        ),
        "severe": _(
            "The best %(top)s of customers bring %(share)s of revenue: "
            "losing a few would shake the firm."
        ),
    }[level]
    top = percent(0.2, language=language)
    return text % {"top": top, "share": percent(share, language=language)}


def segment_value_sentence(name: str, share: float, level: str, language: str) -> str:
    """Return how much of lifetime value depends on one channel or segment; see the next."""
    _ = catalogue(language).gettext
    text = {
        "none": _("%(segment)s: %(share)s of lifetime value."),
        "warning": _(
            "%(segment)s: %(share)s of lifetime value; develop other channels and audiences."
        ),
        "severe": _(
            "%(segment)s: %(share)s of lifetime value; without it the firm would not hold."
        ),
    }[level]
    label = name or _("Unknown")
    return text % {"segment": label, "share": percent(share, language=language)}


def segment_share_sentence(name: str, share: float, level: str, language: str) -> str:
    """Return how much depends on one channel or segment, and whether that is a risk."""
    _ = catalogue(language).gettext
    text = {
        "none": _("%(segment)s: %(share)s of revenue."),
        "warning": _("%(segment)s: %(share)s of revenue; develop other channels and audiences."),
        "severe": _("%(segment)s: %(share)s of revenue; without it the firm would not hold."),
    }[level]
    label = name or _("Unknown")
    return text % {"segment": label, "share": percent(share, language=language)}


def _short(value: float, language: str) -> str:
    return number(value, decimals=0 if value == int(value) else 1, language=language)
