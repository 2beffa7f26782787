from django.urls import path

from plon.experiments import views

app_name = "experiments"
urlpatterns = [
    path("", views.register, name="register"),
    path("new/", views.new, name="new"),
    path("<uuid:hypothesis_id>/", views.hypothesis, name="hypothesis"),
    path("<uuid:hypothesis_id>/change/", views.change, name="change"),
]
