"""The catalogue: products added, changed, withdrawn, and those ready for a trade."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client
from django.utils.html import escape

from plon.accounts.domain import Role, Trade
from plon.accounts.models import AuditEntry, Workspace
from plon.orders.domain import NewProduct
from plon.orders.models import Product
from plon.orders.queries import ready_products
from plon.orders.services import ProductToldOtherwise, add_product, install_preset
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, person

pytestmark = pytest.mark.django_db
RYE = NewProduct(code="rye", name="Rye bread", price_minor=1_400, margin_bp=5_500)
LIST = "/settings/catalogue/"


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def browser(owner: Person) -> Client:
    client = owner.browser()
    client.post("/language", {"language": "en"})
    return client


def add(owner: Person, product: NewProduct = RYE) -> UUID:
    with inside(owner.workspace_id):
        return add_product(owner.caller, product=product, now=NOW)[0]


def kept(owner: Person, code: str) -> Product:
    with inside(owner.workspace_id):
        return Product.objects.get(code=code)


def codes(owner: Person) -> set[str]:
    with inside(owner.workspace_id):
        return set(Product.objects.values_list("code", flat=True))


def actions(owner: Person) -> list[str]:
    with inside(owner.workspace_id):
        return sorted(AuditEntry.objects.values_list("action", flat=True))


class TestAddProduct:
    def test_is_kept_once_and_written_down(self, owner: Person) -> None:
        assert add(owner) == add(owner)
        assert actions(owner) == ["product.added"]

    def test_another_of_the_same_code_is_refused(self, owner: Person) -> None:
        add(owner)

        with pytest.raises(ProductToldOtherwise):
            add(owner, replace(RYE, price_minor=1))
        assert kept(owner, "rye").price_minor == 1_400


class TestPresets:
    @pytest.mark.parametrize("trade", Trade)
    @pytest.mark.parametrize("language", ["pl", "en"])
    def test_each_is_complete_and_its_names_differ(self, trade: Trade, language: str) -> None:
        ready = ready_products(trade, language=language)

        assert len(ready) >= 8
        assert len({product.name for product in ready}) == len(ready)
        assert len({product.code for product in ready}) == len(ready)
        for product in ready:
            Product(**{n: getattr(product, n) for n in product.__dataclass_fields__}).clean_fields(
                exclude=["workspace", "created_at", "import_id"]
            )

    def test_is_repeated_without_touching_what_the_firm_changed(self, owner: Person) -> None:
        def install(language: str) -> int:
            with inside(owner.workspace_id):
                return install_preset(
                    owner.caller, trade=Trade.BAKERY, language=language, now=NOW
                ).created

        first = install("pl")
        with inside(owner.workspace_id):
            Product.objects.filter(code="rye_bread").update(name="Nasz żytni", is_active=False)
            Product.objects.filter(code="cake").delete()

        assert (first, install("en")) == (9, 1)
        assert (kept(owner, "rye_bread").name, kept(owner, "rye_bread").is_active) == (
            "Nasz żytni",
            False,
        )
        assert kept(owner, "roll").name == "Bułka"
        assert kept(owner, "cake").name == "Cake by weight"
        assert install("pl") == 0
        assert actions(owner) == ["catalogue.preset", "catalogue.preset", "workspace.trade"]

    def test_what_a_list_brought_under_its_name_is_kept_and_learns_what_it_earns(
        self, owner: Person, browser: Client
    ) -> None:
        add(owner, NewProduct(code="17", name="KOLORYZACJA", price_minor=30_000))
        add(owner, NewProduct(code="18", name="Strzyzenie  meskie", margin_bp=4_000))
        add(owner, NewProduct(code="19", name="Broda", unit_cost_minor=900))

        page = browser.post(f"{LIST}trade/", {"trade": "hairdresser"})

        assert "6 products added. 3 were there already." in page.text
        installed = page.context["installed"]
        assert {(each.name, each.code, each.has_learnt) for each in installed.matched} == {
            ("KOLORYZACJA", "17", True),
            ("Strzyzenie  meskie", "18", False),
            ("Broda", "19", False),
        }
        assert "Koloryzacja = KOLORYZACJA (code 17): what you earn on it was filled in" in page.text
        assert len(installed.added) == 6
        assert all(f"<li>{escape(name)}</li>" in page.text for name in installed.added)
        assert codes(owner).isdisjoint({"colour", "cut_men", "beard"})
        dyed, cut, beard = (kept(owner, code) for code in ("17", "18", "19"))
        assert (dyed.name, dyed.price_minor, dyed.margin_bp) == ("KOLORYZACJA", 30_000, 5_500)
        assert (cut.margin_bp, beard.margin_bp) == (4_000, None)
        assert actions(owner).count("product.changed") == 1
        again = browser.post(f"{LIST}trade/", {"trade": "hairdresser"}).context["installed"]
        assert (again.created, again.known) == (0, 9)
        assert len(codes(owner)) == 9
        assert actions(owner).count("product.changed") == 1


class TestPages:
    def test_a_product_is_added_with_a_code_of_its_name(
        self, owner: Person, browser: Client
    ) -> None:
        said = {"name": "Łąka", "commission_model": "none", "margin_bp": "55,5"}

        for _ in range(2):
            assert browser.post(f"{LIST}new/", said).status_code == 302
        assert codes(owner) == {"laka", "laka-2"}
        assert kept(owner, "laka").margin_bp == 5_550

    def test_a_taken_code_and_unreadable_figures_come_back(
        self, owner: Person, browser: Client
    ) -> None:
        add(owner)
        said = {"name": "Rye", "commission_model": "none", "code": "rye", "margin_bp": "5"}

        assert browser.post(f"{LIST}new/", said).status_code == 422
        for wrong in ("abc", "101", "-1"):
            response = browser.post(f"{LIST}new/", said | {"code": "b", "margin_bp": wrong})
            assert response.status_code == 422
            assert "field-error" in response.text
        assert codes(owner) == {"rye"}

    def test_a_change_is_told(self, owner: Person, browser: Client) -> None:
        path = f"{LIST}{add(owner)}/"
        page = browser.get(path)
        assert "stays so" in page.text

        said = {"name": "Rye", "commission_model": "fixed", "commission_minor": "2"}
        assert browser.post(path, said).status_code == 302

        row = kept(owner, "rye")
        assert (row.name, row.commission_minor, row.margin_bp) == ("Rye", 200, None)
        assert Fact.objects.filter(name="orders.CatalogueChanged").count() == 1

    def test_a_product_is_withdrawn_and_comes_back(self, owner: Person, browser: Client) -> None:
        path = f"{LIST}{add(owner)}/"

        browser.post(f"{path}retirement/", {"is_active": "0"})
        assert not kept(owner, "rye").is_active
        assert browser.get(LIST).context["total"] == 0
        assert browser.get(LIST, {"shown": "retired"}).context["total"] == 1
        assert browser.get(LIST, {"shown": "all"}).context["total"] == 1
        assert "Withdrawn" in browser.get(path).text

        browser.post(f"{path}retirement/", {"is_active": "1"})
        assert kept(owner, "rye").is_active

    def test_the_list_is_searched_narrowed_and_paged(
        self, owner: Person, browser: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("plon.orders.services.product_list.PAGE_SIZE", 2)
        for number, category in enumerate(["a", "b", "b", "b", "c"]):
            add(owner, NewProduct(code=f"p{number}", name=f"Loaf {number}", category=category))

        def names(**query: str) -> list[str]:
            return [row.name for row in browser.get(LIST, query).context["table"].rows]

        assert names(category="b") == ["Loaf 1", "Loaf 2"]
        assert names(q="loaf 4") == ["Loaf 4"]
        assert names(q="p3", category="c") == []
        seen, query = [], ""
        while True:
            table = browser.get(f"{LIST}{query}").context["table"]
            seen += [row.name for row in table.rows]
            if not table.pager.next_href:
                break
            query = table.pager.next_href
        assert seen == [f"Loaf {number}" for number in range(5)]
        assert names(after="nonsense") == ["Loaf 0", "Loaf 1"]

    @pytest.mark.parametrize("typed", ["zytni", "ŻYTNI", "chleb żytni", "CH-ł"])
    def test_the_list_is_searched_without_signs(
        self, owner: Person, browser: Client, typed: str
    ) -> None:
        add(owner, NewProduct(code="Ch-Ł", name="Żytni chleb"))

        assert browser.get(LIST, {"q": typed}).context["total"] == 1
        assert browser.get(LIST, {"q": f"{typed}x"}).context["total"] == 0

    def test_an_empty_catalogue_leads_to_the_ready_ones(self, browser: Client) -> None:
        assert "/settings/catalogue/trade/" in browser.get(LIST).text
        assert browser.post(f"{LIST}trade/", {"trade": "moon"}).status_code == 422

    def test_who_sees_value_sees_the_list_and_no_links(self, owner: Person) -> None:
        add(owner)
        broker = person("Dan", workspace_id=owner.workspace_id, role=Role.BROKER)

        page = broker.browser().get(LIST)

        assert page.context["table"].rows[0].cells[0].href == ""
        assert broker.browser().get(f"{LIST}new/").status_code == 403

    def test_a_trade_brings_its_products_and_loyalty(self, owner: Person, browser: Client) -> None:
        browser.post(f"{LIST}trade/", {"trade": "pet_shop"})

        firm = Workspace.objects.get(id=owner.workspace_id)
        assert (firm.trade, firm.loyalty, len(codes(owner))) == ("pet_shop", "values", 10)
        ready = browser.get(f"{LIST}trade/").context["trades"]
        assert [each.code for each in ready if each.is_current] == ["pet_shop"]
