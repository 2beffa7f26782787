"""Ten customers to contact first: why, what to say, what is at stake."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis, Contact
from plon.lifetime.words import group_label
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value.domain.known import has_forecast, has_value
from plon.value.services.report.section import Note, Section
from plon.value.services.words import contact_purpose, contact_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A customer to contact. `stake` is what is lost otherwise, or the chance without amounts."""

    name: str
    stake: str
    stake_label: str
    reason: str
    why: str
    purpose: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts(Section):
    """The list, most at stake first."""

    template: ClassVar[str] = "value/report/contacts.html"

    people: tuple[Person, ...]
    order: str


def contacts(analysis: Analysis, speech: Speech) -> Contacts | None:
    """Return the part on whom to contact; None where nothing can be said of it."""
    if not has_forecast(analysis):
        return None
    people = tuple(person(contact, analysis, speech) for contact in analysis.contacts)
    calm = Note(level="good", text=_("Nobody is overdue: every customer keeps their own rhythm."))
    return Contacts(
        anchor="contacts",
        menu=_("Whom to contact"),
        question=_("Whom to contact first?"),
        answer=answer(analysis, speech),
        notes=() if people else (calm,),
        people=people,
        order=order(analysis),
    )


def answer(analysis: Analysis, speech: Speech) -> str:
    """Return whom to start with and how much is at stake together."""
    found = analysis.contacts
    if not found:
        return _("Nobody needs a word from you today.")
    names = {"count": len(found), "name": found[0].customer}
    if not has_value(analysis):
        return (
            ngettext(
                "Start with this customer: %(name)s.",
                "Start with these %(count)s customers; the first is %(name)s.",
                len(found),
            )
            % names
        )
    total = speech.estimate(sum(contact.at_stake_minor for contact in found))
    return ngettext(
        "Start with this customer: %(name)s. At stake: about %(total)s over 12 months.",
        "Start with these %(count)s customers; the first is %(name)s."
        " Together about %(total)s over 12 months is at stake.",
        len(found),
    ) % {**names, "total": total}


def order(analysis: Analysis) -> str:
    """Return by what the list is ordered."""
    if has_value(analysis):
        return _(
            "Ordered by what is lost over 12 months if nothing is done: expected value times how"
            " far the chance of return has fallen since the last purchase."
        )
    return _(
        "Ordered by the purchases lost over 12 months if nothing is done. The percentage is the"
        " chance of still being your customer."
    )


def person(contact: Contact, analysis: Analysis, speech: Speech) -> Person:
    """Return one customer in words."""
    with_value = has_value(analysis)
    alive = speech.share(contact.probability_alive)
    facts = [
        _("group: %(group)s") % {"group": group_label(contact.group, speech.language)},
        _("last purchase: %(day)s") % {"day": speech.day(contact.last_day)},
    ]
    if with_value:
        stays = _("if the customer stays: %(value)s over 12 months")
        facts.append(stays % {"value": speech.estimate(contact.value_12m_minor)})
    return Person(
        name=contact.customer,
        stake=speech.estimate(contact.at_stake_minor) if with_value else alive,
        stake_label=_("at stake") if with_value else _("chance"),
        reason=contact_reason(contact.reason),
        why=f"{rhythm(contact, speech)} {chance(alive)}",
        purpose=contact_purpose(contact.purpose),
        facts=" · ".join(facts),
    )


def rhythm(contact: Contact, speech: Speech) -> str:
    """Return the customer's usual gap and silence in a sentence."""
    silent = days_phrase(contact.days_since_last, speech)
    if contact.usual_gap_days is None:
        return _("One purchase, %(silent)s ago.") % {"silent": silent}
    gap = days_phrase(max(1, round(contact.usual_gap_days)), speech)
    return _("A purchase every %(gap)s on average, silent for %(silent)s.") % {
        "gap": gap,
        "silent": silent,
    }


def chance(alive: str) -> str:
    """Return the chance in a sentence."""
    return _("The chance of still being your customer: %(alive)s.") % {"alive": alive}


def days_phrase(days: int, speech: Speech) -> str:
    """Return "1 day", "24 days"."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": speech.number(days)}
