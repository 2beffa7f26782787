"""What travels compressed: styles and scripts, within their budget; never a page."""

import gzip
import re

import pytest
from django.test import Client

from tests.cast import ann

pytestmark = pytest.mark.django_db
PACKED = {"Accept-Encoding": "gzip"}
STYLES_MAX, SCRIPTS_MAX = 30_000, 45_000  # what a page may weigh on its way


def test_styles_and_scripts_travel_small() -> None:
    browser = ann().browser()
    page = browser.get("/").content.decode()
    (styles,) = re.findall(r'rel="stylesheet"\s+href="([^"]+)"', page)
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', page)
    told = browser.get(scripts[0]).getvalue().decode()
    scripts += [f"/static/ui/{name}" for name in re.findall(r'import "\./([\w.]+)"', told)]

    sent = {each: browser.get(each, headers=PACKED) for each in (styles, *scripts)}

    weights = {each: len(answer.getvalue()) for each, answer in sent.items()}
    large = [each for each in (styles, *scripts) if len(browser.get(each).getvalue()) > 1_000]
    assert {sent[each].headers.get("Content-Encoding") for each in large} == {"gzip"}
    assert weights.pop(styles) < STYLES_MAX
    assert len(weights) > 5
    assert sum(weights.values()) < SCRIPTS_MAX


def test_they_are_the_same_when_unpacked() -> None:
    browser, script = Client(), "/static/ui/vendor/htmx.min.js"
    packed = browser.get(script, headers=PACKED)

    assert gzip.decompress(packed.getvalue()) == browser.get(script).getvalue()


def test_a_page_and_a_part_of_a_file_stay_as_they_are() -> None:
    browser = ann().browser()
    part = browser.get("/static/ui/vendor/htmx.min.js", headers=PACKED | {"Range": "bytes=0-999"})

    assert "Content-Encoding" not in browser.get("/", headers=PACKED).headers
    assert (part.status_code, len(part.getvalue())) == (206, 1000)
    assert "Content-Encoding" not in part.headers
