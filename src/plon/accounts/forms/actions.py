"""The audit log in words. Each action that any room records has its sentence here.

A sentence may name a role (%(role)s), a number (%(count)s) or what (%(what)s) of its detail. No
verb in the past: in Polish it would tell the gender of whoever acted.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: Mapping[str, str | Promise] = {
    "consent.given": _("Consent written down"),
    "consent.withdrawn": _("Withdrawal of a consent written down"),
    "customer.added": _("New customer written down by hand"),
    "customer.changed": _("Change of a customer's data"),
    "customer.erased": _("A customer erased"),
    "customer.erased_again": _("A customer erased again, whom a restored backup had brought back"),
    "customer.handed_over": _("All data of a customer handed over"),
    "customer.merged": _("Two customers became one"),
    "customer.not_same": _("Two customers told apart"),
    "customer.parted": _("A merge taken back"),
    "export.made": _("Export of data"),
    "import.cancelled": _("Import given up"),
    "import.paused": _("Import paused"),
    "import.started": _("Import started"),
    "import.undone": _("Import taken back"),
    "import.uploaded": _("File uploaded for import"),
    "key.ended": _("End of an API key"),
    "key.made": _("New API key"),
    "member.ended": _("End of access"),
    "member.invited": _("Invitation in the role: %(role)s"),
    "member.joined": _("First entry of a new person"),
    "member.link": _("One-time sign-in link"),
    "member.name": _("Change of name"),
    "member.password": _("New password"),
    "member.role": _("Change of role to: %(role)s"),
    "member.second_step": _("Change of the second step of signing in"),
    "member.signed_in": _("Sign-in"),
    "member.uninvited": _("Invitation withdrawn"),
    "note.removed": _("Note deleted"),
    "calendar.changed": _("Change of the calendar"),
    "catalogue.preset": _("Ready catalogue of a trade"),
    "order.changed": _("Change of a transaction"),
    "order.refunded": _("Refund of a transaction"),
    "order.status": _("Change of a transaction's status"),
    "order.written": _("Transaction written down"),
    "portal.closed": _("Customer's own page closed"),
    "portal.entered": _("First visit by a link to one's own page"),
    "portal.link": _("Link to a customer's own page"),
    "product.added": _("New product"),
    "product.changed": _("Change of a product"),
    "segment.changed": _("Change of a segment"),
    "segment.kept": _("New segment"),
    "segment.removed": _("Segment deleted"),
    "tag.removed": _("Tag deleted"),
    "tag.renamed": _("Tag renamed"),
    "value.channel_cost": _("Cost of a channel in a month"),
    "value.channel_cost_removed": _("Cost of a channel taken away"),
    "value.costs": _("Change of costs and of how value is counted"),
    "value.formula": _("Change of the formula of lifetime value"),
    "value.margin": _("Change of the firm's margin"),
    "wording.added": _("New version of a consent's text"),
    "wording.changed": _("Correction of a consent's text"),
    "wording.removed": _("A consent's text deleted"),
    "workspace.changed": _("Change of the firm's settings"),
    "workspace.trade": _("Change of trade"),
}
