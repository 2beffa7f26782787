"""Form fields of the house."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from plon.ui.fields import AMOUNT_MAX_MINOR, DayField, Dropdown, FileDrop, MoneyField


class Form(forms.Form):
    amount = MoneyField(currency="PLN", min_minor=1_00)
    day = DayField(required=False)
    file = forms.FileField(required=False, widget=FileDrop(accept=".csv"))


class Free(forms.Form):
    amount = MoneyField(currency="EUR", min_minor=None, required=False)


def error(text: str) -> str:
    form = Form({"amount": text})
    assert not form.is_valid()
    return str(form.errors["amount"][0])


class TestMoney:
    def test_becomes_minor_units(self) -> None:
        form = Form({"amount": "1 234,50 zł"})

        assert form.is_valid()
        assert form.cleaned_data["amount"] == 1_234_50

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("pl", "Wpisz co najmniej 1,00\N{NO-BREAK SPACE}zł."),
            ("en", "Write at least PLN\N{NO-BREAK SPACE}1.00."),
        ],
    )
    def test_says_how_little_is_too_little(self, language: str, said: str) -> None:
        with translation.override(language):
            assert error("0,99") == said

    def test_says_what_to_write(self) -> None:
        with translation.override("en"):
            assert error("a lot") == "Write an amount like 1234.50."
            assert error(str(AMOUNT_MAX_MINOR)) == "This amount is too large."
            assert error("") == "This field is required."

    def test_may_be_nothing_or_below_zero(self) -> None:
        for text, minor in (("", None), ("-5", -5_00)):
            form = Free({"amount": text})
            assert form.is_valid()
            assert form.cleaned_data["amount"] == minor

    @pytest.mark.parametrize(
        ("language", "value", "mark"), [("pl", "1234,50", "zł"), ("en", "1234.50", "PLN")]
    )
    def test_is_shown_in_the_language_of_the_page(
        self, language: str, value: str, mark: str
    ) -> None:
        with translation.override(language):
            html = str(Form(initial={"amount": 1_234_50})["amount"])

        assert f'value="{value}"' in html
        assert f">{mark}<" in html
        assert 'inputmode="decimal"' in html

    def test_what_was_typed_comes_back_as_it_was(self) -> None:
        assert 'value="12,,3"' in str(Form({"amount": "12,,3"})["amount"])


class TestDay:
    @pytest.mark.parametrize("text", ["2026-11-24", "24.11.2026"])
    def test_reads_the_browsers_day_and_the_polish_one(self, text: str) -> None:
        form = Form({"amount": "1", "day": text})

        assert form.is_valid()
        assert form.cleaned_data["day"] == date(2026, 11, 24)

    @pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
    def test_far_from_our_times_is_refused(self, text: str) -> None:
        with translation.override("en"):
            form = Form({"amount": "1", "day": text})

            assert form.errors["day"] == ["Write a year from 1900 to 2199."]

    @pytest.mark.parametrize("language", ["pl", "en"])
    def test_is_written_as_the_browser_wants_it(self, language: str) -> None:
        with translation.override(language):
            html = str(Form(initial={"day": date(2026, 11, 24)})["day"])

        assert 'type="date"' in html
        assert 'value="2026-11-24"' in html


def test_a_file_field_is_a_plain_input_in_a_frame() -> None:
    html = str(Form()["file"])

    assert 'type="file"' in html
    assert 'accept=".csv"' in html
    assert "data-file-drop" in html
    assert "accept" not in str(FileDrop().render("file", None))


class TestDropdown:
    CHOICES = (("", "–"), (1, "one"), ("<2>", "<two>"))

    def drawn(self, **told: str) -> str:
        class Choosing(forms.Form):
            number = forms.ChoiceField(choices=self.CHOICES, widget=Dropdown, required=False)

        return str(Choosing(told)["number"])

    def test_the_chosen_one_stands_in_it_and_words_stay_text(self) -> None:
        assert '<option value="1" selected>one</option>' in self.drawn(number="1")
        nasty = self.drawn(number="<2>")
        assert '<option value="&lt;2&gt;" selected>&lt;two&gt;</option>' in nasty
        assert nasty.count("selected") == 1

    def test_nothing_chosen_is_the_empty_one(self) -> None:
        assert '<option value="" selected>–</option>' in self.drawn()

    def test_keeps_name_and_id_of_the_field(self) -> None:
        assert '<select name="number" id="id_number">' in self.drawn()
