"""Tasks, people, what happened."""

from django.utils.translation import gettext as _

from plon.ui.components import Button, Entry, Person, Tab, Task, Timeline
from plon.ui.samples.figures import speech


def tasks() -> list[Task]:
    say = speech()
    call = Button(word=_("Call"), href="tel:+48123456789", icon="phone", kind="primary")
    outcomes = [
        Button(word=_("We talked"), name="outcome", value="reached"),
        Button(word=_("No answer"), name="outcome", value="missed"),
        Button(word=_("Later"), name="outcome", value="later", kind="quiet"),
    ]
    return [
        Task(
            title=_("Call: %(name)s") % {"name": "Hurtownia Bis"},
            why=_("Orders fell by %(share)s in 30 days.") % {"share": say.share(0.6)},
            level="bad",
            word=_("urgent"),
            href="#persons",
            value=say.money(4_200_00),
            value_note=_("a month"),
            due=_("yesterday"),
            is_late=True,
            buttons=[call],
            action="#",
            outcomes=outcomes,
            script=_("Good morning, it is Ann from the Bakery. What changed on your side?"),
        ),
        Task(
            title=_("Answer: %(name)s") % {"name": "Anna Nowak"},
            why=_("Gave 4 of 10: “I waited for long”."),
            level="watch",
            word=_("soon"),
            value=say.money(890_00),
            value_note=_("a year"),
            due=_("until 18:20"),
            buttons=[Button(word=_("Answer"), href="#", icon="mail")],
        ),
        Task(
            title=_("Look through 20 trial messages"),
            value=say.money(1_100_00),
            due=_("today"),
            error=_("Somebody has said already what came of it: open the task to read it."),
        ),
    ]


def persons() -> list[Person]:
    return [
        Person(
            name="Anna Nowak",
            href="#persons",
            note=_("customer since 2022"),
            value=speech().money(890_00),
            value_note=_("a year"),
            level="watch",
            word=_("may leave"),
            buttons=[Button(word=_("Call"), href="tel:+48123456789", icon="phone")],
        ),
        Person(name="Marek Wilk", note=_("new")),
    ]


def timeline() -> Timeline:
    return Timeline(
        label=_("What happened"),
        filters=[
            Tab(word=_("everything"), href="?", is_current=True),
            Tab(word=_("purchases"), href="?"),
            Tab(word=_("messages"), href="?"),
        ],
        entries=_entries(),
        more_href="?",
    )


def _entries() -> list[Entry]:
    paid = _("%(amount)s: haircut, colour") % {"amount": speech().money(120_00)}
    return [
        Entry(
            when=_("around 11 December"),
            text=_("next purchase expected"),
            icon="shopping-bag",
            is_expected=True,
        ),
        Entry(
            when=_("23 November"),
            machine_when="2026-11-23",
            text=_("rating 4 of 10"),
            note=_("“I waited for long”"),
            icon="star",
        ),
        Entry(
            when=_("20 November"),
            machine_when="2026-11-20",
            text=_("survey sent"),
            icon="mail",
            href="#",
            href_word=_("why?"),
        ),
        Entry(when=_("6 November"), machine_when="2026-11-06", text=paid, icon="banknote"),
    ]
