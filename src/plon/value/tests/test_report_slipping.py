"""Who slips away, taken apart: every part is told, and the parts add up to the headline."""

from dataclasses import replace

import pyarrow as pa
import pytest
from django.utils import translation

from plon.ui.charts import Bars
from plon.ui.speech import Speech
from plon.value.domain import leaving
from plon.value.services.report.slipping import Slipping, slipping
from plon.value.tests import sample
from plon.value.tests.page import told

SPEECH = Speech(language="en", currency="PLN")


def part(state: str) -> Slipping:
    with translation.override("en"):
        found = slipping(sample.STATES[state](), SPEECH)
    assert found is not None
    return found


def rows(chart: Bars | None) -> list[list[str]]:
    assert chart is not None
    return [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in chart.table.rows]


class TestParts:
    @pytest.mark.parametrize("cut", [leaving.by_tier, leaving.by_silence])
    def test_add_up_to_the_headline(self, cut: object) -> None:
        assert callable(cut)
        shop = sample.full()

        parts = cut(shop.customers)

        assert sum(p.customers for p in parts) == shop.totals.slipping_customers
        assert sum(p.value_minor for p in parts) == shop.totals.slipping_value_minor

    def test_leave_out_who_stays(self) -> None:
        vip = leaving.by_tier(sample.customers())[0]

        assert (vip.code, vip.customers, vip.value_minor) == ("vip", 20, 46_000_00)

    @pytest.mark.parametrize(
        ("days", "code"),
        [
            (91, "quarter"),
            (92, "half_year"),
            (183, "half_year"),
            (184, "year"),
            (365, "year"),
            (366, "longer"),
        ],
    )
    def test_silence_ends_at_its_day(self, days: int, code: str) -> None:
        one = {"tier": ["vip"], "days_since_last": [days], "value_12m_minor": [5]}
        table = pa.table({**one, "is_slipping": [True]})

        assert [p.code for p in leaving.by_silence(table) if p.customers] == [code]

    def test_are_none_where_nobody_leaves_or_nobody_is_marked(self) -> None:
        quiet, unmarked = sample.customers(slipping=0), pa.table({"customer": ["anna"]})

        for table in (quiet, unmarked):
            assert leaving.by_tier(table) == leaving.by_silence(table) == ()


class TestInTheReport:
    def test_tables_hold_the_full_figures_and_the_headline(self) -> None:
        found = part("full")

        assert rows(found.tiers) == [
            ["VIP", "20", "PLN 46,000"],
            ["High value", "48", "PLN 29,760"],
            ["Medium value", "90", "PLN 18,000"],
            ["Low value", "56", "PLN 2,552"],
            ["together", "214", "PLN 96,312"],
        ]
        assert rows(found.silence)[-1] == ["together", "214", "PLN 96,312"]

    def test_names_the_part_that_holds_most(self) -> None:
        tiers = part("full").tiers

        assert tiers is not None
        assert tiers.summary == "Most is with this part: VIP (48%)."

    def test_without_amounts_people_are_counted(self) -> None:
        found = part("without_amounts")

        assert found.question == "Who is slipping away?"
        assert found.tiers is None
        assert rows(found.silence)[0] == ["up to 3 months", "72"]
        assert rows(found.silence)[-1] == ["together", "214"]

    def test_the_list_of_all_is_named_where_they_are_marked(self) -> None:
        shop = sample.full()
        unmarked = replace(shop, customers=shop.customers.drop_columns(["is_slipping"]))

        assert "column is_slipping" in told(shop)
        assert "column is_slipping" not in told(unmarked)
        assert "by tier: customers" not in told(unmarked)

    def test_nobody_slipping_has_no_parts(self) -> None:
        found = part("nobody_slips")

        assert (found.chart, found.tiers, found.silence) == (None, None, None)
