"""Why a line cannot be used, as SQL: the first reason that holds, a code of sales.REASONS."""

from datetime import date, timedelta

from plon.lifetime.reading.amounts import BEYOND, size_sql
from plon.lifetime.reading.plan import Plan
from plon.lifetime.reading.sources import quoted

FIRST_DAY = date(1900, 1, 1)


def fault_sql(plan: Plan) -> str:
    """Return SQL over `cells_sql`: NULL for a good line, else its first fault."""
    cases = [
        ("customer IS NULL", "'no_customer'"),
        (
            "moment IS NULL",
            f"CASE WHEN {_is_blank('date_text')} THEN 'no_date' ELSE 'date_unreadable' END",
        ),
        (f"moment < {_day(FIRST_DAY)}", "'date_too_early'"),
        (f"moment >= {_day(plan.today + timedelta(days=1))}", "'date_in_future'"),
    ]
    if plan.as_of is not None:
        cases.append((f"moment >= {_day(plan.as_of + timedelta(days=1))}", "'after_as_of'"))
    if plan.has_amount:
        cases.append(("amount_minor IS NULL", _amount_fault(plan)))
    if plan.currency is not None:
        cases.append((f"currency <> {quoted(plan.currency)}", "'other_currency'"))
    return "CASE " + " ".join(f"WHEN {test} THEN {code}" for test, code in cases) + " END"


def fault_text_sql(plan: Plan) -> str:
    """Return SQL of the cell at fault."""
    return (
        "CASE WHEN fault IS NULL OR fault IN ('no_customer', 'no_date', 'no_amount') THEN NULL "
        "WHEN fault = 'other_currency' THEN currency "
        "WHEN fault LIKE 'amount%' THEN amount_text ELSE date_text END"
    )


def column_name_sql(plan: Plan) -> str:
    """Return SQL of the heading of the column at fault."""
    currency = plan.columns["currency"].name if "currency" in plan.columns else plan.amount_name
    names = {
        "no_customer": plan.columns["customer"].name,
        "no_amount": plan.amount_name,
        "amount_unreadable": plan.amount_name,
        "amount_out_of_range": plan.amount_name,
        "other_currency": currency,
    }
    cases = " ".join(f"WHEN '{code}' THEN {quoted(name)}" for code, name in names.items())
    return f"CASE fault {cases} ELSE {quoted(plan.columns['date'].name)} END"


def _amount_fault(plan: Plan) -> str:
    """Return SQL that tells an absent amount from an unreadable and from an endless one."""
    if "amount" in plan.columns:
        blank, sizes = _is_blank("amount_text"), [size_sql("amount_text", plan.numbers["amount"])]
    else:
        blank, sizes = "amount_text IS NULL", _factor_sizes(plan)
    beyond = " OR ".join(f"NOT {size} < {BEYOND}" for size in sizes)
    return (
        f"CASE WHEN {blank} THEN 'no_amount' WHEN {beyond} THEN 'amount_out_of_range' "
        "ELSE 'amount_unreadable' END"
    )


def _factor_sizes(plan: Plan) -> list[str]:
    factors = [
        size_sql(f"split_part(amount_text, ' × ', {place})", plan.numbers[role])
        for place, role in ((1, "quantity"), (2, "unit_price"))
    ]
    return [*factors, " * ".join(factors)]


def _is_blank(text: str) -> str:
    return f"COALESCE(trim({text}), '') = ''"


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
