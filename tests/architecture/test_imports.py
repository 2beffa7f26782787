"""No import cycle anywhere, also inside the ground floor; the library stands alone in fact."""

import subprocess
import sys

import grimp


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
