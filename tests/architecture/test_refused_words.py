"""Every rule that may say no on a page says there in words what is so."""

from collections.abc import Iterator
from importlib import import_module

from plon.config.refused import SAID
from plon.core.errors import DomainError
from tests.architecture.house import ROOT

OWN_BRANCH = {  # of the page itself, or pages of their own
    "invitation_unusable",
    "link_unusable",
    "not_allowed",
    "not_signed_in",
    "portal_closed",
}
NO_PAGE = {
    "figures_unknown": "the API",
    "idempotency_key_reused": "the API",
    "folder_taken": "the command line",
    "not_a_folder": "the command line",
    "no_room": "the command line",
}
BENEATH = ("plon.config", "plon.ledger", "plon.lifetime", "plon.runtime")  # no page commands them


def refusals() -> Iterator[str]:
    """Yield the codes of all rooms' refusals that a page may meet."""
    for path in ROOT.rglob("*.py"):
        if "tests" not in path.parts and 'code = "' in path.read_text(encoding="utf-8"):
            import_module(".".join(path.relative_to(ROOT.parent).with_suffix("").parts))
    kinds = [DomainError]
    for kind in kinds:
        kinds += kind.__subclasses__()
        is_of_a_room = kind.__module__.startswith("plon.") and ".tests." not in kind.__module__
        if is_of_a_room and not kind.__module__.startswith(BENEATH) and "code" in vars(kind):
            yield kind.code


def test_every_refusal_has_words_for_people() -> None:
    found = set(refusals())

    assert found - SAID.keys() - OWN_BRANCH - NO_PAGE.keys() == set()
    assert SAID.keys() <= found
    assert {"task_over", "import_busy", "last_owner"} <= found
