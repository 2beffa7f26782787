"""Value, cost and their ratio as tiles."""

from plon.ui.language import gettext as _
from plon.value.services.definitions import definition
from plon.value.services.ratio import Ratio
from plon.value.services.report.section import Tile

UNKNOWN = "–"


def ratio_tiles(found: Ratio) -> list[Tile]:
    """Return value, cost, ratio and payback; what is not known is a dash."""
    most = _("at most %(most)s at a healthy 3:1") % {"most": found.affordable}
    cost_note = most if found.affordable else ""
    told = [
        ("value-of-one", found.value, found.value_source, ""),
        ("cost-of-one", found.cost, cost_note, ""),
        ("value-to-cost", found.text, "", found.band),
        ("payback", found.payback, "", ""),
    ]
    return [
        Tile(
            label=definition(key).name,
            value=value or UNKNOWN,
            note=note,
            level=found.level if word else "",
            word=word,
            definition=definition(key),
        )
        for key, value, note, word in told
    ]
