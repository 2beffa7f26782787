"""Small parts and states."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from plon.ui.components import Button, Steps, Tab

COLOURS = (
    *("brand", "good", "watch", "bad", "info", "muted", "text"),
    *(f"series-{i}" for i in range(1, 7)),
)
State = Mapping[str, str]


def steps() -> Steps:
    words = [_("Goal"), _("For whom"), _("Offer"), _("Messages"), _("Check")]
    return Steps(words=words, current=2, hrefs=["?", "?"])


def tabs() -> list[Tab]:
    return [
        Tab(word=_("To approve"), href="?", is_current=True, count="6"),
        Tab(word=_("Payouts"), href="?"),
        Tab(word=_("Budgets"), href="?"),
    ]


def banners() -> list[State]:
    return [
        {"kind": "test", "text": _("TEST MODE: nothing leaves")},
        {"kind": "offline", "text": _("Offline: 3 entries waiting.")},
        {"kind": "demo", "text": _("Demo data: nothing here is real, nothing leaves.")},
        {"kind": "watch", "text": _("No channel is connected."), "href": "#", "word": _("Connect")},
    ]


def buttons() -> list[Button]:
    return [
        Button(word=_("New programme"), kind="primary", icon="plus"),
        Button(word=_("Import"), href="#", icon="upload"),
        Button(word=_("Cancel"), kind="quiet"),
        Button(word=_("Delete"), kind="danger", icon="trash-2"),
    ]


def menu_buttons() -> list[Button]:
    return [Button(word=_("Tomorrow")), Button(word=_("In a week")), Button(word=_("Not needed"))]


def groups() -> list[tuple[str, list[State]]]:
    anna = {"href": "#", "word": "Anna Nowak", "note": _("customer"), "icon": "user"}
    bread = {"href": "#", "word": _("Rye bread"), "note": _("product"), "icon": "package"}
    return [(_("Customers"), [anna]), (_("Products"), [bread])]


def states() -> list[State]:
    return [
        {
            "kind": "empty",
            "title": _("Here you will see whom to call"),
            "text": _("Upload your sales list: it takes 2 minutes."),
            "href": "#",
            "word": _("Upload sales"),
            "other_href": "#",
            "other_word": _("Look at demo data"),
        },
        {
            "kind": "filtered",
            "title": _("No high-risk customers in this segment."),
            "other_href": "?",
            "other_word": _("Clear the filter"),
        },
        {"kind": "good", "title": _("All partner contacts are on time.")},
        *_troubles(),
    ]


def _troubles() -> list[State]:
    return [
        {
            "kind": "early",
            "title": _("Too early to tell"),
            "text": _("It should be clear around 14 March."),
        },
        {
            "kind": "stale",
            "title": _("Data of yesterday, 23:10"),
            "other_href": "#",
            "other_word": _("Refresh"),
        },
        {
            "kind": "error",
            "title": _("Journey changes were not saved"),
            "text": _("Nothing was sent. Your words are still in the form."),
            "code": "7F3K",
        },
        {
            "kind": "right",
            "title": _("Payouts are approved by %(name)s") % {"name": "Anna K."},
            "text": _("Your role does not include this."),
        },
        {
            "kind": "offline",
            "title": _("No internet"),
            "text": _("3 entries are waiting and will be sent."),
        },
        {
            "kind": "unknown",
            "title": _("It is not known whether the text message left"),
            "other_href": "#",
            "other_word": _("Send again"),
        },
    ]
