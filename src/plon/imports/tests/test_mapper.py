"""What people say about a file stays as they said it."""

import re
from urllib.parse import parse_qs, urlencode

import pytest

from plon.imports.forms.reading import OPTIONS
from plon.imports.models import Import
from plon.imports.tests.course import import_row, uploaded
from plon.runtime.tenancy import inside
from tests.acceptance.importing import choices
from tests.cast import Person

pytestmark = pytest.mark.django_db

CLEARED = urlencode({"kind": "customers"} | dict.fromkeys(OPTIONS, ""))


def test_options_that_were_cleared_stay_cleared(owner: Person) -> None:
    import_id, browser = uploaded(owner), owner.browser()
    with inside(owner.workspace_id):
        Import.objects.update(options={"encoding": "windows-1250", "separator": ";"})
    page = browser.get(f"/import/{import_id}/columns/?{CLEARED}")

    answer = browser.post(f"/import/{import_id}/columns/", choices(page.content))

    assert answer.status_code == 302
    assert import_row(owner, import_id).options == {}


def test_options_stay_where_another_list_is_chosen(owner: Person) -> None:
    address = f"/import/{uploaded(owner)}/columns/"
    page = owner.browser().get(f"{address}?{CLEARED}&separator=%3B&date_format=YYYY-MM-DD")

    links = re.findall(r'class="view"\s+href="\?([^"]+)"', page.content.decode())

    told = [parse_qs(link.replace("&amp;", "&")) for link in links]
    assert [each["kind"] for each in told] == [["orders"], ["customers"], ["products"]]
    assert {each["separator"][0] for each in told} == {";"}
    assert {each["date_format"][0] for each in told} == {"YYYY-MM-DD"}
