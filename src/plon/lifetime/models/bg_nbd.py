"""BG/NBD: a customer may leave after each repeat purchase (Fader, Hardie, Lee 2005).

Who never came back is alive for certain: a property of the story, not of the customer.
"""

from plon.lifetime.models.geometric_leaving import GeometricLeaving


class BgNbd(GeometricLeaving):
    """The BG/NBD model."""

    def __init__(self) -> None:
        super().__init__("bg_nbd", first=0)
