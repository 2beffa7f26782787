"""What this room does for others."""

from plon.accounts.services.answers import (
    Answer,
    IdempotencyKeyReused,
    claim_answer,
    forget_answers,
    forget_in_answers,
    keep_answer,
)
from plon.accounts.services.audit import every_entry, record
from plon.accounts.services.demo import demo_visitor, leave_demo, open_demo, visit_demo
from plon.accounts.services.ended import forget_ended
from plon.accounts.services.entering import (
    MemberElsewhere,
    is_member_link,
    make_member_link,
    use_member_link,
)
from plon.accounts.services.invitations import (
    AlreadyMember,
    InvitationUnusable,
    SignInFirst,
    accept_invitation,
    find_invitation,
    invitation_link,
    invite_first_owner,
    invite_member,
    withdraw_invitation,
)
from plon.accounts.services.keys import end_api_key, make_api_key, use_api_key
from plon.accounts.services.letters import (
    SendingOff,
    Written,
    ask_reset,
    letter_failed,
    letter_sent,
    open_letter,
)
from plon.accounts.services.links import LinkUnusable, make_sign_in_link, use_sign_in_link
from plon.accounts.services.members import (
    LastOwner,
    NoSuchMember,
    change_role,
    end_membership,
)
from plon.accounts.services.people import change_name, set_password
from plon.accounts.services.portal import (
    STAY,
    close_portal,
    enter_portal,
    leave_portal,
    make_portal_link,
    portal_link_firm,
)
from plon.accounts.services.posting import post_letter
from plon.accounts.services.preferences import change_preferences
from plon.accounts.services.resetting import find_reset, find_reset_of, reset_password
from plon.accounts.services.words import loyalty_word, trade_word
from plon.accounts.services.workspaces import (
    CurrencyFixed,
    Firm,
    change_workspace,
    choose_trade,
    fix_currency,
    open_workspace,
)

__all__ = [
    "STAY",
    "AlreadyMember",
    "Answer",
    "CurrencyFixed",
    "Firm",
    "IdempotencyKeyReused",
    "InvitationUnusable",
    "LastOwner",
    "LinkUnusable",
    "MemberElsewhere",
    "NoSuchMember",
    "SendingOff",
    "SignInFirst",
    "Written",
    "accept_invitation",
    "ask_reset",
    "change_name",
    "change_preferences",
    "change_role",
    "change_workspace",
    "choose_trade",
    "claim_answer",
    "close_portal",
    "demo_visitor",
    "end_api_key",
    "end_membership",
    "enter_portal",
    "every_entry",
    "find_invitation",
    "find_reset",
    "find_reset_of",
    "fix_currency",
    "forget_answers",
    "forget_ended",
    "forget_in_answers",
    "invitation_link",
    "invite_first_owner",
    "invite_member",
    "is_member_link",
    "keep_answer",
    "leave_demo",
    "leave_portal",
    "letter_failed",
    "letter_sent",
    "loyalty_word",
    "make_api_key",
    "make_member_link",
    "make_portal_link",
    "make_sign_in_link",
    "open_demo",
    "open_letter",
    "open_workspace",
    "portal_link_firm",
    "post_letter",
    "record",
    "reset_password",
    "set_password",
    "trade_word",
    "use_api_key",
    "use_member_link",
    "use_sign_in_link",
    "visit_demo",
    "withdraw_invitation",
]
