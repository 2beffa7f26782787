"""Everything that happens by itself, on one page. Nothing else may start a reaction.

REACTIONS: fact -> what the house does then. Each handler runs in the worker, in its own
transaction, once; several handlers of one fact do not wait for each other.
JOBS: duties of a workspace, done when a row of runtime.Duty says they are due.
CLOCK: job -> how often, for all workspaces. Times are UTC ticks; a job that is late runs once.
"""

from collections.abc import Sequence
from datetime import timedelta

from plon.accounts import tasks as accounts_jobs
from plon.accounts.events import TradeChosen
from plon.agenda import subscribers as agenda
from plon.agenda.events import TaskClosed, TaskReopened
from plon.config import erasures
from plon.customers import tasks as customers_jobs
from plon.customers.events import CustomerForgotten, CustomersMerged, CustomersParted
from plon.imports import subscribers as imports
from plon.imports import tasks as imports_jobs
from plon.ledger import tasks as ledger_jobs
from plon.orders import subscribers as orders
from plon.orders.events import (
    CatalogueChanged,
    OrderPaid,
    OrderRefunded,
    OrdersMoved,
    OrdersRecorded,
    OrdersRemoved,
    OrderStatusChanged,
    RefundsRecorded,
)
from plon.runtime import upkeep
from plon.runtime.duties import Job
from plon.runtime.outbox import Reactions
from plon.runtime.worker import Clock
from plon.value import subscribers as value
from plon.value import tasks as value_jobs

REACTIONS: Reactions = {
    CatalogueChanged: [value.mark_outdated],
    CustomerForgotten: [  # value keeps its figures: amounts of a row without a name
        agenda.follow_forgetting,
        erasures.note_erasure,
        imports.follow_forgetting,
        orders.follow_forgetting,
    ],
    CustomersMerged: [agenda.follow_merge, orders.follow_merge, value.follow_merge],
    CustomersParted: [agenda.follow_parting, orders.follow_parting],
    OrderPaid: [value.mark_stale],
    OrderRefunded: [value.mark_stale],
    OrderStatusChanged: [value.mark_stale],
    OrdersMoved: [value.mark_stale],
    OrdersRecorded: [value.mark_stale],
    OrdersRemoved: [value.mark_wrong],
    RefundsRecorded: [value.mark_stale],
    TaskClosed: [],  # journeys will listen
    TaskReopened: [],
    TradeChosen: [],  # only kept: a ready catalogue is offered on the page, and the figures ask
}
JOBS: Sequence[Job] = (
    accounts_jobs.send_letter,
    customers_jobs.find_duplicates,
    imports_jobs.check,
    imports_jobs.run,
    imports_jobs.undo,
    imports_jobs.forget,
    ledger_jobs.prove,
    ledger_jobs.tend,
    value_jobs.follow_segments,
    value_jobs.look_again,
    value_jobs.refresh,
)
CLOCK: Clock = {
    accounts_jobs.forget_ended: timedelta(days=1),
    accounts_jobs.forget_old_answers: timedelta(hours=1),
    imports_jobs.sweep: timedelta(days=1),
    customers_jobs.shorten_addresses: timedelta(days=1),
    erasures.settle_erasures: timedelta(days=1),
    upkeep.forget_done: timedelta(days=1),
    upkeep.gather_statistics: timedelta(minutes=10),
}
