"""One-time links that `plon up` prints: for the first owner, into the demo; where they lead."""

from datetime import datetime, timedelta

from plon.accounts import queries, services
from plon.config.demo.fill import demo_firms, fill_demo

DEMO_VALID = timedelta(days=1)


def first_owner_link(*, now: datetime) -> str | None:
    """Return the secret of the link; None where there are people already."""
    return None if queries.has_people() else services.invite_first_owner(now=now)


def reset_of(email: str) -> str | None:
    """Return the secret of a link to a new password; None where nobody has this address."""
    return services.find_reset_of(email)


def demo_link(*, now: datetime) -> str:
    """Return the secret of a link into the demo firms, which are filled in where they must."""
    visitor = fill_demo(now=now)
    return services.make_sign_in_link(
        workspace_id=demo_firms(visitor)[0].id,
        purpose="member",
        subject_id=visitor,
        valid=DEMO_VALID,
        now=now,
    )
