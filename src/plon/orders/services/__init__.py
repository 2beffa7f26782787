"""What this room does for others."""

from plon.orders.domain import Figures, NewLine, NewOrder, NewProduct, next_statuses
from plon.orders.services.catalogue import (
    Installed,
    ProductNotFound,
    ProductToldOtherwise,
    add_product,
    change_product,
    install_preset,
    record_products,
)
from plon.orders.services.changing import (
    OrderNotFound,
    StatusNotPossible,
    change_details,
    change_status,
)
from plon.orders.services.completing import Completed, ToldLater, complete_orders
from plon.orders.services.recorded import Recorded
from plon.orders.services.recording import (
    BuyerUnknown,
    OrderToldOtherwise,
    record_order,
    record_orders,
)
from plon.orders.services.refunds import (
    NewRefund,
    NothingPaid,
    OrderUnknown,
    RefundOfNothing,
    RefundToldOtherwise,
    RefundTooLarge,
    record_refund,
    record_refunds,
)
from plon.orders.services.undoing import Undone, undo_import
from plon.orders.services.writing import give_back, write_order

__all__ = [
    "BuyerUnknown",
    "Completed",
    "Figures",
    "Installed",
    "NewLine",
    "NewOrder",
    "NewProduct",
    "NewRefund",
    "NothingPaid",
    "OrderNotFound",
    "OrderToldOtherwise",
    "OrderUnknown",
    "ProductNotFound",
    "ProductToldOtherwise",
    "Recorded",
    "RefundOfNothing",
    "RefundToldOtherwise",
    "RefundTooLarge",
    "StatusNotPossible",
    "ToldLater",
    "Undone",
    "add_product",
    "change_details",
    "change_product",
    "change_status",
    "complete_orders",
    "give_back",
    "install_preset",
    "next_statuses",
    "record_order",
    "record_orders",
    "record_products",
    "record_refund",
    "record_refunds",
    "undo_import",
    "write_order",
]
