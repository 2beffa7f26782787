"""The floors bite: a thin total and a thin rule are both named."""

from typing import Any

from tools.coverage_floor import faults


def report(total: float, **files: float) -> dict[str, Any]:
    return {
        "totals": {"percent_covered": total},
        "files": {
            name.replace("__", "/") + ".py": {
                "summary": {"percent_covered": covered},
                "missing_lines": [7],
            }
            for name, covered in files.items()
        },
    }


def test_a_whole_report_has_no_faults() -> None:
    assert faults(report(95, value__domain=100, value__charts=60)) == []


def test_a_thin_total_is_named() -> None:
    assert faults(report(89.9)) == ["all: 89.9 % is below 90 %"]


def test_a_rule_must_be_whole() -> None:
    assert "value/domain.py" in faults(report(95, value__domain=99.5))[0]
    assert "value/services/files.py" in faults(report(95, value__services__files=99))[0]
