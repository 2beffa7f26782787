"""What axe-core finds wrong with a page."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
FAULTS = """async only => {
  const options = {resultTypes: ['violations'], preload: false, rules: {'target-size': {enabled: true}}};
  if (only.length) options.runOnly = only;
  const found = await axe.run(document, options);
  return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 200)}`));
}"""
COLOURS = ["color-contrast", "link-in-text-block"]  # all that a theme can change


def faults(page: Page, *only: str) -> list[str]:
    """Return the violations on the page as it is now; `only` names rules."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FAULTS, list(only))
    return found
