"""What is filled in about products and orders."""

from plon.orders.forms.orders import (
    DetailsForm,
    LineForm,
    OrderForm,
    OrdersFilter,
    RefundForm,
    StatusForm,
)
from plon.orders.forms.products import ExampleForm, ProductForm, ProductsFilter

__all__ = [
    "DetailsForm",
    "ExampleForm",
    "LineForm",
    "OrderForm",
    "OrdersFilter",
    "ProductForm",
    "ProductsFilter",
    "RefundForm",
    "StatusForm",
]
