"""Large values, and values that viewers may not see."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.integration.executions_api.runs import Runs, compose, definition
from tests.integration.flows.client import Api
from workspaces.models import Workspace

LARGE = "é" + "x" * 100_000
COPY = definition(compose("copy", inputMappings={"text": "$.text"}))

SECRETIVE = definition(
    compose("read", "fail", inputMappings={"who": "$.person", "all": "$.people"}),
    compose("fail", inputMappings={"x": {"path": "$.nothing", "required": True}, "pin": "$.person.pin"}),
    redactPaths=["$.person.pin", "$..card", "$.people[?@.vip == true].name"],
)
GIVEN: dict[str, Any] = {
    "person": {"name": "Ann", "pin": "pin-4711", "card": "card-1234"},
    "people": [{"name": "Bobby", "vip": True, "card": ["card-9876"]}, {"name": "Eve", "vip": False}],
}
HIDDEN = ("pin-4711", "card-1234", "card-9876", "Bobby")


def test_a_large_value_is_named_in_lists_and_whole_where_one_looks_closely(runs: Runs) -> None:
    execution = runs.run(COPY, {"text": LARGE, "small": 1})
    (row,) = runs.api.ok("GET", "/executions/")["results"]
    named = row["input"]["text"]
    assert (named["preview"], named["bytes"]) == (json.dumps(LARGE, ensure_ascii=False)[:200], len(LARGE) + 3)
    assert row["input"]["small"] == 1
    assert row["output"]["copy"]["text"] == named
    assert runs.read(execution)["input"] == row["input"]
    assert runs.read(execution, "context/")["context"]["text"] == LARGE
    step = runs.read(execution, "steps/1/")
    assert (step["input"]["text"], step["output"]["text"]) == (LARGE, LARGE)
    assert step["contextDiff"] == [{"op": "add", "path": "/steps_output/copy", "value": {"text": named}}]
    assert runs.api.ok("GET", named["href"].partition("/api/v1")[2]) == LARGE


def test_a_large_value_belongs_to_its_workspace(runs: Runs, stranger: Api) -> None:
    execution = runs.run(COPY, {"text": LARGE})
    href = runs.read(execution)["input"]["text"]["href"].partition("/api/v1")[2]
    own = Runs(stranger).run(COPY, {"text": "small"})
    assert stranger("GET", href).status == 404
    assert stranger("GET", f"/executions/{own}/blobs/{href.split('/')[-2]}/").status == 404


def test_values_above_ten_megabytes_in_all_are_named_even_in_the_context(runs: Runs) -> None:
    text = "x" * (4 * 2**20)
    steps = [
        compose(f"s{n}", f"s{n + 1}" if n < 2 else None, inputMappings={"t": "$.t"}, literals={"n": n})
        for n in range(3)
    ]
    grown = [{**step, "outputMappings": {f"$.copy{n}": "$"}} for n, step in enumerate(steps)]
    execution = runs.run(definition(*grown), {"t": text})
    context = runs.read(execution, "context/")["context"]
    shown = [context["t"], *(context[f"copy{n}"]["t"] for n in range(3))]
    assert [value == text for value in shown] == [True, True, False, False]
    assert shown[2]["bytes"] == len(text) + 2


def test_an_operator_sees_what_viewers_do_not(runs: Runs) -> None:
    execution = runs.run(SECRETIVE, GIVEN)
    assert runs.read(execution)["input"] == GIVEN
    assert runs.read(execution, "steps/1/")["output"]["who"]["pin"] == "pin-4711"


def test_a_viewer_sees_masked_contexts(runs: Runs, viewer: Api) -> None:
    execution = runs.run(SECRETIVE, GIVEN)
    context = viewer.ok("GET", f"/executions/{execution}/context/?seq=0")["context"]
    assert (context["person"], context["people"]) == (
        {"name": "Ann", "pin": "***", "card": "***"},
        [{"name": "***", "vip": True, "card": "***"}, {"name": "Eve", "vip": False}],
    )


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "steps/",
        "steps/1/",
        "steps/2/",
        "context/",
        "context/?seq=0",
        "diff/?from=0&to=1",
        "events/",
    ],
)
def test_nothing_a_viewer_reads_of_a_run_holds_a_hidden_value(runs: Runs, viewer: Api, rest: str) -> None:
    execution = runs.run(SECRETIVE, GIVEN)
    text = json.dumps(viewer.ok("GET", f"/executions/{execution}/{rest}"))
    whole = json.dumps(runs.read(execution, rest))
    if rest == "steps/1/":  # the step copied these to places that no path names
        assert any(value in whole for value in HIDDEN)
    assert [value for value in HIDDEN if value in text] == []


def test_nothing_a_viewer_lists_or_evaluates_holds_a_hidden_value(runs: Runs, viewer: Api) -> None:
    execution = runs.run(SECRETIVE, GIVEN)
    texts = [json.dumps(viewer.ok("GET", "/executions/"))]
    for expression in ("$", "$.initialContextData", "$.person.pin", "$.steps_output.read"):
        body = {"kind": "path", "expression": expression, "executionId": execution}
        texts.append(json.dumps(viewer.ok("POST", "/evaluate/", body)))
    assert [value for text in texts for value in HIDDEN if value in text] == []


LATER = definition(
    compose("move", "fail", inputMappings={"m": "$.form.mail"}, outputMappings={"$.person.mail": "$.m"}),
    compose("fail", inputMappings={"x": {"path": "$.nothing", "required": True}}),
    redactPaths=["$.person.mail"],
)
"""What it hides comes in under a name that it does not hide."""


@pytest.mark.parametrize("rest", ["executions/", "executions/{run}/", "executions/{run}/context/?seq=0"])
def test_a_value_is_hidden_also_where_it_stood_before_it_came_to_a_hidden_place(
    runs: Runs, viewer: Api, rest: str
) -> None:
    path = "/" + rest.format(run=runs.run(LATER, {"form": {"mail": "ann@example.org"}}))
    texts = [json.dumps(api.ok("GET", path)) for api in (runs.api, viewer)]
    assert ["ann@example.org" in text for text in texts] == [True, False]


def test_an_expression_of_a_viewer_does_not_find_a_value_before_it_came_to_a_hidden_place(
    runs: Runs, viewer: Api
) -> None:
    execution = runs.run(LATER, {"form": {"mail": "ann@example.org"}})
    body = {"kind": "path", "expression": "$.form.mail", "executionId": execution, "seq": 0}
    assert [api.ok("POST", "/evaluate/", body)["value"] for api in (runs.api, viewer)] == ["ann@example.org", "***"]


def test_a_run_whose_hidden_values_cannot_be_read_any_more_is_hidden_whole(
    runs: Runs, viewer: Api, workspace: Workspace, settings: Settings
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"blob_threshold_bytes": 64})
    secret = definition(
        compose("read", "copy", inputMappings={"all": "$.all"}, outputMappings={"$.person": "$.all[0]"}),
        compose("copy", inputMappings={"p": "$.person"}),
        redactPaths=["$.person.pin"],
    )
    execution = runs.run(secret, {"all": [{"pin": "pin-4711", "name": "Ann"}, "x" * 100]})
    shutil.rmtree(settings.DATA_DIR / "blobs" / workspace.pk.hex)
    (row,) = viewer.ok("GET", "/executions/")["results"]
    assert (row["id"], row["input"], row["output"]) == (execution, "***", "***")


def test_a_value_that_is_gone_is_said_to_be(runs: Runs, workspace: Workspace, settings: Settings) -> None:
    execution = runs.run(COPY, {"text": LARGE})
    href = runs.read(execution)["input"]["text"]["href"].partition("/api/v1")[2]
    shutil.rmtree(settings.DATA_DIR / "blobs" / workspace.pk.hex)
    answer = runs.api("GET", href)
    assert (answer.status, answer.body["code"]) == (404, "blob_missing")
    named = runs.read(execution, "context/")["context"]["text"]
    assert (named["preview"], named["bytes"]) == (None, len(LARGE) + 3)


def test_a_blob_store_that_does_not_answer_is_a_matter_of_time(
    runs: Runs, workspace: Workspace, settings: Settings
) -> None:
    href = runs.read(runs.run(COPY, {"text": LARGE}))["input"]["text"]["href"].partition("/api/v1")[2]
    folder = settings.DATA_DIR / "blobs" / workspace.pk.hex
    shutil.rmtree(folder)
    folder.touch()  # what lies in no folder cannot be asked for
    answer = runs.api("GET", href)
    folder.unlink()
    assert (answer.status, answer.body["code"]) == (503, "unavailable")


def test_a_viewer_cannot_fetch_the_large_values_of_a_run_with_hidden_ones(runs: Runs, viewer: Api) -> None:
    document = {**COPY, "redactPaths": ["$.secret"]}
    execution = runs.run(document, {"text": LARGE, "secret": LARGE + "y"})
    shown = viewer.ok("GET", f"/executions/{execution}/")["input"]
    assert (shown["text"], shown["secret"]) == (LARGE, "***")
    href = runs.read(execution)["input"]["secret"]["href"].partition("/api/v1")[2]
    assert viewer("GET", href).status == 403


def test_a_run_that_is_hidden_whole_can_still_be_looked_at(runs: Runs, viewer: Api) -> None:
    execution = runs.run({**SECRETIVE, "redactPaths": ["$"]}, GIVEN)
    assert viewer.ok("GET", f"/executions/{execution}/")["input"] == "***"
    assert viewer.ok("GET", f"/executions/{execution}/context/")["context"] == "***"
    step = viewer.ok("GET", f"/executions/{execution}/steps/1/")
    assert (step["input"], step["output"], step["contextDiff"]) == ("***", "***", [])
    body = {"kind": "path", "expression": "$.person", "executionId": execution}
    assert viewer.ok("POST", "/evaluate/", body)["value"] is None
