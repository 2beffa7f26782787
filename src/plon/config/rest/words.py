"""Refusals of the API in words: of a whole request by its code, of a field by what is wrong."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Word = str | Promise
TITLES: Mapping[int, Word] = {  # the status in words
    400: _("The request cannot be read"),
    401: _("A key is needed"),
    403: _("The key lacks a right"),
    404: _("There is no such thing"),
    405: _("This cannot be done here"),
    409: _("What is known says otherwise"),
    410: _("It is no longer there"),
    413: _("The request is too large"),
    422: _("Something in the request cannot be used"),
    429: _("Too many requests"),
    500: _("Something went wrong on our side"),
    507: _("The disk is full"),
}
DETAILS: Mapping[str, Word] = {
    "not_signed_in": _(
        "Send a key of the workspace: Authorization: Bearer plon_…. Keys are made in the settings."
    ),
    "not_allowed": _("This key does not have the right “%(name)s”."),
    "not_found": _("It does not exist, or it belongs to another firm."),
    "method_not_allowed": _("This address does not know this method; Allow says which it knows."),
    "host_unknown": _("Plon does not answer under this address: PLON_HOSTS says under which."),
    "address_with_nul": _("There is a zero byte in the address: leave it out."),
    "body_unreadable": _("The body is not JSON in UTF-8."),
    "body_too_large": _("The body is larger than %(name)s bytes: send less at once."),
    "fields_invalid": _("The fields named in “errors” cannot be used. Nothing was written."),
    "disk_full": _("Plon has no room left to write: wait until some is freed, then send it again."),
    "too_many_requests": _("The key has used up this minute's requests: wait, then go on."),
    "figures_unknown": _("There are no figures of this customer: nothing was bought yet."),
    "idempotency_key_reused": _(
        "This Idempotency-Key came with another request before: use a new one."
    ),
    "idempotency_key_unusable": _("An Idempotency-Key has 1 to 255 visible signs."),
    "internal_error": _("It was not your fault. The log has it under the code %(name)s."),
    "buyer_unknown": _("No customer of this workspace has that id."),
    "customer_gone": _("This customer was erased or became another one."),
    "identity_taken": _("This address belongs to another customer."),
    "order_not_found": _("No order of this workspace has that id."),
    "order_unknown": _("No order of this workspace has that number."),
    "order_told_otherwise": _(
        "An order with this number is known and was told otherwise. It stays as it was."
    ),
    "product_not_found": _("No product of this workspace has that id."),
    "product_told_otherwise": _(
        "A product with this code is known and is another one. Change it by PATCH."
    ),
    "refund_told_otherwise": _(
        "A refund with this number is known and was told otherwise. It stays as it was."
    ),
    "refund_too_large": _("More would be given back than was paid."),
    "nothing_paid": _("Nothing was paid for this order, so nothing can be given back."),
    "refund_of_nothing": _("A refund is above zero."),
    "segment_name_taken": _("Another segment has this name."),
    "segment_unreadable": _(
        "The sentence kept of the segment “%(name)s” cannot be read: say it anew in the app."
    ),
    "stays_withdrawn": _(
        "The customer withdrew this: only they can give it again, no import. Nothing was written."
    ),
    "status_not_possible": _("An order does not go that way: %(name)s."),
}
FAULTS: Mapping[str, Word] = {  # of fields: codes of pydantic, and ours
    "missing": _("This field is needed."),
    "extra_forbidden": _("There is no such field here: is it misspelt?"),
    "string_type": _("This must be text."),
    "string_too_long": _("This is too long."),
    "string_too_short": _("This must not be empty."),
    "string_pattern_mismatch": _("This is not written as it must be."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "bool_type": _("This must be true or false."),
    "bool_parsing": _("This must be true or false."),
    "greater_than_equal": _("This number is too small."),
    "less_than_equal": _("This number is too large."),
    "literal_error": _("This is none of the values that are possible here."),
    "uuid_parsing": _("This is no id."),
    "uuid_type": _("This is no id."),
    "list_type": _("This must be a list."),
    "too_long": _("There are too many."),
    "too_short": _("There are too few."),
    "timezone_aware": _("A moment needs its offset, such as 2026-04-12T09:00:00Z."),
    "moment_unreadable": _("Write a moment as 2026-04-12T09:00:00Z."),
    "day_unreadable": _("Write a day as 2026-04-12."),
    "date_from_datetime_parsing": _("There is no such day."),
    "out_of_time": _("The year must be between 1900 and 2199."),
    "cursor_unreadable": _("No page of this list, with these filters, gave this cursor."),
    "address_unreadable": _("This is no address of that kind."),
    "identity_missing": _("Give at least one: external_id, email or phone."),
    "identity_taken": _("This address belongs to another customer."),
    "referrer_unfit": _("No other customer of this workspace has that id."),
    "decided_later": _("Nobody has decided yet what lies in the future."),
    "wording_missing": _("A consent needs a text of this channel and purpose, and its language."),
    "customer_missing": _("Give customer_id or customer, one of the two."),
    "currency_other": _("Amounts are kept in the currency of the firm."),
    "told_twice": _("This number stands in the list twice."),
    "rule_unreadable": _("This is no rule of conditions."),
}
OTHER_FAULT = _("This cannot be used.")
