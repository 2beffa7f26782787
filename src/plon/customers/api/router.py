"""Where the operations on customers meet, and the rights they ask for."""

from ninja import Router

from plon.accounts.queries import Key

router = Router(tags=["customers"])
READ, WRITE = Key("customers.read"), Key("customers.write")
