"""What this room does for others."""

from plon.customers.services.addresses import (
    TAKEN,
    UNREADABLE,
    Address,
    AddressesRefused,
    Refusal,
    add_address,
    remove_address,
)
from plon.customers.services.consenting import (
    IMPORT,
    DecidedLater,
    Said,
    StaysWithdrawn,
    WordingMissing,
    note_consents,
    record_consent,
    sha256_of,
)
from plon.customers.services.editing import (
    ChangedMeanwhile,
    Details,
    ReferrerUnfit,
    add_customer,
    change_customer,
    change_fields,
)
from plon.customers.services.erasing import NameDiffers, erase
from plon.customers.services.filling import Person
from plon.customers.services.finding import ask_to_find, deny, put_off
from plon.customers.services.handing_over import Holdings, hand_over
from plon.customers.services.identifying import identify, identify_many
from plon.customers.services.living import CustomerGone, held_ids
from plon.customers.services.merging import (
    CustomerUnknown,
    LaterMergeFirst,
    MergeForgotten,
    MergeUnknown,
    NotMergeable,
    merge,
    unmerge,
)
from plon.customers.services.moving import follow, part
from plon.customers.services.noting import (
    add_life_event,
    add_note,
    remove_life_event,
    remove_note,
)
from plon.customers.services.own_page import close_own_page, make_own_link
from plon.customers.services.referring import note_referrers
from plon.customers.services.repeating import repeat_erasures
from plon.customers.services.replaying import (
    Replayed,
    replay_addresses,
    replay_consents,
    replay_life_events,
    replay_notes,
    replay_views,
    replay_wordings,
)
from plon.customers.services.tagging import (
    TAG_MAX,
    TagGone,
    TagTaken,
    remove_tag,
    rename_tag,
    tag_customer,
    tag_picked,
    untag_customer,
)
from plon.customers.services.telling import tell_customer
from plon.customers.services.undoing import Undone, undo_import
from plon.customers.services.viewing import VIEW_NAME_MAX, ViewUnfit, remove_view, save_view
from plon.customers.services.wording import (
    WordingGone,
    WordingUsed,
    add_wording,
    change_wording,
    remove_wording,
)

__all__ = [
    "IMPORT",
    "TAG_MAX",
    "TAKEN",
    "UNREADABLE",
    "VIEW_NAME_MAX",
    "Address",
    "AddressesRefused",
    "ChangedMeanwhile",
    "CustomerGone",
    "CustomerUnknown",
    "DecidedLater",
    "Details",
    "Holdings",
    "LaterMergeFirst",
    "MergeForgotten",
    "MergeUnknown",
    "NameDiffers",
    "NotMergeable",
    "Person",
    "ReferrerUnfit",
    "Refusal",
    "Replayed",
    "Said",
    "StaysWithdrawn",
    "TagGone",
    "TagTaken",
    "Undone",
    "ViewUnfit",
    "WordingGone",
    "WordingMissing",
    "WordingUsed",
    "add_address",
    "add_customer",
    "add_life_event",
    "add_note",
    "add_wording",
    "ask_to_find",
    "change_customer",
    "change_fields",
    "change_wording",
    "close_own_page",
    "deny",
    "erase",
    "follow",
    "hand_over",
    "held_ids",
    "identify",
    "identify_many",
    "make_own_link",
    "merge",
    "note_consents",
    "note_referrers",
    "part",
    "put_off",
    "record_consent",
    "remove_address",
    "remove_life_event",
    "remove_note",
    "remove_tag",
    "remove_view",
    "remove_wording",
    "rename_tag",
    "repeat_erasures",
    "replay_addresses",
    "replay_consents",
    "replay_life_events",
    "replay_notes",
    "replay_views",
    "replay_wordings",
    "save_view",
    "sha256_of",
    "tag_customer",
    "tag_picked",
    "tell_customer",
    "undo_import",
    "unmerge",
    "untag_customer",
]
