from django.urls import path

from plon.insights.views import card, own, people, today

app_name = "insights"
urlpatterns = [
    path("", today.today, name="today"),
    path("today/slipping/<uuid:customer_id>/", today.act_on_slipping, name="slipping"),
    path("customers/", people.people, name="customers"),
    path("customers/<uuid:customer_id>/", card.customer, name="customer"),
    path("reports/figures/", today.figures, name="figures"),
    path("my/", own.page, name="own"),
    path("my/consents/withdrawal", own.withdrawal, name="own-withdrawal"),
    path("search", people.search, name="search"),
]
