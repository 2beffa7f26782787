"""What holds for every operation: keys, refusals in two languages, once, not too often, described."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from plon.accounts import services
from plon.accounts.models import ApiKey, KeptAnswer
from plon.accounts.tasks import forget_old_answers
from plon.config.rest.pages import described
from plon.customers.models import Customer
from plon.orders.models import Order
from plon.runtime.tenancy import inside
from tests.api.program import Program, order, program
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def shop(owner: Person) -> Program:
    return program(owner)


class TestProblems:
    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [
            ("GET", "/nothing", 404, "not_found"),
            ("POST", "/nothing", 404, "not_found"),
            ("GET", "/customers/7", 404, "not_found"),
            ("PUT", "/customers", 405, "method_not_allowed"),
            ("DELETE", "/orders/batch", 405, "method_not_allowed"),
        ],
    )
    def test_whatever_is_refused_is_a_problem(
        self, shop: Program, method: str, path: str, status: int, code: str
    ) -> None:
        answer = shop.ask(method, path)

        assert (answer.status, answer.headers["Content-Type"]) == (status, PROBLEM)
        assert (answer.body["status"], answer.body["code"]) == (status, code)
        assert answer.body["type"] == f"urn:plon:problem:{code}"
        assert ("Allow" in answer.headers) == (status == 405)

    @pytest.mark.parametrize(
        ("language", "said"), [("pl", "nie odpowiada"), ("en", "does not answer")]
    )
    def test_a_wrong_host_is_a_problem(self, shop: Program, language: str, said: str) -> None:
        told = {"Host": "elsewhere.example", "Accept_Language": language}
        answer = shop.get("/customers", **told)

        assert (answer.status, answer.headers["Content-Type"]) == (400, PROBLEM)
        assert answer.body["code"] == "host_unknown"
        assert said in answer.body["detail"]

    def test_a_zero_byte_in_an_address_is_told(self, shop: Program) -> None:
        answer = shop.get("/customers?search=%00", Accept_Language="en")

        assert (answer.status, answer.headers["Content-Type"]) == (400, PROBLEM)
        assert answer.body["code"] == "address_with_nul"
        assert "zero byte" in answer.body["detail"]

    @pytest.mark.parametrize("body", [b"{", b"\xff", b'{"email": NaN}', b"[" * 5_000])
    def test_what_is_no_json_is_told_so(self, shop: Program, body: bytes) -> None:
        answer = shop.post("/customers", body)

        assert (answer.status, answer.body["code"]) == (400, "body_unreadable")

    def test_too_large_a_body_is_not_read(self, shop: Program, settings: Settings) -> None:
        settings.API_BODY_MAX = 50
        answer = shop.post("/customers", {"email": "d@e.pl", "needs": "x" * 50})

        assert (answer.status, answer.body["code"]) == (413, "body_too_large")

    def test_a_crash_is_ours_and_says_no_more(
        self, shop: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def crash(*_args: object) -> None:
            raise RuntimeError("secret")

        monkeypatch.setattr("plon.customers.api.reading.page_of", crash)
        answer = shop.get("/customers")

        assert (answer.status, answer.body["code"]) == (500, "internal_error")
        assert "secret" not in json.dumps(answer.body)

    @pytest.mark.parametrize(
        ("asked", "title", "field"),
        [
            ("pl", "Czegoś w żądaniu nie da się użyć", "To musi być liczba całkowita."),
            ("en-GB", "Something in the request cannot be used", "This must be a whole number."),
        ],
    )
    def test_speaks_as_it_is_asked(self, shop: Program, asked: str, title: str, field: str) -> None:
        answer = shop.post("/orders", order(total_minor="1"), Accept_Language=asked)

        assert answer.body["title"] == title
        assert answer.body["errors"] == [
            {"code": "int_type", "detail": field, "pointer": "/total_minor"}
        ]


class TestKeys:
    def test_a_session_opens_nothing(self, owner: Person) -> None:
        answer = owner.browser().get("/api/v1/customers")

        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")

    def test_an_ended_key_is_refused(self, owner: Person, shop: Program) -> None:
        with inside(owner.workspace_id):
            services.end_api_key(owner.caller, key_id=ApiKey.objects.get().id, now=NOW)

        assert shop.get("/customers").status == 401

    def test_too_many_requests_wait(self, shop: Program, settings: Settings) -> None:
        settings.API_PER_MINUTE = 3
        with time_machine.travel(NOW, tick=False):
            answers = [shop.get("/customers") for _ in range(4)]
        with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
            later = shop.get("/customers")

        assert [answer.status for answer in answers] == [200, 200, 200, 429]
        assert answers[-1].headers["Retry-After"] == "60"
        assert answers[-1].body["code"] == "too_many_requests"
        assert later.status == 200


class TestOnce:
    def test_the_same_key_gives_the_same_answer_and_acts_once(
        self, owner: Person, shop: Program
    ) -> None:
        first = shop.post("/orders", order(), Idempotency_Key="k-1")
        again = shop.post("/orders", order(), Idempotency_Key="k-1")

        assert (first.status, again.status) == (201, 201)
        assert first.body == again.body
        assert again.headers["Location"] == first.headers["Location"]
        assert again.headers["Idempotency-Replayed"] == "true"
        assert "Idempotency-Replayed" not in first.headers

    def test_with_another_request_it_is_refused(self, owner: Person, shop: Program) -> None:
        shop.post("/customers", {"external_id": "1"}, Idempotency_Key="k-1")
        for path, body in (("/customers", {"external_id": "2"}), ("/orders", order())):
            answer = shop.post(path, body, Idempotency_Key="k-1")
            assert (answer.status, answer.body["code"]) == (422, "idempotency_key_reused")

        with inside(owner.workspace_id):
            assert (Customer.objects.count(), Order.objects.count()) == (1, 0)

    def test_what_was_refused_may_be_sent_again(self, shop: Program) -> None:
        refused = shop.post("/customers", {"email": "dan"}, Idempotency_Key="k-1")
        mended = shop.post("/customers", {"email": "dan@example.org"}, Idempotency_Key="k-1")

        assert (refused.status, mended.status) == (422, 201)

    def test_another_key_of_the_firm_has_answers_of_its_own(
        self, owner: Person, shop: Program
    ) -> None:
        shop.post("/customers", {"external_id": "1"}, Idempotency_Key="k-1")
        other = program(owner).post("/customers", {"external_id": "2"}, Idempotency_Key="k-1")

        assert other.status == 201

    @pytest.mark.parametrize("key", ["ł", "a b", "x" * 256])
    def test_a_key_that_is_none_is_refused(self, shop: Program, key: str) -> None:
        answer = shop.post("/customers", {"external_id": "1"}, Idempotency_Key=key)

        assert answer.body["code"] == "idempotency_key_unusable"

    def test_after_a_day_it_is_forgotten(self, owner: Person, shop: Program) -> None:
        with time_machine.travel(NOW, tick=False):
            shop.post("/customers", {"external_id": "1"}, Idempotency_Key="k-1")
        with time_machine.travel(NOW + timedelta(hours=24), tick=False):
            again = shop.post("/customers", {"external_id": "1"}, Idempotency_Key="k-1")

        assert "Idempotency-Replayed" not in again.headers
        forget_old_answers(now=NOW + timedelta(hours=47))
        with inside(owner.workspace_id):
            assert KeptAnswer.objects.count() == 1
        forget_old_answers(now=NOW + timedelta(hours=48))
        with inside(owner.workspace_id):
            assert KeptAnswer.objects.count() == 0


class TestDescription:
    def test_is_served_to_everybody_and_asks_no_other_host(self) -> None:
        schema = Client().get("/api/v1/openapi.json")
        page = Client().get("/api/v1/docs").content.decode()

        assert schema.json()["openapi"].startswith("3.1")
        assert schema.content == described()
        for told in ("record_orders", "Idempotency-Key", "order_told_otherwise", "OrderIn"):
            assert told in page
        assert "//" not in page.replace("https://", "//").replace("<!--", "").split("</head>")[0]

    def test_its_examples_of_refusal_are_all_in_words(self, shop: Program) -> None:
        answer = shop.get(f"/customers/{uuid4()}/value")

        assert answer.body["detail"] != answer.body["title"]

    def test_every_id_is_text(self, shop: Program) -> None:
        assert UUID(shop.post("/customers", {"external_id": "1"}).body["id"])
