"""Consents over the API: a history that only grows, and the texts that were agreed to."""

import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest

from plon.customers import services
from plon.customers.models import Consent
from plon.customers.queries import may_contact
from plon.runtime.tenancy import inside
from tests.api.program import Program, program
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db
NO: dict[str, Any] = {
    "channel": "email",
    "purpose": "marketing",
    "is_given": False,
    "source": "page",
}


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def shop(owner: Person) -> Program:
    return program(owner)


@pytest.fixture
def dan(shop: Program) -> str:
    return str(shop.post("/customers", {"email": "dan@example.org"}).body["id"])


def worded(owner: Person, *, channel: str = "email", text: str = "I agree.") -> str:
    """Write a version of a text; return its id."""
    with inside(owner.workspace_id):
        made = services.add_wording(
            owner.caller,
            channel=channel,
            purpose="marketing",
            text_pl="Zgadzam się.",
            text_en=text,
            now=NOW,
        )
    return str(made)


def yes(wording_id: str, **told: Any) -> dict[str, Any]:
    return NO | {"is_given": True, "wording_id": wording_id, "language": "en"} | told


class TestRecording:
    def test_keeps_what_was_said_with_its_text(
        self, owner: Person, shop: Program, dan: str
    ) -> None:
        text = worded(owner)
        told = yes(text, decided_at="2026-04-10T11:00:00+02:00", proof="https://shop.example/f/7")
        first = shop.post(f"/customers/{dan}/consents", told)
        again = shop.post(f"/customers/{dan}/consents", told)

        assert (first.status, again.status, again.body) == (201, 200, first.body)
        assert shop.get(f"/customers/{dan}/consents").body["data"] == [first.body]
        recorded = first.body.pop("recorded_at")
        assert recorded > "2026"
        assert first.body == {
            "id": first.body["id"],
            "customer_id": dan,
            "channel": "email",
            "purpose": "marketing",
            "is_given": True,
            "decided_at": "2026-04-10T09:00:00Z",
            "wording_id": text,
            "wording_version": 1,
            "wording_sha256": hashlib.sha256(b"I agree.").hexdigest(),
            "language": "en",
            "source": "page",
            "proof": "https://shop.example/f/7",
        }

    def test_the_newest_decision_counts_whenever_it_came(
        self, owner: Person, shop: Program, dan: str
    ) -> None:
        path, text = f"/customers/{dan}/consents", worded(owner)
        shop.post(path, NO | {"decided_at": "2026-04-11T09:00:00Z"})
        shop.post(path, yes(text, decided_at="2026-04-10T09:00:00Z"))
        with inside(owner.workspace_id):
            assert may_contact(UUID(dan), "email", "marketing").why == ("withdrawn")

        shop.post(path, yes(text))
        with inside(owner.workspace_id):
            assert may_contact(UUID(dan), "email", "marketing").may

    @pytest.mark.parametrize(
        ("told", "pointer", "code"),
        [
            ({"is_given": True}, "/wording_id", "wording_missing"),
            ({"is_given": True, "wording_id": str(uuid4())}, "/wording_id", "wording_missing"),
            ({"decided_at": "2190-01-01T00:00:00Z"}, "/decided_at", "decided_later"),
            ({"decided_at": "2026-04-10"}, "/decided_at", "moment_unreadable"),
            ({"is_given": "yes"}, "/is_given", "bool_type"),
            ({"channel": "fax"}, "/channel", "literal_error"),
            ({"purpose": ""}, "/purpose", "literal_error"),
            ({"source": ""}, "/source", "string_too_short"),
            ({"language": "de"}, "/language", "literal_error"),
            ({"ip": "::1"}, "/ip", "extra_forbidden"),
        ],
    )
    def test_names_the_field_that_is_wrong(
        self, shop: Program, dan: str, told: dict[str, Any], pointer: str, code: str
    ) -> None:
        answer = shop.post(f"/customers/{dan}/consents", NO | told)

        assert answer.status == 422
        (error,) = answer.body["errors"]
        assert (error["pointer"], error["code"]) == (pointer, code)
        assert error["detail"] != "This cannot be used."
        assert shop.get(f"/customers/{dan}/consents").body["data"] == []

    def test_a_text_of_another_channel_or_firm_is_none(
        self, owner: Person, shop: Program, dan: str
    ) -> None:
        for text in (worded(owner, channel="sms"), worded(cora())):
            answer = shop.post(f"/customers/{dan}/consents", yes(text))
            assert answer.body["errors"][0]["code"] == "wording_missing"

    def test_a_list_does_not_bring_back_what_was_withdrawn(
        self, owner: Person, shop: Program, dan: str
    ) -> None:
        shop.post(f"/customers/{dan}/consents", NO)
        answer = shop.post(f"/customers/{dan}/consents", yes(worded(owner), source="import"))

        assert (answer.status, answer.body["code"]) == (409, "stays_withdrawn")
        assert answer.body["detail"] != answer.body["title"]

    def test_sent_again_under_a_key_it_is_one_word(self, shop: Program, dan: str) -> None:
        path = f"/customers/{dan}/consents"
        first = shop.post(path, NO, Idempotency_Key="k-1")
        again = shop.post(path, NO, Idempotency_Key="k-1")
        otherwise = shop.post(path, NO | {"channel": "sms"}, Idempotency_Key="k-1")

        assert (first.status, again.status, again.body) == (201, 201, first.body)
        assert otherwise.body["code"] == "idempotency_key_reused"
        assert len(shop.get(path).body["data"]) == 1

    def test_of_nobody_here_is_refused(self, shop: Program, dan: str) -> None:
        for who, customer_id in ((shop, uuid4()), (program(cora()), dan)):
            assert who.post(f"/customers/{customer_id}/consents", NO).status == 404
            assert who.get(f"/customers/{customer_id}/consents").status == 404


