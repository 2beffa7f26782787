"""A member who cannot sign in is let in by a link of the owner: once, and into one firm only."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from plon.accounts import services
from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry, Membership, SignInLink, User
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def ben(owner: Person) -> Person:
    return person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)


def place(of: Person) -> UUID:
    return Membership.objects.get(user=of.user, workspace_id=of.workspace_id).id


def link(by: Person, to: Person) -> str:
    with inside(by.workspace_id):
        return services.make_member_link(by.caller, membership_id=place(to), now=NOW)


def joins(who: Person, workspace_id: UUID) -> None:
    Membership.objects.create(
        workspace_id=workspace_id, user=who.user, role="broker", created_at=NOW
    )


class TestMakeMemberLink:
    def test_lets_the_member_in_once_within_a_day(self, owner: Person, ben: Person) -> None:
        token = link(owner, ben)

        assert services.is_member_link(token, now=NOW + 23 * HOUR)
        assert not services.is_member_link(token, now=NOW + 24 * HOUR)
        assert services.use_member_link(token, now=NOW) == (ben.user, owner.workspace_id)
        assert not services.is_member_link(token, now=NOW)
        with pytest.raises(services.LinkUnusable):
            services.use_member_link(token, now=NOW)

    def test_ends_the_link_before_it_and_is_written_down(self, owner: Person, ben: Person) -> None:
        older, newer = link(owner, ben), link(owner, ben)

        assert not services.is_member_link(older, now=NOW)
        assert services.is_member_link(newer, now=NOW)
        with inside(owner.workspace_id):
            entry = AuditEntry.objects.latest("happened_at", "id")
        assert (entry.action, entry.subject) == ("member.link", f"user:{ben.user.id}")

    def test_is_refused_for_somebody_of_another_firm(self, owner: Person, ben: Person) -> None:
        stranger = cora()
        with inside(owner.workspace_id):
            for wrong in (place(stranger), uuid4()):
                with pytest.raises(services.NoSuchMember):
                    services.make_member_link(owner.caller, membership_id=wrong, now=NOW)

        joins(ben, stranger.workspace_id)
        with pytest.raises(services.MemberElsewhere):
            link(owner, ben)
        assert not SignInLink.objects.exists()


class TestUseMemberLink:
    def test_asks_anew_who_the_person_is(self, owner: Person, ben: Person) -> None:
        token, stranger = link(owner, ben), cora()

        joins(ben, stranger.workspace_id)
        with pytest.raises(services.LinkUnusable):
            services.use_member_link(token, now=NOW)
        Membership.objects.filter(workspace_id=stranger.workspace_id).update(ended_at=NOW)

        User.objects.filter(id=ben.user.id).update(is_active=False)
        with pytest.raises(services.LinkUnusable):
            services.use_member_link(token, now=NOW)
        User.objects.filter(id=ben.user.id).update(is_active=True)

        Membership.objects.filter(id=place(ben)).update(ended_at=NOW)
        with pytest.raises(services.LinkUnusable):
            services.use_member_link(token, now=NOW)

        Membership.objects.filter(id=place(ben)).update(ended_at=None)
        assert services.use_member_link(token, now=NOW)[0] == ben.user

    def test_takes_no_link_of_another_purpose(self, owner: Person, ben: Person) -> None:
        token = services.make_sign_in_link(
            workspace_id=owner.workspace_id,
            purpose="ambassador",
            subject_id=ben.user.id,
            valid=HOUR,
            now=NOW,
        )

        assert not services.is_member_link(token, now=NOW)
        with pytest.raises(services.LinkUnusable):
            services.use_member_link(token, now=NOW)


class TestOneself:
    def test_a_name_changes_and_is_written_down_once(self, owner: Person) -> None:
        with inside(owner.workspace_id):
            for _ in range(2):
                services.change_name(owner.caller, name="Anna", now=NOW)
            assert [e.action for e in AuditEntry.objects.all()] == ["member.name"]

        assert User.objects.get(id=owner.user.id).name == "Anna"

    def test_a_new_password_is_in_force_and_written_down(self, owner: Person) -> None:
        with inside(owner.workspace_id):
            services.set_password(owner.caller, password="another sentence", now=NOW)
            assert [e.action for e in AuditEntry.objects.all()] == ["member.password"]

        assert User.objects.get(id=owner.user.id).check_password("another sentence")
