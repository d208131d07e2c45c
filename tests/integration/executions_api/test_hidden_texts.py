"""Values that stood at a hidden place at any time of a run, and what viewers see of their copies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from executions import hidden_texts
from executions.codec import dumps
from executions.models import StepExecution
from tests.engine_flows import fork
from tests.integration.executions_api.runs import Runs, compose, definition
from tests.integration.flows.client import Api

OVERWRITTEN = definition(
    compose("enter", "copy", inputMappings={"p": "$.form.code"}, outputMappings={"$.person.pin": "$.p"}),
    compose("copy", "clear", inputMappings={"c": "$.person.pin"}, outputMappings={"$.elsewhere": "$.c"}),
    compose("clear", inputMappings={"n": "$.nobody"}, outputMappings={"$.person.pin": "$.n"}),
    redactPaths=["$.person.pin"],
)
"""What it hides is copied, and overwritten where it is hidden."""

GIVEN = {"form": {"code": "pin-4711"}, "nobody": "-----"}


def seen(runs: Runs, viewer: Api, path: str, value: str) -> list[bool]:
    """Whether an operator and a viewer read a value there."""
    return [value in json.dumps(api.ok("GET", path)) for api in (runs.api, viewer)]


@pytest.mark.parametrize(
    "rest", ["", "{run}/", "{run}/context/", "{run}/context/?seq=0", "{run}/steps/2/", "{run}/diff/?from=0&to=3"]
)
def test_a_value_that_was_overwritten_at_its_hidden_place_is_hidden_where_it_was_copied_to(
    runs: Runs, viewer: Api, rest: str
) -> None:
    path = f"/executions/{rest.format(run=runs.run(OVERWRITTEN, GIVEN))}"
    assert seen(runs, viewer, path, "pin-4711") == [True, False]


def test_a_value_that_was_only_in_a_hidden_place_of_a_step_s_input_is_hidden_in_the_context(
    runs: Runs, viewer: Api
) -> None:
    step = compose("ask", inputMappings={"secret": "$.form.code"}, outputMappings={"$.kept": "$.secret"})
    execution = runs.run(definition(step, redactPaths=["$.secret"]), GIVEN)
    assert seen(runs, viewer, f"/executions/{execution}/context/", "pin-4711") == [True, False]


def test_a_value_that_a_chunk_wrote_to_a_hidden_place_is_hidden_in_its_run(
    runs: Runs, viewer: Api, settings: Settings
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"fork_inline_items": 1, "fork_chunk_items": 1})
    branch = compose("in", inputMappings={"p": "$.currentItem"}, outputMappings={"$.person.pin": "$.p"})
    flow = definition(fork("each", "in"), branch, redactPaths=["$.person.pin"])
    execution = runs.run(flow, {"items": ["pin-4711", "pin-4712"]})
    assert seen(runs, viewer, f"/executions/{execution}/", "pin-4712") == [True, False]


def redriven(runs: Runs, execution: str, seq: int, edits: dict[str, str]) -> str:
    """The id of a run that began at a visit with an edited context."""
    patch = [{"op": "replace", "path": path, "value": value} for path, value in edits.items()]
    found: str = runs.api.ok("POST", f"/executions/{execution}/redrive-from/", {"seq": seq, "contextPatch": patch})[
        "executionId"
    ]
    runs.work()
    return found


def test_what_redrives_put_at_a_hidden_place_by_their_edits_is_hidden(runs: Runs, viewer: Api) -> None:
    execution = runs.run(OVERWRITTEN, {**GIVEN, "person": {"pin": "given-0"}})
    first = redriven(runs, execution, 1, {"/person/pin": "edited-1", "/nobody": "neither given-0 nor edited-1"})
    second = redriven(runs, first, 3, {"/person/pin": "edited-2", "/elsewhere": "was edited-2"})
    for value, run in (("edited-1", first), ("given-0", second), ("edited-1", second), ("edited-2", second)):
        assert seen(runs, viewer, f"/executions/{run}/context/", value) == [True, False]


def test_a_run_that_goes_on_is_looked_through_each_time(runs: Runs, viewer: Api) -> None:
    execution = runs.start(OVERWRITTEN, GIVEN)
    path = f"/executions/{execution}/"
    assert seen(runs, viewer, path, "pin-4711") == [True, True]  # nothing is at the hidden place yet
    runs.work()
    assert seen(runs, viewer, path, "pin-4711") == [True, False]


def test_runs_that_are_over_are_looked_through_once(runs: Runs, viewer: Api) -> None:
    flow = runs.flow(OVERWRITTEN)
    for code in ("pin-4711", "pin-4712", "pin-4713"):
        runs.run(flow, {**GIVEN, "form": {"code": code}})
    viewer.ok("GET", "/executions/")
    counts = []
    for api in (runs.api, viewer):
        with CaptureQueriesContext(connection) as queries:
            api.ok("GET", "/executions/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("limit", ["MAX_VISITS", "MAX_BYTES", "MAX_TEXTS"])
def test_a_run_with_too_much_to_look_through_is_hidden_whole(
    runs: Runs, viewer: Api, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(hidden_texts, limit, 1)
    execution = runs.run(OVERWRITTEN, GIVEN)
    shown: list[Any] = [viewer.ok("GET", f"/executions/{execution}/")[name] for name in ("input", "status")]
    assert shown == ["***", "COMPLETED"]
    assert runs.read(execution)["input"] == GIVEN


def test_of_a_run_that_is_hidden_whole_nothing_is_shown_that_was_made_from_its_values(
    runs: Runs, viewer: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_texts, "MAX_VISITS", 1)
    branch = compose("in", inputMappings={"p": "$.currentItem"})
    execution = runs.run(definition(fork("each", "in"), branch, redactPaths=["$.pin"]), {"items": ["pin-4711"]})
    body = {"kind": "path", "expression": "$.currentItem", "executionId": execution, "seq": 2}
    assert [api.ok("POST", "/evaluate/", body)["value"] for api in (runs.api, viewer)] == ["pin-4711", "***"]
    error = dumps({"errorName": "PermanentStepError", "code": "odd", "message": "pin-4711 is odd", "attempts": 1})
    log, metadata = dumps([{"message": "sent pin-4711"}]), dumps({"sent": "pin-4711"})
    visits = StepExecution.objects.filter(execution_id=execution, seq=2)
    visits.update(error=error, attempt_log=log, logs=log, metadata=metadata)
    for path in (f"/executions/{execution}/steps/", f"/executions/{execution}/steps/2/"):
        assert seen(runs, viewer, path, "pin-4711") == [True, False]
