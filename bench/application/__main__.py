"""One work on one world, in a fresh process: python -m bench.application WORK VENDOR SIZE …

Prints one JSON line. VENDOR is sqlite or postgresql; SIZE the customers of the firm, and the name
of its world, which is made on first use and kept.
"""

import importlib
import json
import sys
from datetime import UTC, datetime

import django

from bench.application.databases import choose

WORKS = {
    "fill": "bench.application.filling",
    "pages": "bench.application.pages",
    "segments": "bench.application.segments",
    "phone": "bench.application.phone",
    "neighbours": "bench.application.neighbours",
    "importing": "bench.application.importing",
    "api": "bench.application.api",
    "growing": "bench.application.growing",
    "journey": "bench.application.journey",
    "refresh": "bench.application.refreshing",
    "books": "bench.application.books",
}


def main() -> None:
    work, vendor, name, *arguments = sys.argv[1:]
    choose(vendor, name)
    django.setup()
    migrate = importlib.import_module("plon.config.commands.serving").migrate
    migrate()
    upkeep = importlib.import_module("plon.runtime.upkeep")
    upkeep.gather_statistics(now=datetime.now(UTC))  # as every ten minutes
    module = importlib.import_module(WORKS[work])
    print(json.dumps(getattr(module, f"{work}_work")(name, *arguments)))


if __name__ == "__main__":
    main()
