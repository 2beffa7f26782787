"""Browsers by the names their owners know."""

import pytest
from django.utils.translation import override

from plon.ui.devices import device_words

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
AGENTS = {
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36": "Chrome na Windows",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/142.0": "Edge na Windows",
    f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36 OPR/120.0": "Opera na Linux",
    f"Mozilla/5.0 (Linux; Android 15; SM-S921B) {CHROME} Mobile Safari/537.36": "Chrome na Android",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36": "Chrome na ChromeOS",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.6 Mobile/15E148 Safari/604.1": "Safari na iPhone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " CriOS/142.0 Mobile/15E148 Safari/604.1": "Chrome na iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.6 Safari/605.1.15": "Safari na Mac",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0": (
        "Firefox na Linux"
    ),
    "Mozilla/5.0 (X11; Linux x86_64)": "Linux",
    "Firefox/145.0": "Firefox",
    "curl/8.5.0": "Nieznane urządzenie",
    "": "Nieznane urządzenie",
}


@pytest.mark.parametrize(("agent", "words"), AGENTS.items())
def test_a_browser_is_told_by_its_name_and_its_machine(agent: str, words: str) -> None:
    with override("pl"):
        assert device_words(agent) == words
