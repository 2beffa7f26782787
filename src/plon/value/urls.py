from django.urls import path

from plon.value.views import (
    base,
    channels,
    cost,
    customer,
    guide,
    history,
    margin,
    one_pager,
    segments,
    workbench,
)

app_name = "value"
urlpatterns = [
    path("", base.overview, name="overview"),
    path("cohorts/", base.cohorts, name="cohorts"),
    path("forecast/", base.forecast, name="forecast"),
    path("risks/", base.risks, name="risks"),
    path("refresh/", base.refresh, name="refresh"),
    path("workbench/", workbench.workbench, name="workbench"),
    path("margin/", margin.margin, name="margin"),
    path("cost/", cost.cost, name="cost"),
    path("channels/", channels.ranking, name="channels"),
    path("channels/costs/<uuid:cost_id>/removal/", channels.remove, name="channel-cost-removal"),
    path("summary/", one_pager.one_pager, name="one-pager"),
    path("summary.pdf", one_pager.one_pager_pdf, name="one-pager-pdf"),
    path("comparison/", cost.comparison, name="comparison"),
    path("segments/", segments.segments, name="segments"),
    path("segments/<uuid:segment_id>/", segments.segment, name="segment"),
    path("segments/<uuid:segment_id>/removal/", segments.remove, name="segment-removal"),
    path("customers/<uuid:customer_id>/", customer.methods, name="own-methods"),
    path("history/", history.history, name="history"),
    path("guide/", guide.guide, name="guide"),
]
