"""The messages tool, against a house of three files."""

from pathlib import Path

import pytest

from tools import messages

PYTHON = """
from plon.ui.language import gettext as _, ngettext

def greet(count: int) -> str:
    return _("Hello, %(name)s!") + ngettext("%(count)s day", "%(count)s days", count)
"""
LIBRARY = """
def tell(words) -> str:
    return words.gettext("Silent for long.") + words.pgettext("month", "May")

LATER = N_("Later")
REFUSED = sentence("The file is empty.")
"""
TEMPLATE = """{% load i18n %}
  {% if x %}
<p>{% translate "Show table" %}</p>
    {% endif %}
{% blocktranslate trimmed %}
  Sales of
  {{ period }}
{% endblocktranslate %}
"""
POLISH: dict[str, str | tuple[str, ...]] = {
    "Hello, %(name)s!": "Cześć, %(name)s!",
    "%(count)s day": ("jeden dzień", "%(count)s dni", "%(count)s dni"),
    "Show table": "Pokaż tabelę",
    "Sales of %(period)s": "Sprzedaż %(period)s",
    "Silent for long.": "Długa cisza.",
    "May": "maj",
    "Later": "Później",
    "The file is empty.": "Plik jest pusty.",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name, text in {
        "src/plon/value/services.py": PYTHON,
        "src/plon/lifetime/words.py": LIBRARY,
        "src/plon/ui/templates/ui/page.html": TEMPLATE,
        "src/plon/lifetime/tests/test_words.py": 'gettext("never shown")',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def path(house: Path, domain: str, ending: str = "po") -> Path:
    return house / messages.FOLDERS[domain] / "pl/LC_MESSAGES" / f"{domain}.{ending}"


def translate(house: Path, polish: dict[str, str | tuple[str, ...]]) -> None:
    """Write translations into the catalogues, as a translator would."""
    messages.main([], root=house)
    for domain in messages.FOLDERS:
        words = messages.Words(locale="pl", fuzzy=False, header_comment="#")
        for message in messages.translations(path(house, domain)).values():
            name = messages.forms(message.id)[0]
            words.add(message.id, polish.get(name, message.string), context=message.context)
        path(house, domain).write_bytes(messages.written(words, is_compiled=False))
    messages.main([], root=house)


def check(house: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    return messages.main(["--check"], root=house), capsys.readouterr().err


class TestUpdate:
    def test_finds_the_messages_of_python_and_templates_by_domain(self, house: Path) -> None:
        found = {
            domain: {
                messages.forms(identity)[0] for identity, _ in messages.messages(house, domain)
            }
            for domain in messages.FOLDERS
        }

        assert found == {
            "django": {"Hello, %(name)s!", "%(count)s day", "Show table", "Sales of %(period)s"},
            "lifetime": {"Silent for long.", "May", "Later", "The file is empty."},
        }

    def test_tells_how_many_are_missing(
        self, house: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert messages.main([], root=house) == 0
        assert capsys.readouterr().out == (
            "pl lifetime: 4 messages, 4 missing\npl django: 4 messages, 4 missing\n"
        )

    def test_keeps_translations_and_drops_what_is_gone(self, house: Path) -> None:
        translate(house, POLISH)
        (house / "src/plon/lifetime/words.py").write_text('N_("Later")\nN_("New one")')

        messages.main([], root=house)

        kept = messages.translations(path(house, "lifetime"))
        assert {identity: m.string for (identity, _), m in kept.items()} == {
            "Later": "Później",
            "New one": "",
        }

    def test_a_second_run_changes_no_byte(self, house: Path) -> None:
        translate(house, POLISH)
        before = [path(house, d, e).read_bytes() for d in messages.FOLDERS for e in ("po", "mo")]

        messages.main([], root=house)

        assert before == [
            path(house, d, e).read_bytes() for d in messages.FOLDERS for e in ("po", "mo")
        ]

    def test_writes_no_date_and_no_line_number(self, house: Path) -> None:
        translate(house, POLISH)

        text = path(house, "django").read_text()
        assert "Date" not in text
        assert "services.py" not in text


class TestCheck:
    def test_a_complete_catalogue_passes(
        self, house: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        translate(house, POLISH)

        assert check(house, capsys) == (0, "")

    def test_a_missing_translation_fails(
        self, house: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        translate(house, {**POLISH, "Later": ""})

        assert check(house, capsys) == (1, "pl lifetime: missing: Later\n")

    def test_a_missing_plural_form_fails(
        self, house: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        translate(house, {**POLISH, "%(count)s day": ("dzień", "%(count)s dni", "")})

        assert check(house, capsys) == (1, "pl django: missing: %(count)s day\n")

    def test_a_fuzzy_translation_fails(
        self, house: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        translate(house, POLISH)
        text = path(house, "lifetime").read_text()
        path(house, "lifetime").write_text(text.replace('msgid "Later"', '#, fuzzy\nmsgid "Later"'))

        code, faults = check(house, capsys)

        assert code == 1
        assert "fuzzy: Later" in faults

    @pytest.mark.parametrize("wrong", ["Cześć, %(imie)s!", "Cześć!", "Cześć, %(name)s %(imie)s!"])
    def test_other_placeholders_fail(
        self, house: Path, capsys: pytest.CaptureFixture[str], wrong: str
    ) -> None:
        translate(house, {**POLISH, "Hello, %(name)s!": wrong})

        assert check(house, capsys) == (1, "pl django: placeholders differ: Hello, %(name)s!\n")

    def test_a_plural_form_may_leave_its_number_out_but_not_invent_one(
        self, house: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        translate(house, {**POLISH, "%(count)s day": ("dzień", "%(ile)s dni", "%(count)s dni")})

        assert check(house, capsys) == (1, "pl django: placeholders differ: %(count)s day\n")

    @pytest.mark.parametrize("ending", ["po", "mo"])
    def test_a_file_that_is_not_up_to_date_fails_and_is_left_alone(
        self, house: Path, capsys: pytest.CaptureFixture[str], ending: str
    ) -> None:
        translate(house, POLISH)
        stale = path(house, "lifetime", ending)
        content = stale.read_bytes().replace("Później".encode(), "PóźnieJ".encode())
        stale.write_bytes(content + b"\n")

        code, faults = check(house, capsys)

        assert code == 1
        assert f"lifetime.{ending} is stale" in faults
        assert stale.read_bytes() == content + b"\n"

    def test_a_new_message_without_an_update_fails(
        self, house: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        translate(house, POLISH)
        (house / "src/plon/value/services.py").write_text(PYTHON + '\nNEW = _("Fresh")\n')

        code, faults = check(house, capsys)

        assert code == 1
        assert "django: missing: Fresh" in faults
        assert "django.po is stale" in faults
