"""What a firm says of itself, and what stays once there are orders."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plon.accounts import queries, services
from plon.accounts.domain import LOYALTY, Role, Trade
from plon.accounts.models import AuditEntry, User, Workspace
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.cast import NOW, PASSWORD, Person, ann

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def owner() -> Person:
    return ann()


def actions(of: Person) -> list[str]:
    with inside(of.workspace_id):
        return sorted(AuditEntry.objects.values_list("action", flat=True))


def trades_told() -> list[str]:
    told = Fact.objects.filter(name="accounts.TradeChosen").order_by("id")
    return [fact.payload["trade"] for fact in told]


class TestWorkspaces:
    FIRM = services.Firm(name="Piekarnia", currency="EUR", time_zone="Europe/Berlin")

    def test_a_workspace_changes_and_is_written_down(self, owner: Person) -> None:
        with inside(owner.workspace_id):
            services.change_workspace(owner.caller, firm=self.FIRM, now=NOW)

        facts = queries.workspace(owner.workspace_id)
        assert (facts.name, facts.currency, facts.zone.key) == ("Piekarnia", "EUR", "Europe/Berlin")
        assert actions(owner) == ["workspace.changed"]

    def test_another_trade_brings_its_loyalty_and_the_same_one_keeps_it(
        self, owner: Person
    ) -> None:
        with inside(owner.workspace_id):
            for trade in ("bakery", "", "cafe"):
                firm = replace(self.FIRM, trade=trade)
                services.change_workspace(owner.caller, firm=firm, now=NOW)
                found = queries.workspace(owner.workspace_id).loyalty
                assert found == {"bakery": "stamps", "": "", "cafe": "points"}[trade]
            Workspace.objects.update(loyalty="tiers")
            services.change_workspace(owner.caller, firm=firm, now=NOW)

        assert queries.workspace(owner.workspace_id).loyalty == "tiers"
        assert trades_told() == ["bakery", "cafe"]

    def test_a_trade_is_chosen_once(self, owner: Person) -> None:
        with inside(owner.workspace_id):
            for _ in range(2):
                services.choose_trade(owner.caller, trade=Trade.PET_SHOP, now=NOW)

        facts = queries.workspace(owner.workspace_id)
        assert (facts.trade, facts.loyalty) == ("pet_shop", "values")
        assert actions(owner) == ["workspace.trade"]
        assert trades_told() == ["pet_shop"]

    def test_the_currency_stays_once_it_is_fixed(self, owner: Person) -> None:
        for moment in (NOW, NOW + DAY):
            services.fix_currency(workspace_id=owner.workspace_id, now=moment)
        zloty = replace(self.FIRM, currency="PLN")
        with inside(owner.workspace_id):
            with pytest.raises(services.CurrencyFixed):
                services.change_workspace(owner.caller, firm=self.FIRM, now=NOW)
            services.change_workspace(owner.caller, firm=zloty, now=NOW)

        assert Workspace.objects.get(id=owner.workspace_id).currency_fixed_at == NOW
        assert queries.workspace(owner.workspace_id).name == "Piekarnia"


def test_new_people_begin_in_the_language_of_the_firm(owner: Person) -> None:
    Workspace.objects.filter(id=owner.workspace_id).update(language="en")
    with inside(owner.workspace_id):
        token = services.invite_member(
            owner.caller, email="dan@example.org", role=Role.BROKER, now=NOW
        )

    user_id = services.accept_invitation(
        token, name="Dan", email="", password=PASSWORD, workspace_name="", now=NOW
    )

    assert User.objects.get(id=user_id).language == "en"


def test_every_trade_has_a_loyalty_and_both_have_words() -> None:
    for trade in Trade:
        assert services.trade_word(trade.value)
        assert services.loyalty_word(LOYALTY[trade].value)
    assert (services.trade_word("retail"), services.loyalty_word("")) == ("", "")
