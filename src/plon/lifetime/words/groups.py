"""Names of groups and tiers, and what to do with each."""

from plon.lifetime.wording import catalogue


def group_label(code: str, language: str) -> str:
    """Return the group's name: "Champions", "Mistrzowie"."""
    _ = catalogue(language).gettext
    return {
        "champions": _("Champions"),
        "loyal": _("Loyal"),
        "potential_loyal": _("Potential loyal"),
        "new": _("New"),
        "promising": _("Promising"),
        "need_attention": _("Need attention"),
        "about_to_sleep": _("About to sleep"),
        "potential_churn": _("Potential churn"),
        "cant_lose": _("Can't lose"),
        "dormant": _("Dormant"),
        "churn": _("Churn"),
    }[code]


def group_meaning(code: str, language: str) -> str:
    """Return who is in the group, in one sentence."""
    _ = catalogue(language).gettext
    return {
        "champions": _("They buy lately, often and for much."),
        "loyal": _("They buy often and for much, not long ago."),
        "potential_loyal": _("They buy lately and have begun to return."),
        "new": _("Their first purchase is fresh."),
        "promising": _("Their first purchase is recent, the second is still to come."),
        "need_attention": _("They buy from time to time and it is getting long."),
        "about_to_sleep": _("They buy seldom and fall silent."),
        "potential_churn": _("They were regular; the break is too long for them."),
        "cant_lose": _("They were among the most valuable and fell silent."),
        "dormant": _("They buy seldom and have been silent for long."),
        "churn": _("No purchase for three years."),
    }[code]


def group_action(code: str, language: str) -> str:
    """Return what to do with the group, in one sentence to the owner."""
    _ = catalogue(language).gettext
    return {
        "champions": _("Thank them in person, show them novelties first, ask for a referral."),
        "loyal": _("Offer a reward for loyalty and a matching product."),
        "potential_loyal": _("Invite them to the loyalty programme, suggest the next purchase."),
        "new": _("Welcome them, help them use what they bought, give a reason to return."),
        "promising": _("Remind them of you within a month, with a small benefit."),
        "need_attention": _("Ask what is missing and make an offer that fits their purchases."),
        "about_to_sleep": _("Write before they forget, with something useful."),
        "potential_churn": _("Contact them now: ask how it was, give a reason to return."),
        "cant_lose": _("Call each of them in person and ask what changed."),
        "dormant": _("Start a win-back series: a message first, then a stronger offer."),
        "churn": _("Write once or twice a year at most, cheaply; spend on others."),
    }[code]


def policy_label(code: str, language: str) -> str:
    """Return the policy's name: "Invest more", "Inwestuj więcej"."""
    _ = catalogue(language).gettext
    return {
        "invest": _("Invest more"),
        "win_over": _("Win over"),
        "notice": _("Notice in time"),
        "low_cost": _("Low-cost contact only"),
    }[code]


def policy_sentence(code: str, language: str) -> str:
    """Return why the policy is so, in one sentence."""
    _ = catalogue(language).gettext
    return {
        "invest": _("They return: spend more on them than on anyone."),
        "win_over": _("They hesitate: every good experience counts."),
        "notice": _("They are going quiet: act while they still remember you."),
        "low_cost": _("They are gone: keep in touch only where it costs next to nothing."),
    }[code]


def tier_label(code: str, language: str) -> str:
    """Return the value tier's name: "VIP", "Wysoka wartość"."""
    _ = catalogue(language).gettext
    return {
        "vip": _("VIP"),
        "high": _("High value"),
        "medium": _("Medium value"),
        "low": _("Low value"),
    }[code]
