from django.urls import path

from plon.orders.views import catalogue, new, order, orders

app_name = "orders"
urlpatterns = [
    path("orders/", orders.orders, name="orders"),
    path("orders/new/", new.new, name="new"),
    path("orders/<uuid:order_id>/", order.order, name="order"),
    path("orders/<uuid:order_id>/status/", order.status, name="status"),
    path("orders/<uuid:order_id>/refunds/", order.refund, name="refunds"),
    path("orders/<uuid:order_id>/details/", order.details, name="details"),
    path("settings/catalogue/", catalogue.catalogue, name="catalogue"),
    path("settings/catalogue/new/", catalogue.new, name="new-product"),
    path("settings/catalogue/trade/", catalogue.trade, name="trade"),
    path("settings/catalogue/<uuid:product_id>/", catalogue.product, name="product"),
    path(
        "settings/catalogue/<uuid:product_id>/retirement/",
        catalogue.retirement,
        name="retirement",
    ),
]
