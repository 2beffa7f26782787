"""Customers written down and changed by hand, and what imports make of it afterwards."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry
from plon.customers import queries, services
from plon.customers.models import Customer, Identity
from plon.customers.services import Address, Details, Person
from plon.customers.tests.forms import posted, shown
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann, cora, person
from tests.cast import Person as Member

pytestmark = pytest.mark.django_db
EMAIL = Address(kind="email", text="Dan@Example.org")
PHONE = Address(kind="phone", text="600 100 200")


@pytest.fixture
def owner() -> Member:
    return ann()


def added(owner: Member, *addresses: Address, **said: str) -> UUID:
    with inside(owner.workspace_id):
        details = Details(**said)  # type: ignore[arg-type]
        return services.add_customer(owner.caller, details=details, addresses=addresses, now=NOW)


def told(owner: Member, **said: str) -> UUID:
    """Let an import say something of a customer."""
    with inside(owner.workspace_id):
        return services.identify(
            workspace_id=owner.workspace_id,
            person=Person(**said),  # type: ignore[arg-type]
            now=NOW,
            import_id=uuid4(),
        )


def row_of(owner: Member, customer_id: UUID) -> Customer:
    with inside(owner.workspace_id):
        return Customer.objects.get(id=customer_id)


def addresses_of(owner: Member, customer_id: UUID) -> list[tuple[str, str, str]]:
    with inside(owner.workspace_id):
        rows = Identity.objects.filter(customer=customer_id).order_by("kind", "value")
        return list(rows.values_list("kind", "value", "shown"))


def test_an_address_written_otherwise_changes_in_nothing_but_its_writing(owner: Member) -> None:
    dan = added(owner, PHONE)
    with inside(owner.workspace_id), CaptureQueriesContext(connection) as asked:
        other = Address(kind="phone", text="600-100-200")
        services.add_address(owner.caller, customer_id=dan, address=other, now=NOW)

    (said,) = [q["sql"] for q in asked if q["sql"].startswith('UPDATE "customers_identity"')]
    assert said.partition(" WHERE ")[0].count(" = ") == 1
    assert addresses_of(owner, dan) == [("phone", "+48600100200", "600-100-200")]


class TestChangeFields:
    def test_changes_those_named_and_notes_who_did(self, owner: Member) -> None:
        dan = added(owner, EMAIL, first_name="Dan", city="Łódź")
        with inside(owner.workspace_id):
            change = {"city": "", "last_name": "Nowak"}
            for is_changed in (True, False):
                done = services.change_fields(
                    owner.caller, customer_id=dan, changes=change, now=NOW
                )
                assert done is is_changed
            (entry,) = AuditEntry.objects.filter(action="customer.changed")

        row = row_of(owner, dan)
        assert (row.first_name, row.last_name, row.city, row.emptied) == (
            "Dan",
            "Nowak",
            "",
            "city",
        )
        assert "nowak" in row.search_text
        assert "dan@example.org" in row.search_text
        assert entry.detail == {"fields": ["last_name", "city"]}

    def test_of_a_stranger_is_refused(self, owner: Member) -> None:
        dan = added(owner, first_name="Dan")
        stranger = cora()
        with inside(stranger.workspace_id), pytest.raises(services.CustomerGone):
            services.change_fields(stranger.caller, customer_id=dan, changes={}, now=NOW)


class TestAddCustomer:
    def test_writes_fields_and_addresses_and_is_found_by_both(self, owner: Member) -> None:
        dan = added(owner, EMAIL, PHONE, first_name="Dan", city="Łódź")

        assert addresses_of(owner, dan) == [
            ("email", "dan@example.org", "Dan@Example.org"),
            ("phone", "+48600100200", "600 100 200"),
        ]
        assert row_of(owner, dan).edited_at == NOW
        with inside(owner.workspace_id):
            for text in ("lodz", "600100200", "dan@example"):
                assert [each.id for each in queries.search(text)] == [dan]
            entry = AuditEntry.objects.get(action="customer.added")
        assert (entry.subject, entry.detail) == (f"customer:{dan}", {})

    def test_names_each_address_that_cannot_be(self, owner: Member) -> None:
        dan = added(owner, EMAIL)

        with pytest.raises(services.AddressesRefused) as refused:
            added(owner, EMAIL, Address(kind="phone", text="12"), Address(kind="fax", text="1"))

        assert [(each.why, each.owner_id) for each in refused.value.refusals] == [
            ("taken", dan),
            ("unreadable", None),
            ("unreadable", None),
        ]
        with inside(owner.workspace_id):
            assert Customer.objects.count() == 1

    def test_wants_a_referrer_of_the_same_firm(self, owner: Member) -> None:
        stranger = added(cora())

        with inside(owner.workspace_id), pytest.raises(services.ReferrerUnfit):
            services.add_customer(owner.caller, details=Details(referrer_id=stranger), now=NOW)


class TestChangeCustomer:
    def change(self, owner: Member, dan: UUID, *addresses: Address, **said: str) -> bool:
        with inside(owner.workspace_id):
            return services.change_customer(
                owner.caller,
                customer_id=dan,
                details=Details(**said),  # type: ignore[arg-type]
                addresses=addresses,
                now=NOW,
            )

    def test_what_was_changed_stands_and_the_old_is_no_longer_found(self, owner: Member) -> None:
        dan = added(owner, EMAIL, first_name="Dan", city="Łódź")

        assert self.change(owner, dan, PHONE, first_name="Daniel", city="Pabianice")

        assert [kind for kind, _value, _shown in addresses_of(owner, dan)] == ["phone"]
        with inside(owner.workspace_id):
            assert queries.search("lodz") == queries.search("dan@example.org") == []
            entry = AuditEntry.objects.get(action="customer.changed")
        assert entry.detail == {"fields": ["first_name", "city", "addresses"]}

    def test_the_same_again_changes_nothing(self, owner: Member) -> None:
        dan = added(owner, EMAIL, first_name="Dan")

        assert not self.change(owner, dan, EMAIL, first_name="Dan")
        assert not self.change(owner, dan, EMAIL, EMAIL, first_name="Dan")

    def test_an_address_written_otherwise_is_the_same_one(self, owner: Member) -> None:
        dan = added(owner, PHONE)
        with inside(owner.workspace_id):
            before = Identity.objects.get().id

        assert self.change(owner, dan, Address(kind="phone", text="+48 600-100-200"))

        assert addresses_of(owner, dan) == [("phone", "+48600100200", "+48 600-100-200")]
        with inside(owner.workspace_id):
            assert Identity.objects.get().id == before

    def test_addresses_that_are_not_told_stay(self, owner: Member) -> None:
        dan = added(owner, EMAIL)
        with inside(owner.workspace_id):
            services.change_customer(
                owner.caller, customer_id=dan, details=Details(last_name="Lis"), now=NOW
            )

            assert [each.id for each in queries.search("dan@example.org lis")] == [dan]

    def test_imports_fill_what_is_blank_but_not_what_was_emptied(self, owner: Member) -> None:
        dan = told(owner, external_id="7", email="dan@example.org", city="Łódź", needs="x")
        number = Address(kind="external", text="7")
        self.change(owner, dan, number, first_name="Dan", needs="chleb")

        again = told(
            owner, external_id="7", email="dan@example.org", first_name="D.", last_name="Lis",
            city="Łódź", needs="x",
        )  # fmt: skip

        row = row_of(owner, dan)
        assert again == dan
        assert (row.first_name, row.last_name, row.city, row.needs) == ("Dan", "Lis", "", "chleb")
        assert [kind for kind, _value, _shown in addresses_of(owner, dan)] == ["external"]

    def test_what_is_filled_in_again_may_be_filled_by_imports_after(self, owner: Member) -> None:
        dan = added(owner, EMAIL, city="Łódź")
        self.change(owner, dan)
        self.change(owner, dan, EMAIL, city="Zgierz")

        assert row_of(owner, dan).emptied == ""

    def test_nothing_of_the_merged_or_erased_is_changed(self, owner: Member) -> None:
        dan = added(owner)
        with inside(owner.workspace_id):
            Customer.objects.update(erased_at=NOW)

        with pytest.raises(services.CustomerGone):
            self.change(owner, dan, city="Łódź")


class TestAddresses:
    def test_are_added_and_removed_one_by_one(self, owner: Member) -> None:
        dan = added(owner, EMAIL)
        here = {"customer_id": dan, "now": NOW}
        with inside(owner.workspace_id):
            made = services.add_address(owner.caller, address=PHONE, **here)  # type: ignore[arg-type]
            again = services.add_address(owner.caller, address=PHONE, **here)  # type: ignore[arg-type]

            assert made == again
            for _ in range(2):
                services.remove_address(owner.caller, address_id=made, **here)  # type: ignore[arg-type]

        assert [kind for kind, _value, _shown in addresses_of(owner, dan)] == ["email"]
        assert row_of(owner, dan).emptied == "phone:+48600100200"


class TestPages:
    def test_a_customer_is_written_down(self, owner: Member) -> None:
        browser = owner.browser()
        assert browser.get("/customers/new/").status_code == 200

        answer = browser.post(
            "/customers/new/",
            posted([("email", "dan@example.org"), ("phone", "")], first_name="Dan"),
        )

        page = answer.headers["Location"]
        assert "dan@example.org" in browser.get(page).text

    def test_nobody_is_no_customer(self, owner: Member) -> None:
        answer = owner.browser().post("/customers/new/", posted([("email", "")]))

        assert answer.status_code == 422
        assert "Wpisz imię" in answer.text

    @pytest.mark.parametrize(
        ("field", "said", "sentence"),
        [
            ("tax_id", "521 043 91 10", "NIP ma 10 cyfr"),
            ("country", "Polska", "Wpisz dwie litery"),
            ("birthday", "2126-01-01", "sprawdź rok"),
            ("company_birthday", "1026-01-01", "od 1880"),
            ("referrer", "Nikt Taki", "Nie ma takiego klienta"),
            ("city", "x" * 121, "120"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(
        self, owner: Member, field: str, said: str, sentence: str
    ) -> None:
        wrong = posted(first_name="Dan") | {field: said}
        answer = owner.browser().post("/customers/new/", wrong)

        assert answer.status_code == 422
        assert sentence in " ".join(answer.context["form"].errors[field])

    @pytest.mark.parametrize(
        ("kind", "said", "sentence"),
        [
            ("email", "dan", "znaku @"),
            ("phone", "12345", "polski ma 9 cyfr"),
            ("viber", "12345", "polski ma 9 cyfr"),
            ("instagram", "@", "tego rodzaju"),
        ],
    )
    def test_an_unreadable_address_says_what_is_wrong(
        self, owner: Member, kind: str, said: str, sentence: str
    ) -> None:
        answer = owner.browser().post("/customers/new/", posted([(kind, said)], first_name="Dan"))

        assert answer.status_code == 422
        assert sentence in answer.text

    def test_an_address_of_somebody_else_leads_to_them(self, owner: Member) -> None:
        dan = added(owner, EMAIL, first_name="Dan", last_name="<Lis>")
        ola, browser = added(owner, first_name="Ola"), owner.browser()
        said = posted([("email", "dan@example.org")], first_name="Ola")

        both = f"/customers/duplicates/{ola}/{dan}/"
        for page, link in (
            ("/customers/new/", f'href="/customers/{dan}/">Dan &lt;Lis&gt;</a>'),
            (f"/customers/{ola}/edit/", f'href="{both}">Dan &lt;Lis&gt;: porównaj obie karty</a>'),
        ):
            answer = browser.post(page, said)

            assert answer.status_code == 422
            assert link in answer.text
        assert browser.get(both).status_code == 200
        assert addresses_of(owner, ola) == []

    def test_a_referrer_is_found_by_address_or_by_the_whole_name(self, owner: Member) -> None:
        dan = added(owner, EMAIL, first_name="Dan", last_name="Lis")
        added(owner, first_name="Dan", last_name="Lisek", city="Łódź")
        browser = owner.browser()

        for said in ("dan@EXAMPLE.org", "dan lis"):
            answer = browser.post("/customers/new/", posted(first_name="Ola", referrer=said))
            page = answer.headers["Location"]
            assert row_of(owner, UUID(page.split("/")[2])).referrer_id == dan

        many = browser.post("/customers/new/", posted(first_name="Ola", referrer="dan"))
        assert "Dan Lisek (Łódź)" in many.text
        self_made = browser.post(
            f"/customers/{dan}/edit/", posted(first_name="Dan", referrer="dan@example.org")
        )
        assert "Nikt nie poleca sam siebie" in self_made.text

    def test_the_form_saved_as_it_was_opened_changes_nothing(self, owner: Member) -> None:
        olga = added(owner, EMAIL, first_name="Olga")
        with inside(owner.workspace_id):
            dan = services.add_customer(
                owner.caller,
                details=Details(
                    first_name="Dan", tax_id="123", language="fr", preferred_channel="fax",
                    birthday=date(1980, 2, 29), referrer_id=olga,
                ),
                addresses=[PHONE],
                now=NOW,
            )  # fmt: skip
        page, browser = f"/customers/{dan}/edit/", owner.browser()
        opened = shown(browser, page)
        said = {name: str(value) for name, value in opened.items() if value not in (None, False)}
        rows = opened["addresses"]
        said.pop("addresses")

        answer = browser.post(page, said | posted(rows, **said))  # type: ignore[arg-type]

        assert answer.status_code == 302
        row = row_of(owner, dan)
        assert (row.referrer_id, row.language, row.preferred_channel) == (olga, "fr", "fax")
        with inside(owner.workspace_id):
            assert [e.detail for e in AuditEntry.objects.filter(action="customer.changed")] == []

    def test_two_who_change_one_customer_do_not_overwrite_each_other(self, owner: Member) -> None:
        dan = added(owner, EMAIL, first_name="Dan", city="Łódź")
        page, browser = f"/customers/{dan}/edit/", owner.browser()
        seen = str(shown(browser, page)["seen_at"])
        browser.post(page, posted(first_name="Dan", city="Zgierz", birthday="1980-05-01"))

        late = browser.post(
            page,
            posted(
                [("email", "dan@example.org")], first_name="Daniel", seen_at=seen, kind="company"
            ),
        )

        assert late.status_code == 409
        assert [what for what, _stands in late.context["differences"]] == [
            "Rodzaj", "Imię", "Miejscowość", "Data urodzenia", "Adresy",
        ]  # fmt: skip
        assert "Zgierz" in late.text
        assert row_of(owner, dan).first_name == "Dan"
        once_more = posted(first_name="Daniel", seen_at=late.context["seen_at"])
        assert browser.post(page, once_more).status_code == 302
        assert row_of(owner, dan).first_name == "Daniel"

    def test_a_slip_in_the_form_does_not_hide_what_somebody_else_changed(
        self, owner: Member
    ) -> None:
        dan = added(owner, EMAIL, first_name="Dan", city="Łódź")
        page, browser = f"/customers/{dan}/edit/", owner.browser()
        seen = str(shown(browser, page)["seen_at"])
        browser.post(page, posted(first_name="Dan", city="Zgierz"))

        slip = browser.post(page, posted(first_name="Daniel", seen_at=seen, country="Polska"))
        assert slip.status_code == 422
        again = browser.post(page, posted(first_name="Daniel", seen_at=slip.context["seen_at"]))

        assert again.status_code == 409
        assert row_of(owner, dan).city == "Zgierz"

    def test_nonsense_as_time_is_no_crash(self, owner: Member) -> None:
        dan = added(owner, first_name="Dan")
        said = posted(first_name="Daniel", seen_at="x")

        assert owner.browser().post(f"/customers/{dan}/edit/", said).status_code == 302

    def test_the_merged_erased_and_others_have_no_form(self, owner: Member) -> None:
        dan, kept = added(owner), added(owner)
        browser = owner.browser()
        for change in ({"erased_at": NOW}, {"erased_at": None, "merged_into_id": kept}):
            with inside(owner.workspace_id):
                Customer.objects.filter(id=dan).update(**change)
            assert browser.get(f"/customers/{dan}/edit/").status_code == 404
        assert cora().browser().get(f"/customers/{kept}/edit/").status_code == 404
        clerk = person("Ben", workspace_id=owner.workspace_id, role=Role.COUNTER)
        assert clerk.browser().get(f"/customers/{kept}/edit/").status_code == 403
