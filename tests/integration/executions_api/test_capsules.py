"""A run as one file: what it holds, what it hides, what is refused, and what comes of opening it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.engine_flows import call, fork
from tests.integration.executions_api.runs import COMPOSE, LINE, Runs, compose, definition, wait_for
from tests.integration.flows.client import Api
from workspaces.models import Role, Workspace

LARGE = "x" * 2**21
SECRETIVE = definition(
    compose("read", "next", inputMappings={"who": "$.person"}, outputMappings={"$.copy": "$.who"}),
    compose("next", inputMappings={"pin": "$.copy.pin", "n": "$.copy.number", "name": "$.person.name"}),
    redactPaths=["$.person.pin", "$.person.number"],
)
GIVEN = {"person": {"name": "Ann", "pin": "pin-4711", "number": 918273}}
NEXT = "/sandbox/capsule/"


def capsule(runs: Runs, execution: str) -> Any:
    return runs.read(execution, "capsule/")


def opened(api: Api, body: Any, **more: Any) -> Any:
    return api.ok("POST", NEXT, {"capsule": body, **more})


def test_a_capsule_holds_the_run_its_definition_and_every_visit(runs: Runs) -> None:
    found = capsule(runs, runs.run(LINE, {"n": 1}))
    assert (found["format"], found["formatVersion"], found["input"]) == ("allma-capsule", 1, {"n": 1})
    assert found["definition"] == LINE
    assert [visit["path"] for visit in found["visits"]] == ["first", "second", "third"]
    assert found["visits"][1]["changes"] == [[["b", "c"], 1, ["n"]], [["a"], 1, []]]
    assert (found["run"]["status"], found["flow"]["name"]) == ("COMPLETED", "A flow")
    assert [event["type"] for event in found["events"]][-1] == "execution.completed"
    assert (found["masked"], found["omitted"]) == ([], [])


def test_a_capsule_that_is_opened_replays_as_it_ran_in_any_workspace(runs: Runs, stranger: Api) -> None:
    found = capsule(runs, runs.run(LINE, {"n": 1}))
    for api in (runs.api, stranger):
        answer = opened(api, found)
        assert (answer["verdict"], answer["status"]) == ("same", "COMPLETED")
        assert [visit["verdict"] for visit in answer["visits"]] == ["same"] * 3
        assert answer["context"]["b"] == {"c": 1}
        assert answer["startContext"]["n"] == 1
        assert (answer["flowName"], answer["flowVersion"]) == ("A flow", 1)


def test_a_capsule_opened_with_another_definition_tells_where_it_parts(runs: Runs) -> None:
    found = capsule(runs, runs.run(LINE, {"n": 1}))
    changed = copy.deepcopy(LINE)
    changed["steps"]["second"]["inputMappings"] = {"n": "$.missing"}
    answer = opened(runs.api, found, definition=changed)
    assert (answer["verdict"], answer["firstDivergence"]["stepInstanceId"]) == ("differs", "second")
    assert answer["definition"] == changed


def test_a_capsule_sends_nothing(runs: Runs) -> None:
    flow = definition(
        {**call("send", "http://127.0.0.1:9/never", "POST"), "defaultNextStepInstanceId": "end"}, compose("end")
    )
    found = capsule(runs, runs.run(flow))
    assert found["run"]["status"] == "FAILED"
    answer = opened(runs.api, found)
    assert (answer["verdict"], answer["status"]) == ("same", "FAILED")
    assert answer["visits"][0]["recorded"] is True
    assert answer["visits"][0]["error"]["code"] == found["visits"][0]["error"]["code"]


def test_forks_and_waits_replay_from_a_capsule(runs: Runs) -> None:
    each = {**fork("each", "in"), "defaultNextStepInstanceId": "hold"}
    flow = definition(each, compose("in", inputMappings={"v": "$.currentItem"}), wait_for("hold", "k"))
    execution = runs.run(flow, {"items": [1, 2]})
    runs.api.ok("POST", "/events/", {"correlationKey": "k", "payload": {"ok": True}})
    runs.work()
    answer = opened(runs.api, capsule(runs, execution))
    assert (answer["verdict"], answer["status"]) == ("same", "COMPLETED")
    assert answer["output"]["hold"] == {"ok": True}


def test_whoever_asks_hidden_values_are_not_in_a_capsule(runs: Runs, viewer: Api) -> None:
    execution = runs.run(SECRETIVE, GIVEN)
    for api in (runs.api, viewer):
        found = api.ok("GET", f"/executions/{execution}/capsule/")
        text = json.dumps(found)
        assert [hidden for hidden in ("pin-4711", "918273") if hidden in text] == []
        assert found["input"] == {"person": {"name": "Ann", "pin": "***", "number": "***"}}
        assert found["masked"] == ["$.person.pin", "$.person.number"]
        assert found["visits"][1]["input"] == {"pin": "***", "n": "***", "name": "Ann"}
    assert opened(runs.api, found)["verdict"] == "same"


def test_a_short_hidden_value_is_hidden_also_where_an_output_took_it_from(runs: Runs) -> None:
    flow = definition(
        compose("read", literals={"data": {"pin": 12, "n": 1}}, outputMappings={"$.person": "$.data"}),
        redactPaths=["$.person.pin"],
    )
    found = capsule(runs, runs.run(flow))
    assert found["visits"][0]["output"] == {"data": {"pin": "***", "n": 1}}
    assert found["visits"][0]["changes"] == [[["person"], 1, ["data"]]]


def test_a_run_that_is_hidden_whole_has_an_empty_capsule(runs: Runs) -> None:
    found = capsule(runs, runs.run({**SECRETIVE, "redactPaths": ["$"]}, GIVEN))
    assert (found["input"], found["visits"][0]["output"]) == ({}, "***")
    assert [hidden for hidden in ("Ann", "pin-4711", "918273") if hidden in json.dumps(found)] == []


def test_values_that_are_too_large_are_named_by_their_size(runs: Runs) -> None:
    execution = runs.run(definition(compose("copy", inputMappings={"t": "$.t", "n": "$.n"})), {"t": LARGE, "n": 1})
    found = capsule(runs, execution)
    left_out = {"allma:omitted": len(LARGE) + 2}
    assert found["input"] == {"t": left_out, "n": 1}
    assert found["visits"][0]["output"] == {"t": left_out, "n": 1}
    assert {"at": "/input/t", "bytes": len(LARGE) + 2} in found["omitted"]
    assert opened(runs.api, found)["verdict"] == "same"


def test_a_run_that_goes_on_has_a_capsule_that_ends_where_it_is(runs: Runs) -> None:
    found = capsule(runs, runs.run(definition(wait_for("hold", "key"))))
    assert (found["run"]["status"], found["visits"][0]["status"]) == ("WAITING", "WAITING")
    answer = opened(runs.api, found)
    assert (answer["verdict"], answer["status"]) == ("same", "WAITING")


def test_a_redriven_run_replays_from_where_it_began(runs: Runs) -> None:
    first = runs.run(LINE, {"n": 1})
    body = {"seq": 2, "contextPatch": [{"op": "replace", "path": "/a", "value": 7}]}
    again = runs.api.ok("POST", f"/executions/{first}/redrive-from/", body)["executionId"]
    runs.work()
    found = capsule(runs, again)
    assert (found["redrive"]["fromSeq"], found["redrive"]["context"]["a"]) == (2, 7)
    answer = opened(runs.api, found)
    assert (answer["verdict"], [visit["path"] for visit in answer["visits"]]) == ("same", ["second", "third"])
    assert answer["context"]["b"] == {"c": 7}


def test_a_capsule_hides_what_inherited_visits_were_recorded_under(runs: Runs, viewer: Api) -> None:
    flow = runs.flow(SECRETIVE)
    first = runs.run(flow, GIVEN)
    runs.api.ok("POST", f"/flows/{flow}/versions/", {})
    open_one = {key: value for key, value in SECRETIVE.items() if key != "redactPaths"}
    runs.api.ok("PUT", f"/flows/{flow}/versions/2/", {"definition": open_one}, If_Match='"1"')
    again = runs.api.ok("POST", f"/executions/{first}/redrive-from/", {"seq": 2, "version": 2})["executionId"]
    runs.work()
    found = viewer.ok("GET", f"/executions/{again}/capsule/")
    assert [hidden for hidden in ("pin-4711", "918273") if hidden in json.dumps(found)] == []
    assert found["masked"] == ["$.person.pin", "$.person.number"]
    assert opened(runs.api, found)["verdict"] == "same"


def test_a_run_of_another_workspace_has_no_capsule_here(runs: Runs, stranger: Api) -> None:
    assert stranger("GET", f"/executions/{runs.run(LINE, {'n': 1})}/capsule/").status == 404


@pytest.fixture
def good(runs: Runs) -> Any:
    return capsule(runs, runs.run(LINE, {"n": 1}))


@pytest.mark.parametrize(
    ("at", "value", "path"),
    [
        (("format",), "zip", "/capsule/format"),
        (("formatVersion",), 2, "/capsule/formatVersion"),
        (("input",), [], "/capsule"),
        (("visits", 0, "seq"), 0, "/capsule/visits/0/seq"),
        (("visits", 1, "seq"), 1, "/capsule"),
        (("visits", 0, "path"), "../../etc", "/capsule/visits/0/path"),
        (("visits", 0, "path"), "other", "/capsule/visits/0"),
        (("visits", 0, "status"), "DONE", "/capsule/visits/0/status"),
        (("visits", 0, "startedAt"), "yesterday", "/capsule/visits/0/startedAt"),
        (("visits", 0, "changes"), [[["a"], 7, None]], "/capsule/visits/0"),
        (("visits", 0, "changes"), [[["a"], 1, {"sha256": "0" * 64}]], "/capsule/visits/0"),
        (("visits", 0, "changes"), [[[], 0, 1]], "/capsule/visits/0"),
        (("visits", 0, "changes"), [[["a"], True, []]], "/capsule/visits/0"),
        (("visits", 0, "pointers"), {"output": [[[], "0" * 64, 9]]}, "/capsule/visits/0/pointers"),
        (("visits", 0, "error"), "broken", "/capsule/visits/0/error"),
        (("definition", "startStepInstanceId"), "nowhere", "/capsule/definition/startStepInstanceId"),
        (("definition", "steps"), [], "/capsule/definition/steps"),
        (("run", "status"), "FINE", "/capsule/run/status"),
        (("redrive",), {"fromSeq": 9, "context": {}}, "/capsule"),
        (("extra",), 1, "/capsule/extra"),
    ],
)
def test_a_forged_capsule_is_refused_with_the_place(
    runs: Runs, good: Any, at: tuple[Any, ...], value: Any, path: str
) -> None:
    forged = good
    for key in at[:-1]:
        forged = forged[key]
    forged[at[-1]] = value
    answer = runs.api("POST", NEXT, {"capsule": good})
    assert answer.status == 400
    assert [error["path"] for error in answer.body["errors"]][:1] == [path]


def test_a_change_that_points_nowhere_only_differs(runs: Runs, good: Any) -> None:
    good["visits"][0]["changes"] = [[["a"], 1, ["no", "such", 3]]]
    answer = opened(runs.api, good)
    assert (answer["verdict"], answer["firstDivergence"]["kind"]) == ("differs", "changes")


@pytest.mark.parametrize(
    "raw",
    [
        b'{"capsule": ' + b"[" * 80 + b"]" * 80 + b"}",
        b'{"capsule": {"input": {"n": NaN}}}',
        b'{"capsule": {"input": {"n": "\\u0000"}}}',
        b"{}",
    ],
)
def test_what_is_no_json_that_could_be_kept_is_refused(runs: Runs, raw: bytes) -> None:
    assert runs.api.send("POST", NEXT, raw).status == 400


def test_a_capsule_of_too_many_visits_is_refused(runs: Runs, good: Any) -> None:
    visit = good["visits"][0]
    good["visits"] = [{**visit, "seq": number} for number in range(1, 5002)]
    assert runs.api("POST", NEXT, {"capsule": good}).status == 400


def test_a_chunk_that_names_itself_as_its_parent_does_not_go_round(runs: Runs, good: Any) -> None:
    own = good["run"]["id"]
    good["chunks"] = [{"id": own, "parentId": own, "parentSeq": 1, "visits": good["visits"]}]
    assert opened(runs.api, good)["verdict"] == "same"


def test_opening_needs_an_editor(workspace: Workspace, runs: Runs) -> None:
    found = capsule(runs, runs.run({**LINE, "steps": {**LINE["steps"]}}, {"n": 1}))
    assert Api(workspace, Role.OPERATOR)("POST", NEXT, {"capsule": found}).status == 403
    assert COMPOSE["stepType"] in json.dumps(found)
