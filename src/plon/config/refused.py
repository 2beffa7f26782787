"""What rooms refuse, in words for people: what is so, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_GONE = _(
    "It is not there any more: somebody removed it meanwhile. Go back and load the page again."
)
_NOBODY = _("This customer was erased or became one with another. Look in the list of customers.")
_WENT_ON = _("This import has gone on meanwhile. Its page says where it stands.")
_TAKEN = _("This name is taken: choose another.")
_KNOWN = _("This number stands for something else already: choose another.")
SAID: Mapping[str, str | Promise] = {
    "addresses_refused": _("An address is another customer's, or is none. Correct it."),
    "already_member": _("This person belongs to the firm already: change their role instead."),
    "buyer_unknown": _NOBODY,
    "changed_meanwhile": _("Somebody changed this meanwhile. Go back and load the page again."),
    "channel_cost_gone": _GONE,
    "currency_fixed": _("There are transactions in the firm's currency already, so it stays."),
    "customer_gone": _NOBODY,
    "customer_unknown": _NOBODY,
    "customers_not_mergeable": _(
        "One of the two was joined or erased meanwhile. Look through the duplicates again."
    ),
    "decided_later": _("Nobody has decided yet what lies in the future: choose another day."),
    "export_unknown": _GONE,
    "hypothesis_closed": _(
        "This hypothesis is closed: its result and decision stay. Write down a new one."
    ),
    "hypothesis_gone": _GONE,
    "hypothesis_incomplete": _("A hypothesis is closed with a result and a decision: say both."),
    "import_busy": _WENT_ON,
    "import_step_refused": _WENT_ON,
    "import_too_late_to_undo": _(
        "More than 30 days have passed, so this import cannot be undone any more."
    ),
    "last_owner": _("A firm keeps at least one owner: make somebody else an owner first."),
    "later_merge_first": _("Somebody was joined to this customer later: take that back first."),
    "member_elsewhere": _("This person belongs to another firm, too, and signs in by password."),
    "merge_forgotten": _("This person was erased since, so the two cannot be told apart any more."),
    "merge_unknown": _GONE,
    "name_differs": _("The name you typed is another one. Nobody was erased."),
    "no_such_member": _GONE,
    "not_slipping": _("Nothing asks for a contact with this customer any more."),
    "nothing_paid": _("Nothing was paid for this transaction, so nothing can be given back."),
    "order_not_found": _GONE,
    "order_told_otherwise": _KNOWN,
    "order_unknown": _GONE,
    "outcome_unknown": _("This is no outcome: choose one of those on the page."),
    "owner_unknown": _("This person does no tasks here: give the task to somebody else."),
    "product_not_found": _GONE,
    "product_told_otherwise": _KNOWN,
    "referrer_unfit": _("Nobody is brought in by themselves, or by somebody they brought in."),
    "refund_of_nothing": _("A refund is above zero."),
    "refund_too_large": _("More would be given back than was paid."),
    "refund_told_otherwise": _KNOWN,
    "segment_gone": _GONE,
    "segment_name_taken": _TAKEN,
    "segment_unreadable": _("The sentence of this segment cannot be read: say it anew."),
    "sign_in_first": _(
        "There is an account with this address: sign in, then open the invitation again."
    ),
    "status_not_possible": _(
        "The transaction has another status by now and does not go that way. Look at its page."
    ),
    "stays_withdrawn": _("The customer withdrew this: only they can give it again."),
    "tag_gone": _GONE,
    "tag_taken": _TAKEN,
    "task_gone": _GONE,
    "task_over": _("This task is closed already. Its page says what came of it."),
    "too_many_picked": _("At most 500 customers get a task at once. Nothing was written down."),
    "view_unfit": _("Not saved: a view needs a name and at least one filter."),
    "wording_gone": _GONE,
    "wording_missing": _("Choose a text of this channel and purpose."),
    "wording_used": _("Somebody agreed to this text, so it stays as it is: write a new one."),
}
