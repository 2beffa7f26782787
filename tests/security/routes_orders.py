"""Who gets what at the pages of orders. An operator changes no catalogue."""

from collections.abc import Mapping

from plon.customers.services import Person as Buyer
from plon.customers.services import identify
from plon.orders.models import Product
from plon.orders.services import NewOrder, NewProduct, add_product, record_order
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person
from tests.security.expected import SIGN_IN, Route, members_only

ROUTES = {
    "orders/": members_only(ben=200, post=False),
    "orders/new/": Route(get=(SIGN_IN, 200, 403), post=(SIGN_IN, 200, 403)),  # whose, asks first
    "orders/<uuid:order_id>/": Route(get=(SIGN_IN, 404, 200)),
    "orders/<uuid:order_id>/status/": Route(post=(SIGN_IN, 404, 403)),
    "orders/<uuid:order_id>/refunds/": Route(post=(SIGN_IN, 404, 403)),
    "orders/<uuid:order_id>/details/": Route(post=(SIGN_IN, 404, 403)),
    "settings/catalogue/": members_only(ben=403, post=False),
    "settings/catalogue/new/": members_only(ben=403),
    "settings/catalogue/trade/": members_only(ben=403),
    "settings/catalogue/<uuid:product_id>/": Route(
        get=(SIGN_IN, 404, 403), post=(SIGN_IN, 404, 403)
    ),
    "settings/catalogue/<uuid:product_id>/retirement/": Route(post=(SIGN_IN, 404, 403)),
}


def things(ann: Person) -> Mapping[str, object]:
    """Return a product and an order of Ann's."""
    with inside(ann.workspace_id):
        bread = NewProduct(code="rye", name="Rye")
        add_product(ann.caller, product=bread, now=NOW)
        dan = identify(workspace_id=ann.workspace_id, person=Buyer(external_id="77"), now=NOW)
        sale = NewOrder(
            external_id="R-7", customer_id=dan, ordered_at=NOW, total_minor=1_400, currency="PLN"
        )
        made, _ = record_order(workspace_id=ann.workspace_id, order=sale, now=NOW)
        return {"product_id": Product.objects.get().id, "order_id": made}
