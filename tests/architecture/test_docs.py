"""The docs hold together: links lead somewhere, decisions say who checks them."""

import re
from pathlib import Path

PAGES = [*Path().glob("*.md"), *Path("docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_every_link_inside_the_project_leads_to_a_file() -> None:
    broken = [
        f"{page} -> {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_decision_is_listed_and_says_who_checks_it() -> None:
    listed = Path("docs/decisions/README.md").read_text(encoding="utf-8")
    for page in Path("docs/decisions").glob("0*.md"):
        assert page.name in listed
        text = page.read_text(encoding="utf-8")
        for part in ("**Context.**", "**Decision.**", "**Checked by.**"):
            assert part in text, f"{page}: {part}"


def test_every_guide_has_its_twin_in_the_other_language() -> None:
    guides = [*Path("docs/start").glob("*.md"), *Path("docs/guides").glob("*.md")]
    polish = {page.name for page in guides if page.name.endswith(".pl.md")}
    english = {page.name for page in guides} - polish

    assert {name.replace(".md", ".pl.md") for name in english} == polish
    assert polish


def test_the_index_leads_to_every_page_of_start_and_guides() -> None:
    linked = set(LINK.findall(Path("docs/index.md").read_text(encoding="utf-8")))
    pages = [*Path("docs/start").glob("*.md"), *Path("docs/guides").glob("*.md")]

    assert [str(page) for page in pages if f"{page.parent.name}/{page.name}" not in linked] == []
