"""Network addresses, shortened when they are old: a network stays, the line into a home does not.

The database shortens by the same rule: `shortened` is a function of the SQLite connection, and
walls_postgresql makes one of PostgreSQL. A wall that lets an old address be shortened asks it.
"""

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_network

from django.db.models import CharField, Func

NAME = "plon_shortened"  # in the database
BITS_4, BITS_6 = 24, 48


class Shortened(Func):
    """`shortened`, as the database does it."""

    function = NAME
    arity = 1
    output_field = CharField()


def shortened(address: str) -> str:
    """Return the network of an address: "203.0.113.0/24", "2001:db8:85a3::/48"; "" for no address.

    That of a network is itself, so shortening twice changes nothing.
    """
    text = address.partition("/")[0]
    with suppress(ValueError):
        return _network(f"{IPv4Address(text)}/{BITS_4}")
    with suppress(ValueError):
        found = IPv6Address(text)
        if found.scope_id is None:
            inner = found.ipv4_mapped
            return _network(f"{inner}/{BITS_4}" if inner else f"{found}/{BITS_6}")
    return ""


def _network(text: str) -> str:
    return str(ip_network(text, strict=False))