class TestHistory:
    def test_comes_page_by_page_the_newest_decision_first(self, shop: Program, dan: str) -> None:
        path = f"/customers/{dan}/consents"
        for n in range(7):  # three of the same moment, twice
            day = f"2026-04-{n // 3 + 1:02}T09:00:00Z"
            shop.post(path, NO | {"source": f"page {n}", "decided_at": day})
        rows: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            page = shop.get(f"{path}?limit=2" + (f"&cursor={cursor}" if cursor else "")).body
            rows += page["data"]
            cursor = page["next_cursor"]

        assert sorted(row["source"] for row in rows) == [f"page {n}" for n in range(7)]
        moments = [row["decided_at"] for row in rows]
        assert moments == sorted(moments, reverse=True)

    def test_is_of_a_channel_and_a_purpose(self, shop: Program, dan: str) -> None:
        path = f"/customers/{dan}/consents"
        shop.post(path, NO)
        shop.post(path, NO | {"channel": "sms", "purpose": "service"})

        for query, count in (("", 2), ("?channel=sms", 1), ("?channel=sms&purpose=marketing", 0)):
            assert len(shop.get(path + query).body["data"]) == count
        assert shop.get(f"{path}?chanel=sms").body["errors"][0]["code"] == "extra_forbidden"

    def test_holds_what_those_said_who_were_merged(
        self, owner: Person, shop: Program, dan: str
    ) -> None:
        other = shop.post("/customers", {"phone": "600100200"}).body["id"]
        shop.post(f"/customers/{other}/consents", NO)
        with inside(owner.workspace_id):
            services.merge(owner.caller, kept_id=UUID(dan), gone_id=UUID(other), now=NOW)

        (word,) = shop.get(f"/customers/{dan}/consents").body["data"]
        assert word["customer_id"] == other
        spoken = shop.post(f"/customers/{other}/consents", NO | {"channel": "sms"})
        assert spoken.body["customer_id"] == dan

    def test_names_no_version_of_a_text_of_another_system(
        self, owner: Person, shop: Program, dan: str
    ) -> None:
        with inside(owner.workspace_id):
            Consent.objects.create(
                workspace_id=owner.workspace_id,
                customer_id=dan,
                channel="email",
                purpose="marketing",
                is_given=True,
                wording_id="newsletter-2024",
                wording_sha256="0" * 64,
                language="pl",
                form="import",
                decided_at=NOW,
                recorded_at=NOW,
            )
        (word,) = shop.get(f"/customers/{dan}/consents").body["data"]

        assert (word["wording_id"], word["wording_version"]) == ("newsletter-2024", None)


class TestWordings:
    def test_are_listed_version_by_version(self, owner: Person, shop: Program) -> None:
        first, other = worded(owner), worded(owner, channel="sms")
        second = worded(owner, text="I do agree.")
        page = shop.get("/wordings?limit=2").body
        rest = shop.get(f"/wordings?limit=2&cursor={page['next_cursor']}").body

        rows = {row["id"]: (row["version"], row["is_newest"]) for row in page["data"]}
        rows |= {row["id"]: (row["version"], row["is_newest"]) for row in rest["data"]}
        assert rows == {first: (1, False), other: (1, True), second: (2, True)}
        assert rest["next_cursor"] is None

    def test_asked_now_are_the_newest(self, owner: Person, shop: Program) -> None:
        worded(owner)
        second = worded(owner, text="I do agree.")
        asked = shop.get("/wordings?is_newest=true&channel=email&purpose=marketing").body["data"]

        assert [(row["id"], row["text_en"]) for row in asked] == [(second, "I do agree.")]
        assert program(cora()).get("/wordings").body["data"] == []
