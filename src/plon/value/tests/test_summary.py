"""summary.json: what its schema says, in every state of knowledge."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

import plon.value
from plon.lifetime.analysis import Interval
from plon.value.services.summary import summary_of, to_json, write_summary
from plon.value.tests import sample

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
SCHEMA = json.loads(
    (Path(plon.value.__file__).parent / "presets" / "summary.schema.json").read_text()
)


def document(state: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        to_json(summary_of(sample.STATES[state](), generated_at=NOW))
    )
    return found


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("state", sample.STATES)
def test_every_state_is_what_the_schema_says(state: str) -> None:
    faults = list(Draft202012Validator(SCHEMA).iter_errors(document(state)))

    assert faults == []


def test_the_schema_knows_no_other_keys() -> None:
    strange = {**document("full"), "extra": 1}

    assert not Draft202012Validator(SCHEMA).is_valid(strange)


def test_models_carry_their_letters_and_their_proof() -> None:
    models = {model["name"]: model for model in document("full")["models"]}

    assert models["bg_nbd"]["params"] == {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    assert models["bg_nbd"]["log_likelihood"] == -9582.4
    assert models["bg_nbd"]["time_unit"] == "week"
    assert models["bg_nbd"]["holdout"]["actual"] == 1882
    assert [name for name in models if models[name]["chosen"]] == ["pareto_nbd", "gamma_gamma"]
    assert models["gamma_gamma"]["time_unit"] is models["gamma_gamma"]["holdout"] is None
    assert models["gamma_gamma"]["params"] == {"p": 6.25, "q": 3.74, "gamma": 15.44}


def test_parameters_carry_their_intervals_by_kind() -> None:
    unknown = float("nan")
    intervals = {
        "pareto_nbd": {"r": Interval(value=0.5, low=0.4, high=0.6)},
        "nbd": {"r": Interval(value=0.5, low=unknown, high=unknown, method="none")},
    }
    shop = replace(sample.full(), parameter_intervals=intervals)

    found = json.loads(to_json(summary_of(shop, generated_at=NOW)))

    told = {model["name"]: model["intervals"] for model in found["models"]}
    assert told["pareto_nbd"]["r"] == {
        "value": 0.5, "low": 0.4, "high": 0.6, "level": 0.8, "method": "bootstrap",
    }  # fmt: skip
    assert told["nbd"]["r"]["low"] is None
    assert Draft202012Validator(SCHEMA).is_valid(found)


def test_baselines_stand_apart() -> None:
    found = document("full")

    rules = {candidate.name for candidate in sample.choice().candidates if candidate.is_baseline}
    assert {rule["name"] for rule in found["baselines"]} == rules
    assert not rules & {model["name"] for model in found["models"]}


def test_what_is_not_known_is_null() -> None:
    thin = document("too_thin")

    assert thin["totals"]["alive"] is None
    assert thin["totals"]["value_12m_minor"]["value"] is None
    assert thin["distribution"] is None
    assert thin["models"] == []


def test_numbers_of_numpy_become_numbers() -> None:
    text = to_json(summary_of(sample.full(), generated_at=NOW))

    assert "NaN" not in text
    assert json.loads(text)["totals"]["customers"] == 2462
    assert isinstance(np.float64(1.0), float)  # why floats need no case of their own


def test_the_file_says_what_the_document_says(tmp_path: Path) -> None:
    write_summary(sample.full(), tmp_path / "summary.json", generated_at=NOW)

    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8")) == document("full")


def test_rows_close() -> None:
    rows = document("full")["rows"]

    assert rows["read"] == rows["used"] + rows["returned"] + rows["rejected"]
    assert sum(rows["by_reason"].values()) == rows["rejected"]
