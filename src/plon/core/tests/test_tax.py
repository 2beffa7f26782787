"""A tax number is told from a number with a slip."""

import pytest

from plon.core.tax import is_nip


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("5260001246", True),
        ("5260001247", False),  # the check digit
        ("526000124", False),
        ("526000124x", False),
        ("٥٢٦٠٠٠١٢٤٦", False),  # digits of another script
        ("", False),
    ],
)
def test_a_nip_agrees_with_its_last_digit(text: str, is_good: bool) -> None:
    assert is_nip(text) is is_good
