"""A segment's sentence in words and in rows to choose in."""

import pytest
from django.utils import translation

from plon.lifetime.segments.groups import GROUPS
from plon.value.domain.conditions import CHOSEN, FIELDS, read_rule
from plon.value.services import builder, segment_words


class TestWords:
    @pytest.mark.parametrize("language", ["pl", "en"])
    def test_every_field_and_choice_has_a_word(self, language: str) -> None:
        with translation.override(language):
            listed = [code for _title, codes in segment_words.field_groups() for code in codes]
            assert set(listed) == set(FIELDS)
            assert all(segment_words.field_label(code) for code in FIELDS)
            for field, codes in CHOSEN.items():
                assert all(segment_words.value_label(field, code) != "" for code in codes)

    def test_a_sentence_is_read_out(self) -> None:
        inner = {
            "join": "any",
            "parts": [
                {"field": "group", "op": "is", "value": GROUPS[0]},
                {"field": "is_slipping", "op": "is", "value": "yes", "not": True},
            ],
        }
        amount = {"field": "value_12m", "op": "at_least", "value": "100"}
        with translation.override("en"):
            said = builder.sentence({"join": "all", "parts": [amount, inner]})

        assert said == (
            "value in 12 months at least 100 and (group: Champions or not (is slipping away))"
        )


def test_a_sentence_in_brackets_is_not_shown_in_rows() -> None:
    tag = {"field": "tag", "op": "is", "value": "VIP"}
    nested = {"join": "all", "parts": [{"join": "any", "parts": [tag, tag]}, tag]}

    assert builder.rows_shown(nested, is_chosen_in=True) is None


def test_a_sentence_longer_than_the_rows_is_shown_in_words_and_loses_nothing() -> None:
    tag = {"field": "tag", "op": "is", "value": "VIP"}
    whole = {"join": "any", "parts": [{"join": "all", "parts": [tag] * 7}] * 3}
    assert read_rule(whole)

    assert builder.rows_shown(whole, is_chosen_in=False) is None
    shorter = {"join": "any", "parts": [{"join": "all", "parts": [tag] * 10}] * 2}
    assert [row.field for row in builder.rows_shown(shorter, is_chosen_in=False) or []] == [
        "tag"
    ] * 20
