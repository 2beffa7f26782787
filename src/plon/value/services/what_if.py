"""What if: campaigns steered by data, with the firm's own spending."""

from plon.lifetime.formulas.levers import SteeredCampaigns, steered_campaigns
from plon.ui.charts import Table
from plon.ui.language import gettext as _
from plon.ui.speech import Speech


def campaigns(*, spent_minor: int, brought_minor: int, speech: Speech) -> Table | None:
    """Return the return on campaigns now and in two to three years; None where there is none."""
    if not 0 < spent_minor < brought_minor:
        return None
    found = steered_campaigns(spent=spent_minor, brought=brought_minor)
    return Table(
        caption=_("Return on campaigns, now and in 2 to 3 years"),
        headings=[
            "",
            _("Now"),
            _("15%% higher") % (),
            _("20%% higher") % (),
        ],
        rows=[_returns(found, speech), _left(found, speech)],
    )


def _returns(found: SteeredCampaigns, speech: Speech) -> list[str]:
    shares = (found.roi_now, found.roi_least, found.roi_most)
    return [_("Return on that cost"), *(speech.share(float(each) / 100) for each in shares)]


def _left(found: SteeredCampaigns, speech: Speech) -> list[str]:
    sums = (found.left_now, found.left_least, found.left_most)
    return [_("Left after the cost"), *(speech.money(float(each)) for each in sums)]
