"""Where the application's pages are: for pictures, for axe, for the widths of screens.

PLACES are addresses; a place behind a list is found there: (the list, what its links look like).
Those behind something that a demo firm does not have are in `made`.
HIDDEN are addresses that answer GET and are no page of their own, each with its reason.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Page

PLACES: Mapping[str, str] = {
    "today": "/",
    "figures": "/reports/figures/",
    "customers": "/customers/",
    "customer-new": "/customers/new/",
    "duplicates": "/customers/duplicates/",
    "customers-none": "/customers/?q=nobody-is-called-so",
    "tags": "/customers/tags/",
    "search": "/search?q=an",
    "value": "/value/",
    "cohorts": "/value/cohorts/",
    "forecast": "/value/forecast/",
    "history": "/value/history/",
    "risks": "/value/risks/",
    "segments": "/value/segments/",
    "workbench": "/value/workbench/",
    "margin": "/value/margin/",
    "cost": "/value/cost/",
    "channels": "/value/channels/",
    "comparison": "/value/comparison/",
    "one-pager": "/value/summary/",
    "guide": "/value/guide/",
    "hypotheses": "/reports/hypotheses/",
    "hypothesis-new": "/reports/hypotheses/new/",
    "orders": "/orders/",
    "order-new": "/orders/new/",
    "books": "/ledger/",
    "transfers": "/ledger/transfers/",
    "import": "/import/",
    "tasks": "/tasks/",
    "task": "/tasks/new/",
    "settings": "/settings/",
    "catalogue": "/settings/catalogue/",
    "product-new": "/settings/catalogue/new/",
    "trades": "/settings/catalogue/trade/",
    "firm": "/settings/firm/",
    "people": "/settings/people/",
    "keys": "/settings/keys/",
    "audit": "/settings/audit/",
    "account": "/settings/account/",
    "new-password": "/settings/account/new-password",
    "password": "/accounts/password/",
    "system": "/settings/system/",
    "calendar": "/settings/calendar/",
    "consent-texts": "/settings/consents/",
    "consent-text-new": "/settings/consents/new/",
    "sessions": "/accounts/sessions/",
    "second-step": "/accounts/2fa/",
    "ui": "/ui",
    "missing": "/there-is-no-such-page",
}
BEHIND: Mapping[str, tuple[str, str]] = {
    "card": ("/customers/", "main tbody a[href^='/customers/']"),
    "order": ("/orders/", "main tbody a[href^='/orders/']"),
    "product": ("/settings/catalogue/", "main tbody a[href^='/settings/catalogue/']"),
    "book": ("/ledger/", "main tbody a[href^='/ledger/accounts/']"),
    "transfer": ("/ledger/transfers/", "main tbody a[href^='/ledger/transfers/']"),
    "two-cards": ("/customers/duplicates/", "main a[href^='/customers/duplicates/']"),
}
AROUND: Mapping[str, tuple[str, str]] = {  # beside a place behind a list
    "edit": ("card", "edit/"),
    "consents": ("card", "consents/"),
    "notes": ("card", "notes/"),
    "life": ("card", "events/"),
    "data": ("card", "data/"),
    "same": ("card", "same/"),
}
HIDDEN: Mapping[str, str] = {
    "value/summary.pdf": "a file",
    "api/v1/": "for programs",
    "api/v1/customers": "for programs",
    "api/v1/orders": "for programs",
    "api/v1/products": "for programs",
    "api/v1/refunds": "for programs",
    "api/v1/segments": "for programs",
    "api/v1/wordings": "for programs",
    "api/v1/value": "for programs",
    "api/v1/value/channels": "for programs",
    "api/v1/value/costs": "for programs",
    "api/v1/value/summary": "for programs",
    "api/v1/openapi.json": "for programs",
    "api/v1/docs": "for those who write programs",
    "accounts/login/": "in STRANGERS",
    "accounts/logout/": "the button of the account's menu leads there only without script",
    "accounts/inactive/": "for an account that was ended",
    "accounts/reauthenticate/": "asked for again after a while",
    "accounts/2fa/authenticate/": "the second step of signing in",
    "accounts/2fa/reauthenticate/": "asked for again after a while",
    "accounts/2fa/totp/activate/": "wants the password anew",
    "accounts/2fa/totp/deactivate/": "wants a second step to be there",
    "accounts/2fa/codes/": "wants a second step to be there",
    "accounts/2fa/codes/generate/": "wants a second step to be there",
    "accounts/2fa/codes/download/": "a file",
    "accounts/2fa/keys/": "wants the password anew",
    "accounts/2fa/keys/add/": "wants the password anew; tried in test_passkeys",
    "accounts/2fa/keys/login/": "answers the script of passkeys",
    "accounts/2fa/keys/reauthenticate/": "asked for again after a while",
}
STRANGERS: Mapping[str, str] = {
    "sign-in": "/accounts/login/",
    "forgotten": "/accounts/password/forgotten/",
    "forgotten-done": "/accounts/password/forgotten/done/",
    "own-closed": "/my/",
}


def addresses(page: Page, base: str) -> Iterator[tuple[str, str]]:
    """Yield (name, address) of every place that the signed-in person of `page` can reach."""
    for name, path in PLACES.items():
        yield name, base + path
    for name, (listed, links) in BEHIND.items():
        page.goto(base + listed)
        link = page.locator(links).first
        if link.count():
            found = base + urlsplit(str(link.get_attribute("href"))).path
            yield name, found
            for beside, (of, path) in AROUND.items():
                if of == name:
                    yield beside, found + path
