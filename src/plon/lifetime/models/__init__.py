"""Models of when customers buy and leave, and of what a purchase is worth, by name."""

from collections.abc import Mapping

from plon.lifetime.models.bg_nbd import BgNbd
from plon.lifetime.models.mbg_nbd import MbgNbd
from plon.lifetime.models.model import PurchaseModel
from plon.lifetime.models.nbd import NBD
from plon.lifetime.models.pareto_nbd import ParetoNbd

# From fewest parameters to most.
PURCHASE_MODELS: Mapping[str, PurchaseModel] = {
    model.name: model for model in (NBD(), BgNbd(), MbgNbd(), ParetoNbd())
}
