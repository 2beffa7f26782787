"""Old addresses are shortened to their network, by one rule in Python and in the database."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plon.runtime.addresses import NAME, shortened

ADDRESSES = [
    ("203.0.113.7", "203.0.113.0/24"),
    ("203.0.113.0/24", "203.0.113.0/24"),
    ("203.0.113.7/32", "203.0.113.0/24"),
    ("2001:db8:85a3:1::7", "2001:db8:85a3::/48"),
    ("2001:DB8:0:1:0:0:0:7", "2001:db8::/48"),
    ("2001:db8:85a3::/48", "2001:db8:85a3::/48"),
    ("::ffff:203.0.113.7", "203.0.113.0/24"),  # an address of IPv4 in IPv6's clothes
    ("::FFFF:cb00:7107", "203.0.113.0/24"),
    ("::1", "::/48"),
]
NO_ADDRESSES = [
    "",
    "kiosk",
    "1.2.3",
    "01.2.3.4",
    "1.2.3.400",
    "fe80::1%eth0",
    "1:2",
    ":::",
    "1.2.3.4 ",
]


def by_database(address: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NAME}(%s)", [address])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(("address", "network"), ADDRESSES)
def test_the_network_stays(address: str, network: str) -> None:
    assert shortened(address) == network


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_goes(text: str) -> None:
    assert shortened(text) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*(each for each, _ in ADDRESSES), *NO_ADDRESSES])
def test_the_database_has_the_same_rule(text: str) -> None:
    assert by_database(text) == shortened(text)


ANY = st.one_of(
    st.ip_addresses().map(str),
    st.ip_addresses(v=6, network="::ffff:0:0/96").map(str),
    st.ip_addresses(v=6, network="::/80").map(str),
    st.text(alphabet="0123456789abcdef.:/%", max_size=45),
)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY)
def test_whatever_is_written_there(text: str) -> None:
    network = shortened(text)

    assert by_database(text) == network
    assert shortened(network) == network
    assert len(network) <= 45
