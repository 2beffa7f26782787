"""Who may enter a workspace, and how it is written down."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory

from plon.accounts import queries, services
from plon.accounts.domain import RIGHTS, Role, roles_with
from plon.accounts.models import ApiKey, AuditEntry, Invitation, Membership, User, Workspace
from plon.accounts.services import invitations
from plon.runtime.tenancy import inside
from tests.cast import NOW, PASSWORD, Person, ann, cora, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def owner() -> Person:
    return ann()


def actions(of: Person) -> list[str]:
    """Return what was written down, by the alphabet: all of it happened at NOW."""
    with inside(of.workspace_id):
        return sorted(AuditEntry.objects.values_list("action", flat=True))


def membership(of: Person) -> UUID:
    return Membership.objects.get(user=of.user).id


class TestInvitations:
    def test_the_first_owner_opens_a_workspace(self) -> None:
        token = services.invite_first_owner(now=NOW)
        user_id = services.accept_invitation(
            token,
            name="Ann",
            email="Ann@Example.org",
            password=PASSWORD,
            workspace_name="Bakery",
            now=NOW,
        )

        place = Membership.objects.get(user_id=user_id)
        assert (place.role, Workspace.objects.get().name) == ("owner", "Bakery")
        assert User.objects.get().email == "ann@example.org"
        assert User.objects.get().check_password(PASSWORD)

    def test_a_newer_link_for_the_first_owner_ends_the_older_one(self) -> None:
        older = services.invite_first_owner(now=NOW)
        newer = services.invite_first_owner(now=NOW)

        assert services.find_invitation(newer, now=NOW)
        with pytest.raises(services.InvitationUnusable):
            services.find_invitation(older, now=NOW)

    def test_a_member_joins_by_the_address_invited(self, owner: Person) -> None:
        with inside(owner.workspace_id):
            token = services.invite_member(
                owner.caller, email="Ben@example.org", role=Role.OPERATOR, now=NOW
            )
        ben = services.accept_invitation(
            token,
            name="Ben",
            email="evil@example.org",
            password=PASSWORD,
            workspace_name="",
            now=NOW,
        )

        assert User.objects.get(id=ben).email == "ben@example.org"
        assert actions(owner) == ["member.invited", "member.joined"]

    def test_a_link_is_used_once_and_ends(self, owner: Person) -> None:
        with inside(owner.workspace_id):
            token = services.invite_member(
                owner.caller, email="b@example.org", role=Role.OPERATOR, now=NOW
            )

        def accept(now: datetime) -> None:
            services.accept_invitation(
                token, name="B", email="", password=PASSWORD, workspace_name="", now=now
            )

        with pytest.raises(services.InvitationUnusable):
            accept(NOW + 8 * DAY)
        accept(NOW)
        with pytest.raises(services.InvitationUnusable):
            accept(NOW)

    def test_somebody_known_keeps_the_password_and_comes_back(self, owner: Person) -> None:
        stranger = cora()
        with inside(owner.workspace_id):
            token = services.invite_member(
                owner.caller, email="cora@example.org", role=Role.BROKER, now=NOW
            )

        def accept(signed_in: UUID | None) -> UUID:
            return services.accept_invitation(
                token,
                name="",
                email="",
                password="another sentence",
                workspace_name="",
                signed_in=signed_in,
                now=NOW,
            )

        for somebody in (None, owner.user.id):
            with pytest.raises(services.SignInFirst):
                accept(somebody)
        assert accept(stranger.user.id) == stranger.user.id

        assert User.objects.get(id=stranger.user.id).check_password(PASSWORD)
        assert Membership.objects.filter(user=stranger.user).count() == 2

    def test_a_member_is_not_invited_and_keeps_the_role(self, owner: Person) -> None:
        with inside(owner.workspace_id), pytest.raises(services.AlreadyMember):
            services.invite_member(
                owner.caller, email="Ann@example.org", role=Role.OPERATOR, now=NOW
            )
        with inside(owner.workspace_id):
            token = services.invite_member(
                owner.caller, email="ben@example.org", role=Role.OWNER, now=NOW
            )
        ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)
        with pytest.raises(services.AlreadyMember):
            services.accept_invitation(
                token,
                name="",
                email="",
                password="",
                workspace_name="",
                signed_in=ben.user.id,
                now=NOW,
            )

        assert Membership.objects.get(user=ben.user).role == "operator"

    def test_a_withdrawn_link_lets_nobody_in(self, owner: Person) -> None:
        stranger = cora()
        with inside(owner.workspace_id):
            token = services.invite_member(
                owner.caller, email="b@example.org", role=Role.OPERATOR, now=NOW
            )
        found = services.find_invitation(token, now=NOW).id
        with inside(stranger.workspace_id):
            services.withdraw_invitation(stranger.caller, invitation_id=found, now=NOW)
        assert services.find_invitation(token, now=NOW)
        with inside(owner.workspace_id):
            for _ in range(2):
                services.withdraw_invitation(owner.caller, invitation_id=found, now=NOW)

        with pytest.raises(services.InvitationUnusable):
            services.find_invitation(token, now=NOW)
        assert actions(owner) == ["member.invited", "member.uninvited"]

    def test_of_two_at_once_one_joins(self, owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        with inside(owner.workspace_id):
            token = services.invite_member(
                owner.caller, email="b@example.org", role=Role.OPERATOR, now=NOW
            )
        seen = services.find_invitation(token, now=NOW)
        Invitation.objects.filter(id=seen.id).update(used_at=NOW)  # by the other, just now
        monkeypatch.setattr(invitations, "find_invitation", lambda *_a, **_k: seen)

        with pytest.raises(services.InvitationUnusable):
            services.accept_invitation(
                token, name="B", email="", password=PASSWORD, workspace_name="", now=NOW
            )
        assert Membership.objects.count() == 1


class TestMembers:
    def test_a_role_changes_and_is_written_down(self, owner: Person) -> None:
        ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)
        with inside(owner.workspace_id):
            services.change_role(
                owner.caller, membership_id=membership(ben), role=Role.OWNER, now=NOW
            )
            services.change_role(
                owner.caller, membership_id=membership(ben), role=Role.OWNER, now=NOW
            )
            with pytest.raises(services.NoSuchMember):
                services.change_role(owner.caller, membership_id=uuid4(), role=Role.OWNER, now=NOW)

        assert Membership.objects.get(user=ben.user).role == "owner"
        assert actions(owner) == ["member.role"]

    def test_the_last_owner_stays(self, owner: Person) -> None:
        mine = membership(owner)
        with inside(owner.workspace_id):
            with pytest.raises(services.LastOwner):
                services.change_role(owner.caller, membership_id=mine, role=Role.BROKER, now=NOW)
            with pytest.raises(services.LastOwner):
                services.end_membership(owner.caller, membership_id=mine, now=NOW)

    def test_an_ended_membership_ends_the_way_in(self, owner: Person) -> None:
        ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)
        with inside(owner.workspace_id):
            services.end_membership(owner.caller, membership_id=membership(ben), now=NOW)
            with pytest.raises(services.NoSuchMember):
                services.end_membership(owner.caller, membership_id=membership(ben), now=NOW)

        assert queries.workspaces_of(ben.user.id) == []
        assert actions(owner) == ["member.ended"]

    def test_a_stranger_changes_nobody(self, owner: Person) -> None:
        stranger = cora()
        person("Ada", workspace_id=owner.workspace_id)  # so that Ann is not the last owner
        with inside(stranger.workspace_id):
            with pytest.raises(services.NoSuchMember):
                services.end_membership(stranger.caller, membership_id=membership(owner), now=NOW)
            with pytest.raises(services.NoSuchMember):
                services.change_role(
                    stranger.caller, membership_id=membership(owner), role=Role.BROKER, now=NOW
                )

        assert Membership.objects.get(user=owner.user).ended_at is None


class TestKeys:
    def test_a_key_is_shown_once_and_may_no_more_than_its_maker(self, owner: Person) -> None:
        ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)
        with inside(owner.workspace_id):
            token = services.make_api_key(
                ben.caller, name="shop", may=["customers.read", "api.keys", "nonsense"], now=NOW
            )
        key = ApiKey.objects.get()

        assert key.may == ["customers.read"]
        assert token.startswith(key.prefix)
        assert token not in key.token_sha256

    def test_an_ended_key_lets_nobody_in(self, owner: Person) -> None:
        with inside(owner.workspace_id):
            token = services.make_api_key(
                owner.caller, name="shop", may=["orders.write", "settings.people"], now=NOW
            )
        request = RequestFactory().get("/", headers={"Authorization": f"Bearer {token}"})

        found = queries.find_caller(request)
        assert found is not None
        assert (found.workspace_id, set(found.rights)) == (owner.workspace_id, {"orders.write"})
        with inside(owner.workspace_id):
            for _ in range(2):
                services.end_api_key(owner.caller, key_id=ApiKey.objects.get().id, now=NOW)
        assert queries.find_caller(request) is None

    def test_its_use_is_noted_and_counted_to_the_minute(self, owner: Person) -> None:
        with inside(owner.workspace_id):
            services.make_api_key(owner.caller, name="shop", may=["orders.write"], now=NOW)
        key = ApiKey.objects.get()
        soon, later = NOW + timedelta(seconds=40), NOW + timedelta(seconds=61)

        for used, noted in ((NOW, NOW), (soon, NOW), (later, later)):
            assert services.use_api_key(key_id=key.id, per_minute=600, now=used) == 0
            key.refresh_from_db()
            assert (key.last_used_at, key.taken) == (noted, 60)

    def test_beyond_its_share_of_a_minute_it_waits_for_the_next(self, owner: Person) -> None:
        with inside(owner.workspace_id):
            services.make_api_key(owner.caller, name="shop", may=["orders.write"], now=NOW)
        key_id, soon = ApiKey.objects.get().id, NOW + timedelta(seconds=18)

        waits = [services.use_api_key(key_id=key_id, per_minute=25, now=soon) for _ in range(26)]
        assert waits == [0] * 24 + [42] * 2  # taken by twos: at most 25
        assert services.use_api_key(key_id=key_id, per_minute=25, now=NOW) == 42 + 18
        later = NOW + timedelta(minutes=1)
        assert services.use_api_key(key_id=key_id, per_minute=25, now=later) == 0

    def test_a_stranger_ends_none(self, owner: Person) -> None:
        stranger = cora()
        with inside(owner.workspace_id):
            services.make_api_key(owner.caller, name="shop", may=["orders.write"], now=NOW)
        with inside(stranger.workspace_id):
            services.end_api_key(stranger.caller, key_id=ApiKey.objects.get().id, now=NOW)

        assert ApiKey.objects.get().ended_at is None


class TestSignInLinks:
    def test_a_link_lets_in_once_for_its_purpose(self, owner: Person) -> None:
        subject = uuid4()
        token = services.make_sign_in_link(
            workspace_id=owner.workspace_id,
            purpose="ambassador",
            subject_id=subject,
            valid=DAY,
            now=NOW,
        )

        for purpose, moment in (("member", NOW), ("ambassador", NOW + DAY)):
            with pytest.raises(services.LinkUnusable):
                services.use_sign_in_link(token, purpose=purpose, now=moment)
        used = services.use_sign_in_link(token, purpose="ambassador", now=NOW)
        assert used == (owner.workspace_id, subject)
        with pytest.raises(services.LinkUnusable):
            services.use_sign_in_link(token, purpose="ambassador", now=NOW)


class TestCaller:
    def test_nobody_is_asked_to_sign_in(self) -> None:
        with pytest.raises(queries.NotSignedIn):
            queries.caller(HttpRequest(), may="customers.read")

    def test_a_right_is_needed(self, owner: Person) -> None:
        request = HttpRequest()
        request.caller = person(  # type: ignore[attr-defined] # as the middleware does
            "Ben", workspace_id=owner.workspace_id, role=Role.COUNTER
        ).caller

        assert queries.caller(request, may="customers.read").role is Role.COUNTER
        with pytest.raises(queries.NotAllowed, match=r"settings\.firm"):
            queries.caller(request, may="settings.firm")

    def test_the_workspace_chosen_is_entered_if_one_is_a_member(self, owner: Person) -> None:
        second = services.open_workspace(name="Second", now=NOW)
        Membership.objects.create(
            workspace_id=second, user=owner.user, role="broker", created_at=NOW + DAY
        )
        chosen = cora().workspace_id
        request = RequestFactory().get("/")
        request.user = owner.user

        for wish, place in (
            (None, owner.workspace_id),
            (second, second),
            (chosen, owner.workspace_id),
        ):
            request.session = {queries.SESSION_WORKSPACE: wish and str(wish)}  # type: ignore[assignment] # as a session
            found = queries.find_caller(request)
            assert found is not None
            assert found.workspace_id == place

    def test_somebody_without_a_place_is_nobody(self) -> None:
        request = RequestFactory().get("/")
        request.user = User.objects.create_user(email="x@example.org", password=None)
        request.session = {}  # type: ignore[assignment] # as a session

        assert queries.find_caller(request) is None
        request.user.is_active = False
        assert queries.find_caller(request) is None


def test_every_right_is_somebodys_and_owners_have_most() -> None:
    assert roles_with("settings.people") == (Role.OWNER,)
    assert all(RIGHTS[role] for role in Role)


def test_the_invited_person_fills_in_a_page_and_is_in() -> None:
    token, browser = services.invite_first_owner(now=NOW), Client()
    Invitation.objects.update(expires_at=NOW + 10_000 * DAY)
    said = {"name": "Ann", "email": "ann@example.org", "workspace_name": "Bakery"}

    page = browser.get(f"/join/{token}")
    short = browser.post(f"/join/{token}", {**said, "password": "short"})
    done = browser.post(f"/join/{token}", {**said, "password": PASSWORD})
    again = Client().get(f"/join/{token}")

    assert (page.status_code, short.status_code, done.status_code) == (200, 422, 302)
    assert again.status_code == 410
    assert queries.has_people()
    assert browser.get("/styles-0.css").status_code == 404


def test_a_user_is_told_by_id_not_by_address(owner: Person) -> None:
    with transaction.atomic():
        assert "example.org" not in str(owner.user)
