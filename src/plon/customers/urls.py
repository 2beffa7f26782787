from django.urls import include, path

from plon.customers.views import (
    consents,
    data,
    duplicates,
    editing,
    notes,
    own_page,
    saved,
    tags,
    wordings,
)

app_name = "customers"
OF_ONE = [
    path("edit/", editing.edit, name="edit"),
    path("notes/", notes.notes, name="notes"),
    path("notes/<uuid:note_id>/removal", notes.note_removal, name="note-removal"),
    path("events/", notes.life, name="life"),
    path("events/<uuid:event_id>/removal", notes.life_removal, name="life-removal"),
    path("consents/", consents.consents, name="consents"),
    path("consents/given", consents.given, name="consent-given"),
    path("consents/withdrawn", consents.withdrawn, name="consent-withdrawn"),
    path("tags/on", tags.stick, name="tag-on"),
    path("tags/off", tags.take_off, name="tag-off"),
    path("same/", duplicates.same, name="same"),
    path("data/", data.data, name="data"),
    path("own-page", own_page.link, name="own-page"),
    path("own-page/closing", own_page.closing, name="own-page-closing"),
    path("data/file", data.file, name="data-file"),
]
WORDINGS = [
    path("", wordings.wordings, name="wordings"),
    path("new/", wordings.which, name="which-wording"),
    path("new/<slug:channel>/<slug:purpose>/", wordings.new, name="new-wording"),
    path("<uuid:wording_id>/", wordings.change, name="wording"),
    path("<uuid:wording_id>/removal", wordings.removal, name="wording-removal"),
]
urlpatterns = [
    path("customers/new/", editing.new, name="new"),
    path("customers/<uuid:customer_id>/", include(OF_ONE)),
    path("customers/duplicates/", duplicates.duplicates, name="duplicates"),
    path("customers/duplicates/search", duplicates.search, name="duplicates-search"),
    path(
        "customers/duplicates/<uuid:customer_id>/<uuid:other_id>/",
        duplicates.pair,
        name="pair",
    ),
    path("customers/merges/<uuid:merge_id>/parting", duplicates.parting, name="parting"),
    path("customers/tags/", tags.tags, name="tags"),
    path("customers/tags/picked", tags.picked, name="tag-picked"),
    path("customers/tags/<uuid:tag_id>/name", tags.rename, name="tag-rename"),
    path("customers/tags/<uuid:tag_id>/removal", tags.removal, name="tag-removal"),
    path("customers/views/", saved.save, name="save-view"),
    path("customers/views/<uuid:view_id>/removal", saved.forget, name="forget-view"),
    path("settings/consents/", include(WORDINGS)),
]
