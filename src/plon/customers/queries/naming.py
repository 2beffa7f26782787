"""How a customer is called: by a name, else by the number under which the firm knows them."""

from django.db.models import OuterRef, QuerySet, Subquery

from plon.customers.models import Customer, Identity
from plon.ui.language import gettext as _

NAMES = ("first_name", "last_name", "company_name")  # the columns that name_of reads


def numbered(rows: QuerySet[Customer]) -> QuerySet[Customer]:
    """Return the same customers with what name_of needs of them, in the same statement."""
    return rows.annotate(number=number_for("pk"))


def number_for(column: str) -> Subquery:
    """Return, for a query of rows with a customer's id in `column`, the first of their numbers."""
    own = Identity.objects.filter(customer_id=OuterRef(column), kind=Identity.Kind.EXTERNAL)
    return Subquery(own.order_by("created_at", "id").values("shown")[:1])


def name_of(row: Customer, *, number: str | None = None) -> str:
    """Return a person's or a firm's name, else "Customer 1042", else a part of the id.

    The number of a nameless row that neither came from `numbered` nor with it is asked for.
    """
    person = f"{row.first_name} {row.last_name}".strip()
    if name := row.company_name or person:
        return name
    if shown := _number(row) if number is None else number:
        return _("Customer %(number)s") % {"number": shown}
    return f"#{str(row.id)[-6:]}"


def _number(row: Customer) -> str:
    told = vars(row)
    if "number" in told:
        return told["number"] or ""
    found = Customer.objects.filter(id=row.id).values_list(number_for("pk"), flat=True).first()
    return str(found or "")
