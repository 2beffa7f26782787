"""The books on pages and in files: read by owner and accountant, in both languages."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils.translation import override

from plon.accounts.domain import Role
from plon.customers.services import Person as Buyer
from plon.customers.services import identify
from plon.ledger import services
from plon.ledger.models import Account, Transfer
from plon.ledger.services import Kind
from plon.ledger.tests import desk
from plon.ledger.tests.desk import line, post
from plon.ledger.views import words
from plon.ledger.views.words import kinds
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    one = ann()
    with inside(one.workspace_id):
        dan = identify(
            workspace_id=one.workspace_id,
            person=Buyer(external_id="77", first_name="Dan", last_name="Dąb"),
            now=NOW,
        )
        desk.open_units(one.workspace_id)
        granted = post(
            one.workspace_id, "grant:1", line(Kind.EXPENSE, Kind.PENDING, 123_456, of=str(dan))
        ).id
        desk.reverse(one.workspace_id, granted, base=3, refund=1)
        post(one.workspace_id, "p", line(Kind.EXPENSE, Kind.AVAILABLE, 40, unit="PTS", of="x-1"))
    return one


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


def account(owner: Person, kind: str) -> UUID:
    with inside(owner.workspace_id):
        return Account.objects.filter(kind=kind).values_list("id", flat=True)[0]


@pytest.mark.parametrize("role", [Role.OWNER, Role.ACCOUNTANT])
def test_owner_and_accountant_see_who_holds_what(owner: Person, role: Role) -> None:
    reader = person("Eve", workspace_id=owner.workspace_id, role=role).browser()

    told = page(reader, "/ledger/")

    assert "Dan Dąb" in told
    assert "823,04 PLN" in told
    assert "40 PTS" in told
    assert "Księgi" in told


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?unit=PTS", "40 PTS", "823,04"),
        ("?kind=pending", "823,04", "40 PTS"),
        ("?q=x-1", "40 PTS", "823,04"),
        ("?kind=nonsense", "823,04", "nonsense"),
        ("?page=nonsense", "823,04", "nonsense"),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    owner: Person, query: str, shown: str, hidden: str
) -> None:
    told = page(owner.browser(), f"/ledger/{query}").partition("<table")[2].partition("</table")[0]

    assert shown in told
    assert hidden not in told


def test_nothing_found_and_nothing_there_yet_are_said(owner: Person) -> None:
    assert "Nie ma takiego konta" in page(owner.browser(), "/ledger/?q=nobody")
    new = cora().browser()
    assert "Tu staną księgi" in page(new, "/ledger/")
    assert "Jeszcze nic" in page(new, "/ledger/transfers/")


def test_a_long_list_has_pages(owner: Person) -> None:
    with inside(owner.workspace_id):
        for number in range(60):
            post(
                owner.workspace_id,
                f"g{number}",
                line(Kind.EXPENSE, Kind.PENDING, 1, of=f"c{number}"),
            )
    client = owner.browser()

    assert "page=1" in page(client, "/ledger/")
    assert "Strona 2" in page(client, "/ledger/?page=1")
    first = page(client, "/ledger/transfers/")
    assert "after=" in first
    place = first.partition("after=")[2].partition('"')[0].replace("&amp;", "&")
    second = page(client, f"/ledger/transfers/?after={place}")
    assert "grant:1" in second
    statement = page(client, f"/ledger/accounts/{account(owner, 'expense')}/")
    after = statement.partition("after=")[2].partition('"')[0]
    assert "grant:1" in page(client, f"/ledger/accounts/{account(owner, 'expense')}/?after={after}")


def test_a_statement_shows_each_line_with_the_other_side(owner: Person) -> None:
    told = page(owner.browser(), f"/ledger/accounts/{account(owner, 'pending')}/")

    assert "823,04 PLN" in told
    assert "1 234,56 PLN" in told
    assert "−411,52 PLN" in told
    assert "Koszt: p1" in told
    assert page(owner.browser(), f"/ledger/accounts/{account(owner, 'pending')}/?after=nonsense")


def test_an_amount_beyond_what_floats_hold_is_shown_to_the_last_digit() -> None:
    with override("en"):
        assert words.amount(2**63 - 1, code="PLN", exponent=2).startswith(
            "92,233,720,368,547,758.07"
        )


@pytest.mark.parametrize("place", ["0001-01-01T00:00:00%2B14:00", "2026-01-01T00:00:00"])
def test_a_place_in_the_list_that_is_none_is_its_beginning(owner: Person, place: str) -> None:
    told = owner.browser().get(f"/ledger/transfers/?after={place}~{UUID(int=7)}")

    assert told.status_code == 200


def test_an_account_without_a_kept_balance_is_summed_up(owner: Person) -> None:
    told = page(owner.browser(), f"/ledger/accounts/{account(owner, 'expense')}/")

    assert "suma jego zapisów" in told


def test_a_transfer_shows_its_postings_and_what_it_takes_back(owner: Person) -> None:
    with inside(owner.workspace_id):
        back = Transfer.objects.exclude(corrects=None).get()

    told = page(owner.browser(), f"/ledger/transfers/{back.id}/")

    assert "411,52 PLN" in told
    assert f"/ledger/transfers/{back.corrects_id}/" in told
    assert "jeszcze nie" in told


def test_a_transfer_of_nothing_says_so(owner: Person) -> None:
    with inside(owner.workspace_id):
        tiny = post(owner.workspace_id, "tiny", line(Kind.EXPENSE, Kind.PENDING, 1)).id
        nothing = desk.reverse(owner.workspace_id, tiny, base=3, refund=1, key="none").id

    assert "nic się nie przesunęło" in page(owner.browser(), f"/ledger/transfers/{nothing}/")


def test_english_readers_read_english(owner: Person) -> None:
    client = owner.browser()
    client.post("/language", {"language": "en"})

    told = page(client, "/ledger/")

    assert "Books" in told
    assert "823.04 PLN" in told


@pytest.mark.parametrize("kind", ["accounts", "transfers"])
def test_unknown_ids_are_not_found(owner: Person, kind: str) -> None:
    assert owner.browser().get(f"/ledger/{kind}/{uuid4()}/").status_code == 404


def test_files_hold_the_same(owner: Person) -> None:
    client = owner.browser()

    held = b"".join(client.get("/ledger/?unit=PLN&format=csv")).decode("utf-8-sig")
    lines = b"".join(client.get("/ledger/transfers/?format=csv")).decode("utf-8-sig")

    assert "W oczekiwaniu;Dan Dąb;" in held
    assert held.count("\r\n") == 3
    assert "823,04" in held
    assert lines.count("\r\n") == 4
    assert "grant:1" in lines
    assert "1234,56" in lines


ORDER = "0197f5ae-0000-7000-8000-00000000000e"
ALL = frozenset({"orders.read", "customers.read"})


@pytest.mark.parametrize(
    ("kind", "id_", "rights", "text", "href"),
    [
        ("order", ORDER, ALL, "Transakcja", f"/orders/{ORDER}/"),
        ("order", ORDER, frozenset(), f"Transakcja {ORDER}", ""),
        ("order", "3", ALL, "Transakcja 3", ""),
        ("customer", desk.DAN, ALL, "Dan Dąb", f"/customers/{desk.DAN}/"),
        ("customer", desk.DAN, frozenset(), "Dan Dąb", ""),
        ("customer", "gone", ALL, "Klient gone", ""),
        ("lot", "1", ALL, "Minął termin tej wartości", ""),
        ("till", "1", ALL, "till 1", ""),
    ],
)
def test_a_cause_is_told_in_words_with_a_way_there(
    kind: str, id_: str, rights: frozenset[str], text: str, href: str
) -> None:
    with override("pl"):
        told = words.cause(kind, id_, names={desk.DAN: "Dan Dąb"}, rights=rights)

    assert (told.text, told.href) == (text, href)


def test_a_transfer_leads_to_its_cause(owner: Person) -> None:
    with inside(owner.workspace_id):
        dan = str(Account.objects.get(kind="pending").owner_id)
        thanks = replace(
            desk.transfer("thanks", [line(Kind.EXPENSE, Kind.PENDING, 5, of=dan)]),
            cause_type="customer",
            cause_id=dan,
        )
        moved = services.post_transfer(workspace_id=owner.workspace_id, transfer=thanks, now=NOW).id

    for path in ("/ledger/transfers/", f"/ledger/transfers/{moved}/"):
        assert f'<a href="/customers/{dan}/">Dan Dąb</a>' in page(owner.browser(), path)


def test_every_kind_of_account_has_words() -> None:
    assert set(kinds()) == {kind.value for kind in Kind}
