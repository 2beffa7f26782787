from django.urls import path

from plon.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.home, name="home"),
    path("export/<slug:what>/", views.export, name="export"),
    path("<uuid:import_id>/", views.show, name="show"),
    path("<uuid:import_id>/columns/", views.columns, name="columns"),
    path("<uuid:import_id>/start/", views.start, name="start"),
    path("<uuid:import_id>/pause/", views.pause, name="pause"),
    path("<uuid:import_id>/cancellation/", views.cancel, name="cancellation"),
    path("<uuid:import_id>/undoing/", views.undo, name="undoing"),
    path("<uuid:import_id>/rejected.csv", views.rejected, name="rejected"),
]
