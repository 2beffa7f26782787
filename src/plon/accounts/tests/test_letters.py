"""Mails of invitations, forgotten passwords and changes: from the cause to the server."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlsafe_base64_encode
from pytest_django import Settings

from plon.accounts.models import Invitation, Letter, Membership, User, Workspace
from plon.accounts.ports import MailFailed, MailServer
from plon.accounts.services import letter_failed
from plon.accounts.tasks import send_letter
from plon.runtime import sending
from plon.runtime.duties import PAUSES
from plon.runtime.models import Duty
from plon.runtime.worker import run_once
from tests.cast import NOW, PASSWORD, Person, ann, cora, person
from tests.mail_server import HOST, MailBox, mail_server

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("time_machine_at_now"),
]
SOON = NOW + timedelta(minutes=1)
NEW = "seven geese in a row"


@pytest.fixture
def box(settings: Settings) -> Iterator[MailBox]:
    with mail_server() as running:
        settings.PLON_MAIL = MailServer(
            host=HOST, port=running.port, sender="Plon <plon@example.org>", is_open=True
        )
        settings.PUBLIC_URL = "https://plon.example.org"
        yield running


@pytest.fixture(autouse=True)
def _no_attempts_before() -> None:
    cache.clear()


@pytest.fixture
def owner() -> Person:
    return ann()


def work(*, now: datetime = SOON) -> None:
    while run_once({}, {}, [send_letter], now=now):
        pass


def invite(by: Person, email: str = "dan@example.org") -> str:
    by.browser().post("/settings/people/invitations", {"email": email, "role": "broker"})
    return people(by)


def people(by: Person) -> str:
    client = by.browser()
    client.post("/language", {"language": "en"})
    return client.get("/settings/people/").content.decode()


def link_in(box: MailBox) -> str:
    [mail] = box.mails
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"https://plon\.example\.org(/\S+)", body.get_content())
    assert found is not None
    return found[1]


def test_an_invitation_goes_out_and_lets_in(box: MailBox, owner: Person) -> None:
    assert "mail is waiting" in invite(owner)
    assert box.mails == []  # never in a request

    work()

    [mail] = box.mails
    assert (mail["To"], mail["Subject"]) == ("dan@example.org", "Zaproszenie do firmy Bakery")
    assert "sent by mail" in people(owner)
    answer = Client().post(link_in(box), {"name": "Dan", "password": NEW})
    assert answer.status_code == 302
    assert Membership.objects.filter(user__email="dan@example.org").exists()


def test_the_page_looks_again_until_the_mail_was_tried(box: MailBox, owner: Person) -> None:
    looks_again = 'hx-trigger="load'
    assert looks_again in invite(owner)
    with time_machine.travel(NOW + timedelta(minutes=2)):
        assert looks_again not in people(owner)  # nobody carries it: no use asking for ever
    assert looks_again in people(owner)

    work()

    assert looks_again not in people(owner)


def test_an_invitation_speaks_the_firms_language(box: MailBox, owner: Person) -> None:
    Workspace.objects.update(language="en")
    invite(owner)
    work()

    assert box.mails[0]["Subject"] == "Invitation to Bakery"


def test_no_secret_lies_in_the_database(box: MailBox, owner: Person) -> None:
    invite(owner)
    work()
    token = link_in(box).rpartition("/")[2]

    rows = [*Letter.objects.values(), *Invitation.objects.values(), *Duty.objects.values()]
    assert token not in repr(rows)


def test_the_link_to_copy_is_the_one_that_was_sent(box: MailBox, owner: Person) -> None:
    invite(owner)
    work()
    row = Invitation.objects.get(email="dan@example.org")

    page = owner.browser().post(f"/settings/people/invitations/{row.id}/link")

    assert link_in(box) in page.content.decode()


def test_with_a_new_secret_key_the_link_is_a_new_one_and_works(
    box: MailBox, owner: Person, settings: Settings
) -> None:
    invite(owner)
    work()
    old = link_in(box)
    row = Invitation.objects.get()
    settings.SECRET_KEY = "another key than the one that the mail was written with"

    page = owner.browser().post(f"/settings/people/invitations/{row.id}/link").content.decode()

    new = re.search(r"/join/[\w-]+", page)
    assert new is not None
    assert new[0] != old
    assert Client().get(old).status_code == 410
    assert Client().get(new[0]).status_code == 200


def test_an_invitation_withdrawn_while_its_mail_fails_is_not_tried_again(
    box: MailBox, owner: Person
) -> None:
    invite(owner)
    letter = Letter.objects.get()
    address = f"/settings/people/invitations/{letter.invitation_id}"
    owner.browser().post(f"{address}/end")

    assert letter_failed(letter.id, MailFailed("away"), now=SOON) is None
    assert not Letter.objects.exists()
    assert owner.browser().post(f"{address}/link").status_code == 410


def test_a_server_that_is_away_is_tried_again_with_growing_pauses(
    box: MailBox, owner: Person
) -> None:
    box.answers["MAIL"] = "451 later"
    invite(owner)
    work(now=SOON)
    assert "It is tried again" in people(owner)
    work(now=SOON + PAUSES[0] - timedelta(seconds=1))
    assert box.spoken.count("MAIL") == 1
    box.answers.clear()
    work(now=SOON + PAUSES[0])

    assert len(box.mails) == 1
    assert "sent by mail" in people(owner)


def test_after_the_last_pause_it_is_given_up_in_words(box: MailBox, owner: Person) -> None:
    box.answers["MAIL"] = "451 later"
    invite(owner)
    now = SOON
    for pause in [timedelta(0), *PAUSES]:
        now += pause
        work(now=now)

    assert box.spoken.count("MAIL") == len(PAUSES) + 1
    assert "Copy the link and hand it over" in people(owner)
    assert not Duty.objects.exists()


def test_an_address_that_nobody_has_is_said_at_once(box: MailBox, owner: Person) -> None:
    box.answers["RCPT"] = "550 no such user"
    invite(owner)
    work()

    assert "does not know this address" in people(owner)
    assert not Duty.objects.exists()


def test_a_withdrawn_invitation_is_not_sent(box: MailBox, owner: Person) -> None:
    invite(owner)
    row = Invitation.objects.get()
    owner.browser().post(f"/settings/people/invitations/{row.id}/end")
    work()

    assert box.mails == []


def test_nothing_leaves_while_sending_is_off(box: MailBox, owner: Person) -> None:
    sending.switch_off(why="restored", now=NOW)
    invite(owner)
    work()
    assert box.mails == []

    sending.switch_on()
    work(now=NOW + timedelta(minutes=10))
    assert len(box.mails) == 1


def test_a_made_up_firm_mails_nobody(box: MailBox, owner: Person) -> None:
    Workspace.objects.update(is_demo=True)
    page = owner.browser().post(
        "/settings/people/invitations", {"email": "dan@example.org", "role": "broker"}
    )
    work()

    assert "/join/" in page.content.decode()
    assert box.mails == []


def test_without_a_server_the_link_is_handed_over(owner: Person) -> None:
    page = owner.browser().post(
        "/settings/people/invitations", {"email": "dan@example.org", "role": "broker"}
    )

    assert "/join/" in page.content.decode()
    assert not Letter.objects.exists()
    assert not Duty.objects.exists()


def forgot(email: str) -> tuple[int, str]:
    answer = Client().post("/accounts/password/forgotten/", {"email": email})
    return answer.status_code, answer["Location"]


def test_a_forgotten_password_is_chosen_anew(box: MailBox, owner: Person) -> None:
    forgot("Ann@example.org")
    work()
    link = link_in(box)
    assert Client().get(link).status_code == 200

    answer = Client().post(link, {"password": NEW})

    assert answer["Location"] == "/accounts/login/"
    assert User.objects.get(id=owner.user.id).check_password(NEW)
    assert Client().get(link).status_code == 410  # once
    work()
    assert box.mails[1]["Subject"] == "Twoje hasło zostało zmienione"


def test_nothing_tells_whether_an_address_is_known(box: MailBox, owner: Person) -> None:
    asked: list[list[str]] = []
    for email in ("ann@example.org", "nobody@example.org"):
        asked.append(_statements(email))
    assert asked[0] == asked[1]

    work()
    assert [mail["To"] for mail in box.mails] == ["ann@example.org"]
    assert not Letter.objects.exists()


def _statements(email: str) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        answer = forgot(email)
    assert answer == (302, "/accounts/password/forgotten/done/")
    said = [re.split(r" VALUES| WHERE|POINT", query["sql"])[0] for query in caught]
    assert not any("accounts_user" in each for each in said)
    return said


def test_nobodys_mailbox_is_flooded(box: MailBox, owner: Person) -> None:
    for _ in range(3):
        forgot("ann@example.org")
    answer = Client().post("/accounts/password/forgotten/", {"email": "ANN@example.org"})

    assert answer.status_code == 429
    assert Letter.objects.count() == 3


def test_a_link_ends_after_an_hour(box: MailBox, owner: Person) -> None:
    forgot("ann@example.org")
    work()

    with time_machine.travel(NOW + timedelta(hours=1, minutes=2)):
        assert Client().get(link_in(box)).status_code == 410


def test_a_link_is_of_one_person(box: MailBox, owner: Person) -> None:
    forgot("ann@example.org")
    work()
    _, _, secret = link_in(box).rpartition("/")[2].partition(".")
    stranger = cora()
    coded = urlsafe_base64_encode(UUID(str(stranger.user.id)).bytes)
    assert Client().post(f"/reset/{coded}.{secret}", {"password": NEW}).status_code == 410
    assert User.objects.get(id=stranger.user.id).check_password(PASSWORD)


def test_a_wish_for_a_password_grows_old(box: MailBox, owner: Person) -> None:
    forgot("ann@example.org")
    work(now=NOW + timedelta(hours=2))

    assert box.mails == []
    assert not Letter.objects.exists()


def test_a_change_of_password_is_told(box: MailBox, owner: Person) -> None:
    ben = person("Ben", workspace_id=owner.workspace_id)
    User.objects.filter(id=ben.user.id).update(language="en")
    client = Client()
    client.post("/accounts/login/", {"login": "ben@example.org", "password": PASSWORD})
    client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    work()

    assert [mail["Subject"] for mail in box.mails] == ["Your password was changed"]
