"""Hold the coverage's floors: python tools/coverage_floor.py coverage.json

Branches included: 90 % of everything, 100 % of rules (`domain`) and commands (`services`).
"""

import json
import sys
from pathlib import Path
from typing import Any

FLOOR_ALL = 90.0
RULES = ("/domain", "/services")


def faults(report: dict[str, Any]) -> list[str]:
    """Return one sentence for every floor that is not held."""
    found = []
    total = report["totals"]["percent_covered"]
    if total < FLOOR_ALL:
        found.append(f"all: {total:.1f} % is below {FLOOR_ALL:.0f} %")
    for name, file in sorted(report["files"].items()):
        covered = file["summary"]["percent_covered"]
        if any(rule in name for rule in RULES) and covered < 100:
            missing = file["missing_lines"] or file.get("missing_branches", [])
            found.append(f"{name}: {covered:.1f} % is below 100 % (missing {missing})")
    return found


def main(path: str) -> int:
    report = json.loads(Path(path).read_text(encoding="utf-8"))
    wrong = faults(report)
    print("\n".join(wrong) or f"{report['totals']['percent_covered']:.1f} % of all, rules whole")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
