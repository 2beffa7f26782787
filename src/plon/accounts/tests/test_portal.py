"""Somebody outside the firm comes into a page of their own: by a link, once, for a while."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import RequestFactory

from plon.accounts import queries, services
from plon.accounts.models import AuditEntry, PortalSession, SignInLink
from plon.accounts.services import STAY, LinkUnusable
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db
KIND = "customer"
DAN = UUID(int=7)
WEEK, MOMENT = timedelta(days=7), timedelta(microseconds=1)


@pytest.fixture
def owner() -> Person:
    return ann()


def link(by: Person, to: UUID = DAN, kind: str = KIND) -> str:
    with inside(by.workspace_id):
        return services.make_portal_link(by.caller, kind=kind, subject_id=to, now=NOW)


def entered(by: Person, to: UUID = DAN) -> str:
    return services.enter_portal(link(by, to), kind=KIND, now=NOW)


class TestLink:
    def test_lets_in_once(self, owner: Person) -> None:
        token = link(owner)

        secret = services.enter_portal(token, kind=KIND, now=NOW)

        found = queries.find_visitor(secret, now=NOW)
        assert found is not None
        assert (found.kind, found.subject_id, found.firm.name) == (KIND, DAN, "Bakery")
        with pytest.raises(LinkUnusable):
            services.enter_portal(token, kind=KIND, now=NOW)
        with pytest.raises(LinkUnusable):
            services.portal_link_firm(token, kind=KIND, now=NOW)
        assert PortalSession.objects.count() == 1

    def test_ends_after_a_week(self, owner: Person) -> None:
        token = link(owner)

        assert services.portal_link_firm(token, kind=KIND, now=NOW + WEEK - MOMENT).name == "Bakery"
        with pytest.raises(LinkUnusable):
            services.portal_link_firm(token, kind=KIND, now=NOW + WEEK)
        with pytest.raises(LinkUnusable):
            services.enter_portal(token, kind=KIND, now=NOW + WEEK)
        assert not PortalSession.objects.exists()

    def test_a_newer_one_ends_the_one_before_it_and_no_other(self, owner: Person) -> None:
        older, others, newer = link(owner), link(owner, uuid4()), link(owner)

        with pytest.raises(LinkUnusable):
            services.enter_portal(older, kind=KIND, now=NOW)
        for token in (others, newer):
            assert services.enter_portal(token, kind=KIND, now=NOW)

    def test_of_another_kind_opens_nothing(self, owner: Person) -> None:
        token = link(owner, kind="ambassador")

        with pytest.raises(LinkUnusable):
            services.enter_portal(token, kind=KIND, now=NOW)
        with pytest.raises(LinkUnusable):
            services.use_member_link(token, now=NOW)

    def test_keeps_hashes_alone_and_is_written_down_without_a_name(self, owner: Person) -> None:
        token = link(owner)
        secret = services.enter_portal(token, kind=KIND, now=NOW)

        kept = [*SignInLink.objects.values_list(), *PortalSession.objects.values_list()]
        assert token not in str(kept)
        assert secret not in str(kept)
        with inside(owner.workspace_id):
            made, used = AuditEntry.objects.order_by("id")
        assert (made.actor, made.action) == (owner.caller.actor, "portal.link")
        assert (used.actor, used.actor_name, used.action) == (
            f"customer:{DAN}",
            "",
            "portal.entered",
        )


class TestSession:
    def test_ends_by_time_and_is_cleared_away_by_the_next_one(self, owner: Person) -> None:
        secret = entered(owner)

        assert queries.find_visitor(secret, now=NOW + STAY - MOMENT)
        assert queries.find_visitor(secret, now=NOW + STAY) is None
        with inside(owner.workspace_id):
            later = services.make_portal_link(
                owner.caller, kind=KIND, subject_id=DAN, now=NOW + STAY
            )
        services.enter_portal(later, kind=KIND, now=NOW + STAY)
        assert PortalSession.objects.count() == 1

    def test_ends_when_left(self, owner: Person) -> None:
        here, there = entered(owner), entered(owner)

        for _ in range(2):
            services.leave_portal(here)

        assert queries.find_visitor(here, now=NOW) is None
        assert queries.find_visitor(there, now=NOW)
        assert queries.find_visitor("", now=NOW) is None

    def test_ends_with_the_person_alone(self, owner: Person) -> None:
        stranger = cora()
        gone, other, elsewhere = entered(owner), entered(owner, uuid4()), entered(stranger)
        unused = link(owner)

        services.close_portal(workspace_id=owner.workspace_id, kind=KIND, subject_ids=[DAN])

        assert queries.find_visitor(gone, now=NOW) is None
        assert queries.find_visitor(other, now=NOW)
        assert queries.find_visitor(elsewhere, now=NOW)
        with pytest.raises(LinkUnusable):
            services.enter_portal(unused, kind=KIND, now=NOW)

    def test_has_no_rights_and_one_kind(self, owner: Person) -> None:
        request = RequestFactory().get("/my/")
        found = queries.find_visitor(entered(owner), now=NOW)
        assert found is not None
        request.visitor = found  # type: ignore[attr-defined]  # as the middleware does

        assert queries.visitor(request, kind=KIND) == found
        assert found.caller.rights == frozenset()
        with pytest.raises(queries.PortalClosed):
            queries.visitor(request, kind="ambassador")
        with pytest.raises(queries.PortalClosed):
            queries.visitor(RequestFactory().get("/my/"), kind=KIND)
