from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from flows.definition.model import StepInstance
from flows.steps.base import SideEffects, StepType
from flows.steps.registry import CATALOG, STEP_TYPES, palette

FLOWS = Path(__file__).parents[2] / "flows"

TYPES = {
    ("API_CALL", None): SideEffects.IDEMPOTENT,
    ("DATA_TRANSFORMATION", "system/array-aggregator"): SideEffects.NONE,
    ("DATA_TRANSFORMATION", "system/compose-object-from-input"): SideEffects.NONE,
    ("DATA_TRANSFORMATION", "system/date-time-calculator"): SideEffects.NONE,
    ("DATA_TRANSFORMATION", "system/flatten-array"): SideEffects.NONE,
    ("DATA_TRANSFORMATION", "system/generate-array"): SideEffects.NONE,
    ("DATA_TRANSFORMATION", "system/generate-uuid"): SideEffects.NONE,
    ("DATA_TRANSFORMATION", "system/join-data"): SideEffects.NONE,
    ("END_FLOW", None): SideEffects.NONE,
    ("LLM_INVOCATION", None): SideEffects.IDEMPOTENT,
    ("NO_OP", None): SideEffects.NONE,
    ("PARALLEL_FORK_MANAGER", None): SideEffects.NONE,
    ("POLL_EXTERNAL_API", None): SideEffects.IDEMPOTENT,
    ("START_FLOW_EXECUTION", None): SideEffects.NONE,
    ("START_SUB_FLOW", None): SideEffects.NONE,
    ("WAIT_FOR_EXTERNAL_EVENT", None): SideEffects.NONE,
}


def test_every_step_file_is_found() -> None:
    assert set(STEP_TYPES) == set(TYPES)


def test_the_palette_has_an_entry_for_each_type_and_is_json() -> None:
    entries = json.loads(json.dumps(palette()))
    assert {(entry["type"], entry["module"]): entry["sideEffects"] for entry in entries} == {
        key: effects.value for key, effects in TYPES.items()
    }


@pytest.mark.parametrize("entry", palette(), ids=lambda entry: entry["module"] or entry["type"])
def test_an_entry_says_what_the_editor_needs(entry: dict[str, Any]) -> None:
    assert entry["label"]
    assert entry["category"] in {"Control", "Calls", "AI", "Data"}
    assert entry["icon"] == entry["icon"].lower()
    assert entry["help"].endswith(".")
    jsonschema_rs.validator_for(entry["schema"])
    assert ("moduleSchema" in entry) == (entry["module"] not in {None, "system/compose-object-from-input"})


@pytest.mark.parametrize("step", STEP_TYPES.values(), ids=lambda step: step.module or step.type)
def test_the_defaults_of_a_type_are_fields_of_its_own(step: StepType) -> None:
    fields = {key: value for key, value in step.defaults.items() if key != "moduleIdentifier"}
    known = {info.alias for info in step.config.model_fields.values()}
    assert set(fields) <= known
    assert set(step.defaults) - set(fields) == ({"moduleIdentifier"} if step.module else set())


def test_a_module_is_found_by_its_identifier_and_an_unknown_one_is_not() -> None:
    found = CATALOG.find("DATA_TRANSFORMATION", "system/generate-uuid")
    assert found is STEP_TYPES["DATA_TRANSFORMATION", "system/generate-uuid"]
    assert CATALOG.find("DATA_TRANSFORMATION", "system/unknown") is None
    assert CATALOG.find("DATA_TRANSFORMATION", None) is None
    assert CATALOG.find("TELEPORT", None) is None


def test_a_type_without_modules_is_found_whatever_the_module_says() -> None:
    assert CATALOG.find("NO_OP", "system/anything") is STEP_TYPES["NO_OP", None]


def test_the_modules_of_a_type_are_listed_in_order() -> None:
    assert CATALOG.modules("DATA_TRANSFORMATION")[:2] == [
        "system/array-aggregator",
        "system/compose-object-from-input",
    ]
    assert CATALOG.modules("NO_OP") == []


def _sample_steps() -> list[Any]:
    return [
        pytest.param(step, id=f"{path.stem}-{name}")
        for path in sorted(FLOWS.glob("*.json"))
        for definition in _definitions(json.loads(path.read_text()))
        for name, step in definition["steps"].items()
    ]


def _definitions(sample: dict[str, Any]) -> list[dict[str, Any]]:
    return [sample["definition"], *sample.get("needs", {}).values()]


@pytest.mark.parametrize("document", _sample_steps())
def test_the_steps_of_the_sample_flows_are_read(document: dict[str, Any]) -> None:
    step = StepInstance.model_validate(document)
    kind = CATALOG.find(step.step_type, step.module_identifier)
    assert kind is not None
    kind.config.model_validate(step.config_fields(kind.config))
