"""Who looks like whom, and by what."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.customers.domain.likeness import Known, distance, keys, known, likeness, same_box

BORN = date(1970, 3, 4)
BLANK = dict.fromkeys(
    (
        "first_name",
        "last_name",
        "company_name",
        "tax_id",
        "postcode",
        "street",
        "city",
    ),
    "",
)


def who(*addresses: tuple[str, str], name: str = "", **told: Any) -> Known:
    first, _, last = name.partition(" ")
    fields = {**BLANK, "birthday": None, "first_name": first, "last_name": last, **told}
    return known(customer_id=uuid4(), told=fields, addresses=list(addresses))


SAME = [
    (
        who(("email", "jan.kowalski+shop@gmail.com")),
        who(("email", "jankowalski@googlemail.com")),
        ["same_email"],
    ),
    (
        who(("phone", "+48600100200"), name="Jan Lis"),
        who(("whatsapp", "+48600100200"), name="Jan Lis"),
        ["same_number", "same_name"],
    ),
    (who(tax_id="5261040828"), who(tax_id="5261040828"), ["same_tax_id"]),
    (
        who(name="Łucja Nowak", city="Łódź"),
        who(name="lucja NOWAK", city="lodz"),
        ["same_name", "same_city"],
    ),
    (
        who(name="Jan Kowalski", birthday=BORN),
        who(name="Kowalski Jan", birthday=BORN),
        ["same_name", "same_birthday"],
    ),
    (
        who(name="Jan Lis", postcode="00-123"),
        who(name="Jan Lis", postcode="00123"),
        ["same_name", "same_postcode"],
    ),
    (
        who(name="Katarzyna Wiśniewska", birthday=BORN),
        who(name="Katarzyna Wisniewksa", birthday=BORN),
        ["same_birthday", "near_name"],
    ),
    (
        who(name="Anna Maria Nowak", birthday=BORN),
        who(name="Anna Nowak", birthday=BORN),
        ["same_birthday", "near_name"],
    ),
    (
        who(name="Ewelina Kowalska", street="ul. Długa 5", postcode="00-123"),
        who(name="Ewelina Kowalsla", street="Długa 5", postcode="00-123"),
        ["near_name", "same_street", "same_postcode"],
    ),
    (
        who(company_name="Piekarnia Bis Sp. z o.o.", postcode="00-123"),
        who(company_name="PIEKARNIA BIS", postcode="00-123"),
        ["same_company", "same_postcode"],
    ),
]
DIFFERENT = [
    (who(name="Jan Lis"), who(name="Jan Lis")),  # a name alone
    (who(name="Jan Lis", birthday=BORN), who(name="Jan Lis", birthday=date(1980, 1, 1), city="x")),
    (who(name="Jan Lis", city="Łódź"), who(name="Ewa Wilk", city="Łódź")),
    (
        who(("phone", "+48600100200"), name="Jan Lis"),
        who(("phone", "+48600100200"), name="Ewa Wilk"),  # a family's telephone
    ),
    (
        who(name="Jan Lis", street="Długa 5", postcode="1"),
        who(name="Ewa Lis", street="Długa 5", postcode="1"),
    ),
    (who(company_name="Bis", tax_id="1", city="x"), who(company_name="Bis", tax_id="2", city="x")),
    (who(name="Jan", birthday=BORN), who(name="Ewa", birthday=BORN)),
    (who(), who()),
]


@pytest.mark.parametrize(("one", "other", "reasons"), SAME)
def test_who_is_proposed_and_why(one: Known, other: Known, reasons: list[str]) -> None:
    found = likeness(one, other)

    assert found is not None
    assert list(found.reasons) == reasons
    assert likeness(other, one) == found


@pytest.mark.parametrize(("one", "other", "reasons"), SAME[:8])
def test_they_share_a_block(one: Known, other: Known, reasons: list[str]) -> None:
    if reasons != ["same_birthday", "near_name"] or len(one.name) == len(other.name):
        assert set(keys(one)) & set(keys(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_who_is_not(one: Known, other: Known) -> None:
    assert likeness(one, other) is None


def test_dots_count_but_at_one_provider() -> None:
    assert same_box("a.b@example.org") == "a.b@example.org"
    assert same_box("a.b+x@gmail.com") == "ab@gmail.com"


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_distance_is_that_of_the_plain_rule(one: str, other: str) -> None:
    assert min(distance(one, other, most=3), 4) == min(plain(one, other), 4)
    assert distance(one, other, most=2) == distance(other, one, most=2)


def plain(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    best = min(
        plain(one[1:], other) + 1,
        plain(one, other[1:]) + 1,
        plain(one[1:], other[1:]) + (one[0] != other[0]),
    )
    if one[:2] == other[:2][::-1] and len(one) > 1 and len(other) > 1:
        best = min(best, plain(one[2:], other[2:]) + 1)
    return best


def test_a_known_one_has_an_id() -> None:
    assert isinstance(who().id, UUID)


def test_blocks_of_a_company_and_of_neighbours_by_their_letters() -> None:
    firm = who(company_name="Acme sp. z o.o.")
    ola = who(name="Ola Lis", postcode="00-001", street="Polna 1")

    assert ("company", firm.company) in keys(firm)
    assert any(key[0] == "letters" and key[2:] == (ola.postcode, ola.street) for key in keys(ola))
