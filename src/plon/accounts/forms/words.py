"""Roles and rights in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plon.accounts.domain import Role

ROLES: Mapping[Role, str | Promise] = {
    Role.OWNER: _("Owner"),
    Role.BROKER: _("Broker, seller"),
    Role.MANAGER: _("Programme manager"),
    Role.COORDINATOR: _("Coordinator of partners"),
    Role.OPERATOR: _("Operator of the inbox"),
    Role.SUPERVISOR: _("Supervisor of the inbox"),
    Role.COUNTER: _("Counter staff"),
    Role.ACCOUNTANT: _("Accountant"),
}
ABOUT: Mapping[Role, str | Promise] = {
    Role.OWNER: _("Everything, with people, keys and the audit log"),
    Role.BROKER: _("Customers and transactions, with value"),
    Role.MANAGER: _("The same, and imports, exports and the catalogue"),
    Role.COORDINATOR: _("Sees customers and transactions, works on tasks"),
    Role.OPERATOR: _("Sees customers and transactions, corrects customers' details"),
    Role.SUPERVISOR: _("The same, and sees value"),
    Role.COUNTER: _("Finds a customer and adds a transaction"),
    Role.ACCOUNTANT: _("Sees customers, transactions, value and the books"),
}
RIGHTS: Mapping[str, str | Promise] = {
    "agenda.work": _("work on tasks"),
    "catalogue.write": _("change the catalogue"),
    "customers.erase": _("erase customers"),
    "customers.export": _("export customers"),
    "customers.read": _("read customers"),
    "customers.write": _("change customers"),
    "imports.run": _("import files"),
    "ledger.read": _("read the books"),
    "orders.read": _("read transactions"),
    "orders.write": _("add transactions"),
    "today.read": _("read today's list"),
    "value.read": _("read value"),
    "value.write": _("change how value is counted"),
}


def role_word(role: str) -> str:
    """Return a role's name for a page."""
    return str(ROLES[Role(role)])


def right_word(right: str) -> str:
    """Return a right in words; its code where a new room has not given it words."""
    return str(RIGHTS.get(right, right))
