"""No import cycle anywhere, also inside the ground floor; the library stands alone in fact."""

import os
import subprocess
import sys
from pathlib import Path

import grimp

import plon.lifetime

CDNOW = Path(plon.lifetime.__file__).parent / "samples" / "cdnow_sample.txt"


def test_no_module_of_ours_is_in_an_import_cycle() -> None:
    graph = grimp.build_graph("plon", include_external_packages=False)
    loops = [
        module
        for module in sorted(graph.modules)
        if any(
            graph.find_shortest_chain(importer=imported, imported=module)
            for imported in graph.find_modules_directly_imported_by(module)
        )
    ]

    assert loops == []


def test_the_library_imports_neither_the_web_nor_pandas() -> None:
    code = "import sys, plon.lifetime, plon.lifetime.answer.analyse; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())

    assert loaded & {"django", "typer", "rich", "pandas", "polars", "ibis", "pyspark"} == set()


def test_the_report_needs_no_tables(tmp_path: Path) -> None:
    """The application's tables and addresses would cost every `plon value` a tenth of a second."""
    code = (
        "import sys; from plon.config.cli import main\n"
        f"sys.argv = ['plon', 'value', {str(CDNOW)!r}, '--currency', 'USD', '--out', 'out']\n"
        "try:\n    main()\nexcept SystemExit as left:\n    assert not left.code\n"
        "print(*sorted(sys.modules))"
    )
    ours = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=ours,
    )
    loaded = set(run.stdout.splitlines()[-1].split())

    assert "django.template" in loaded
    assert loaded & {"django.db.models", "django.urls", "ninja", "allauth"} == set()
    assert not {name for name in loaded if name.startswith(("plon.runtime", "plon.accounts"))}
