"""All addresses."""

from django.urls import include, path

from plon.config import demo_pages, gallery, pages, preferences, settings_pages, system_pages
from plon.config.rest import pages as documents
from plon.config.rest.api import api

urlpatterns = [
    path("styles-<slug:fingerprint>.css", pages.style_sheet, name="ui-styles"),
    path("language", preferences.language, name="language"),
    path("theme", preferences.theme, name="theme"),
    path("ui", gallery.gallery, name="ui-gallery"),
    path("settings/", settings_pages.index, name="settings"),
    path("settings/system/", system_pages.system, name="system"),
    path("demo/in", demo_pages.enter, name="demo-enter"),
    path("demo/out", demo_pages.leave, name="demo-leave"),
    path("", include("plon.orders.urls")),
    path("", include("plon.customers.urls")),
    path("", include("plon.accounts.urls")),
    path("accounts/", include("plon.config.sign_in_urls")),
    path("import/", include("plon.imports.urls")),
    path("value/", include("plon.value.urls")),
    path("ledger/", include("plon.ledger.urls")),
    path("reports/hypotheses/", include("plon.experiments.urls")),
    path("api/v1/openapi.json", documents.openapi, name="api-description"),
    path("api/v1/docs", documents.docs, name="api-docs"),
    path("api/v1/", api.urls),
    path("", include("plon.agenda.urls")),
    path("", include("plon.insights.urls")),
]

handler400 = "plon.config.pages.unreadable"
handler403 = "plon.config.pages.forbidden"
handler404 = "plon.config.pages.not_found"
handler500 = "plon.config.pages.crashed"
