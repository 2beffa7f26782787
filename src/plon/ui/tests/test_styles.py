"""The style sheet: readable in both themes, and everything it needs is in it."""

import gzip
import hashlib
import re

import pytest

from plon.ui import styles

THEMES = ("light", "dark")
GROUNDS = ("bg", "surface", "sunken")
SOFT = ("good", "watch", "bad", "info")
SERIES = tuple(f"series-{i}" for i in range(1, 7))

Colour = tuple[float, float, float]


def tokens(theme: str) -> dict[str, str]:
    """Return the tokens of a theme; dark ones replace light ones."""
    text = (styles.FOLDER / "tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media", maxsplit=1)
    found = dict(re.findall(r"--([\w-]+): ([^;]+);", light))
    return found if theme == "light" else found | dict(re.findall(r"--([\w-]+): ([^;]+);", dark))


def colour(text: str) -> Colour:
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(first, second, strict=True))
    return red, green, blue


def luminance(rgb: Colour) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
class TestContrast:
    @pytest.mark.parametrize("text", ["text", "muted", "brand", *SOFT])
    def test_text_is_readable_on_every_ground(self, theme: str, text: str) -> None:
        found = tokens(theme)

        for ground in GROUNDS:
            assert contrast(colour(found[text]), colour(found[ground])) >= 4.5

    @pytest.mark.parametrize("name", SOFT)
    def test_text_is_readable_on_soft_grounds(self, theme: str, name: str) -> None:
        found = tokens(theme)

        assert contrast(colour(found[name]), colour(found[f"{name}-soft"])) >= 4.5
        assert contrast(colour(found["text"]), colour(found[f"{name}-soft"])) >= 4.5

    def test_text_on_the_brand_is_readable(self, theme: str) -> None:
        found = tokens(theme)

        assert contrast(colour(found["on-brand"]), colour(found["brand"])) >= 4.5

    @pytest.mark.parametrize("name", ["line-control", "focus", *SERIES])
    def test_controls_and_chart_lines_stand_out(self, theme: str, name: str) -> None:
        found = tokens(theme)

        assert contrast(colour(found[name]), colour(found["surface"])) >= 3

    def test_figures_are_readable_in_the_hottest_cell(self, theme: str) -> None:
        found = tokens(theme)
        most = float(found["heat-most"].rstrip("%")) / 100
        hottest = mixed(colour(found["series-1"]), colour(found["surface"]), most)

        assert contrast(colour(found["text"]), hottest) >= 4.5


class TestInline:
    def test_holds_nothing_from_elsewhere(self) -> None:
        text = styles.inline(running_head="")

        assert "url(" not in text
        assert "@import" not in text
        assert "/*" not in text

    def test_every_variable_used_is_defined(self) -> None:
        text = styles.inline(running_head="")

        assert set(re.findall(r"var\((--[\w-]+)", text)) <= set(re.findall(r"(--[\w-]+):", text))

    def test_paper_is_always_light(self) -> None:
        text = styles.inline(running_head="")

        assert re.findall(r"@media[^{]*dark[^{]*", text) == [
            "@media screen and (prefers-color-scheme: dark) "
        ]
        assert 'data-theme="dark"' not in text

    def test_nothing_can_leave_the_running_head(self) -> None:
        head = styles.page_boxes('a"} </style><script>')

        assert "<" not in head
        assert head.count('"') == 2 + 2  # the head's own quotes, and those of "1 / 2"
        assert styles.quoted("Żuk") == '"\\00017buk"'

    def test_is_small(self) -> None:
        assert len(styles.inline(running_head="")) < 25_000


class TestApplication:
    def test_holds_every_sheet_and_nothing_from_elsewhere(self) -> None:
        text = styles.application()
        found = (path.relative_to(styles.FOLDER) for path in styles.FOLDER.rglob("*.css"))

        assert {path.with_suffix("").as_posix() for path in found} == set(styles.APPLICATION)
        assert "url(" not in text
        assert "@import" not in text

    def test_every_variable_used_is_defined(self) -> None:
        text = styles.application()

        assert set(re.findall(r"var\((--[\w-]+)", text)) <= set(re.findall(r"(--[\w-]+):", text))

    def test_who_chose_dark_gets_the_tokens_of_a_dark_device(self) -> None:
        chosen = dict(re.findall(r"--([\w-]+): ([^;]+);", styles.dark_by_choice()))

        assert chosen
        assert tokens("light") | chosen == tokens("dark")

    def test_who_chose_light_keeps_it_on_a_dark_device_and_on_paper(self) -> None:
        assert ':root:not([data-theme="light"])' in styles.application()
        assert styles.dark_by_choice().startswith("@layer tokens { @media screen {")

    def test_is_small(self) -> None:
        assert len(gzip.compress(styles.application().encode())) < 25_000

    def test_changes_its_address_when_it_changes(self) -> None:
        whole = styles.application().encode()

        assert styles.fingerprint() == hashlib.sha256(whole).hexdigest()[:16]


def test_scripts_are_small() -> None:
    scripts = [path.read_bytes() for path in sorted(styles.FOLDER.rglob("*.js"))]

    assert sum(len(gzip.compress(script)) for script in scripts) < 45_000
