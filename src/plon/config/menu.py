"""The menu, and what every page's shell needs: `ui` knows no rooms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plon.accounts import queries as accounts
from plon.accounts.models import User
from plon.agenda import queries as agenda
from plon.core.days import days_after
from plon.runtime import sending
from plon.runtime.tenancy import is_inside
from plon.ui.components import Tab

THEME_COOKIE = "theme"  # of those without an account
SEARCH = "/search"  # GET ?q=; gives htmx ui/command_results.html
ACCOUNT = "/settings/account/"
COUNT_MAX = 99
SYSTEM = "/settings/system/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry: its word, its address, its icon, and the right that shows it.

    A place is current on every page below its address.
    """

    word: str | Promise
    href: str
    icon: str
    may: str
    count: Callable[[accounts.Caller, datetime], int] | None = None  # what waits there
    is_last: bool = False  # stands apart, at the foot of the menu


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """One page of settings: its word, its address, the right that opens it, what it is for."""

    word: str | Promise
    href: str
    may: str
    about: str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place as the page shows it."""

    word: str
    href: str
    icon: str
    is_current: bool
    is_last: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """A strip across every page: ui/banner.html."""

    kind: str
    text: str
    href: str = ""
    word: str = ""
    action: str = ""  # where a button of this word posts to


def due_today(caller: accounts.Caller, now: datetime) -> int:
    """Return how many tasks are due today, one's own and nobody's; none on a page of no firm."""
    if not is_inside():
        return 0
    zone = caller.firm.zone
    return agenda.due_count(
        workspace_id=caller.workspace_id,
        until=days_after(now, 1, zone) - timedelta(microseconds=1),
        owner_id=caller.user_id,
    )


# In the order of the menu; a phone shows the first four and the rest behind "more".
PLACES: tuple[Place, ...] = (
    Place(word=_("Today"), href="/", icon="clipboard-list", may="today.read", count=due_today),
    Place(word=_("Customers"), href="/customers/", icon="users", may="customers.read"),
    Place(word=_("Transactions"), href="/orders/", icon="shopping-bag", may="orders.read"),
    Place(word=_("Value"), href="/value/", icon="chart-column", may="value.read"),
    Place(word=_("Books"), href="/ledger/", icon="banknote", may="ledger.read"),
    Place(word=_("Import"), href="/import/", icon="upload", may="imports.run"),
    Place(word=_("Settings"), href="/settings/", icon="settings", may="account.own", is_last=True),
)
SETTINGS: tuple[SettingsPage, ...] = (  # in the order of the tabs
    SettingsPage(
        word=_("Firm"),
        href="/settings/firm/",
        may="settings.firm",
        about=_("Name, address, tax number, currency, time zone, language, trade."),
    ),
    SettingsPage(
        word=_("People and roles"),
        href="/settings/people/",
        may="settings.people",
        about=_("Who works here and what each may do."),
    ),
    SettingsPage(
        word=_("Catalogue"),
        href="/settings/catalogue/",
        may="value.read",
        about=_("Products, what each earns, and the ready catalogue of your trade."),
    ),
    SettingsPage(
        word=_("Consents"),
        href="/settings/consents/",
        may="settings.firm",
        about=_("The texts that customers agree to, version by version."),
    ),
    SettingsPage(
        word=_("Calendar"),
        href="/settings/calendar/",
        may="settings.firm",
        about=_("Working hours, holidays, own days off: tasks are due by them."),
    ),
    SettingsPage(
        word=_("API keys"),
        href="/settings/keys/",
        may="api.keys",
        about=_("For programs that act for the firm, such as an online shop."),
    ),
    SettingsPage(
        word=_("Audit log"),
        href="/settings/audit/",
        may="audit.read",
        about=_("Who did what, and when."),
    ),
    SettingsPage(
        word=_("System"),
        href=SYSTEM,
        may="settings.firm",
        about=_("Whether everything runs, what to do where it does not, and the demo firms."),
    ),
    SettingsPage(
        word=_("My account"),
        href="/settings/account/",
        may="account.own",
        about=_("Your name, password, language, theme and shortcuts."),
    ),
)


def shell(request: HttpRequest) -> dict[str, object]:
    """Return menu, caller, workspace, theme and banners for `ui/page.html`."""
    caller: accounts.Caller | None = getattr(request, "caller", None)
    if caller is None:
        return {"places": (), "caller": None, "firm": None, "theme": theme(request)}
    firm, stop = caller.firm, stop_of(request)
    has_own = not all(each.is_demo for each in caller.firms)
    return {
        "places": SimpleLazyObject(lambda: places(caller, path=request.path, now=timezone.now())),
        "caller": caller,
        "firm": firm,
        "firms": caller.firms,
        "theme": theme(request),
        "settings_tabs": settings_tabs(caller.rights, path=request.path),
        "banners": banners(firm, stop=stop, has_own=has_own),
        "demo_action": demo_action(caller),
        "search_href": SEARCH,
        "account_href": ACCOUNT,
    }


def places(caller: accounts.Caller, *, path: str, now: datetime) -> list[Entry]:
    """Return the places that the caller may enter, and what waits there.

    The deepest address above `path` is current.
    """
    seen = [place for place in PLACES if place.may in caller.rights]
    above = [place.href for place in seen if _is_above(place.href, path)]
    current = max(above, key=len, default="")
    return [
        Entry(
            word=str(place.word),
            href=place.href,
            icon=place.icon,
            is_current=place.href == current,
            is_last=place.is_last,
            count=_count(place, caller, now),
        )
        for place in seen
    ]


def _count(place: Place, caller: accounts.Caller, now: datetime) -> str:
    waiting = place.count(caller, now) if place.count else 0
    return "" if not waiting else "99+" if waiting > COUNT_MAX else str(waiting)


def settings_of(rights: frozenset[str]) -> list[SettingsPage]:
    """Return the pages of settings that these rights open."""
    return [page for page in SETTINGS if page.may in rights]


def settings_tabs(rights: frozenset[str], *, path: str) -> list[Tab]:
    """Return the tabs above a page of settings; none on other pages."""
    if not path.startswith("/settings/"):
        return []
    return [
        Tab(word=str(page.word), href=page.href, is_current=_is_above(page.href, path))
        for page in settings_of(rights)
    ]


def stop_of(request: HttpRequest) -> sending.Stop | None:
    """Return why nothing is sent; asked once for a page that says it twice."""
    told: list[sending.Stop | None] = request.__dict__.setdefault("sending_stop", [])
    if not told:
        is_known = getattr(request.user, "known_places", None)
        told.append(getattr(request.user, "known_stop", None) if is_known else sending.stopped())
    return told[0]


def banners(
    firm: accounts.WorkspaceFacts, *, stop: sending.Stop | None, has_own: bool = False
) -> list[Banner]:
    """Return what every page of this workspace must say. has_own: the person has a real firm."""
    found = []
    if stop is not None:
        text = gettext("Sending is switched off: nothing leaves Plon.")
        found.append(Banner(kind="watch", text=text, href=SYSTEM, word=gettext("Why?")))
    if firm.is_demo:
        word = gettext("Back to my firm") if has_own else gettext("To my own firm")
        text = gettext("Demo data: nothing here is real, nothing leaves.")
        found.append(Banner(kind="demo", text=text, action=reverse("demo-leave"), word=word))
    return found


def demo_action(caller: accounts.Caller) -> str:
    """Return the way into the demo of who may go there and is not there; else ""."""
    may_go = "settings.firm" in caller.rights and not caller.firm.is_demo
    return reverse("demo-enter") if may_go else ""


def theme(request: HttpRequest) -> str:
    """Return the theme of the account, else of the cookie, else that of the device."""
    user = getattr(request, "user", None)
    said = user.theme if isinstance(user, User) else request.COOKIES.get(THEME_COOKIE, "")
    return said if said in User.Theme.values else User.Theme.SYSTEM.value


def _is_above(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href.rstrip("/") + "/"))
