"""MBG/NBD: a customer may leave after any purchase, the first too (Batislam et al. 2007)."""

from plon.lifetime.models.geometric_leaving import GeometricLeaving


class MbgNbd(GeometricLeaving):
    """The MBG/NBD model."""

    def __init__(self) -> None:
        super().__init__("mbg_nbd", first=1)
