"""Hostile input against a real server: a problem document that names the field, at once, and nothing half-written.

"At once" is processor time of the server, so that a busy machine changes nothing.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.api import Answer, Api
from tests.engine_flows import chain, compose, flow, fork, step, sub_flow
from tests.processes import Allma

AT_ONCE_SECONDS = 1.0
TABLES = ("flows_flow", "flows_flowversion", "flows_frozendefinition", "executions_execution", "executions_blob")
MEGABYTE = 2**20

BODIES = {
    "nested 3,000 deep": b'{"input": ' + b"[" * 3000 + b"]" * 3000 + b"}",
    "a million brackets": b'{"input": ' + b"[" * 1_000_000,
    "NUL": b'{"input": {"a": "\\u0000"}}',
    "a lone surrogate": b'{"input": {"a": "\\ud800"}}',
    "NaN": b'{"input": {"a": NaN}}',
    "infinity": b'{"input": {"a": 1e999}}',
    "a number of 5,000 digits": b'{"input": {"a": ' + b"9" * 5000 + b"}}",
    "UTF-16": '{"input": {"a": "ä"}}'.encode("utf-16"),
    "Latin-1": '{"input": {"a": "ä"}}'.encode("latin-1"),
    "not JSON": b"{input: 1}",
    "a list": b"[1, 2]",
    "a reserved root": b'{"input": {"steps_output": {}}}',
    "an unknown field": b'{"input": {}, "inputs": {}}',
}
PATHS = {
    "100 KB long": "$." + "a" * 100_000,
    "three descendants": "$..*..*..*",
    "catastrophic regex": "$.items[?match(@.name, '(a+)+$')]..*..*..*",
    "nested filters": "$" + "[?@.a" * 20 + "]" * 20,
    "unclosed": "$.items[",
}
TEMPLATES = {
    "ten thousand million rounds": "{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}",
    "forty doublings": "{% assign s = 'xxxxxxxxxx' %}" + "{% assign s = s | append: s %}" * 40 + "{{ s }}",
    "chained replace": "{{ 'aaaaaaaaaa'" + " | replace: 'a', 'aaaaaaaaaa'" * 12 + " }}",
    "unclosed": "{% for a in b %}",
}


@pytest.fixture(scope="module")
def target(alone: tuple[Allma, Api]) -> str:
    """A published flow of the embedded server that has run once."""
    api = alone[1]
    made = api.publish("target", chain(compose("only")))
    api.await_end(api.start(made, {}))
    return made


@pytest.mark.parametrize("name", BODIES)
def test_a_start_with_a_hostile_body_is_a_problem(alone: tuple[Allma, Api], target: str, name: str) -> None:
    with untouched(alone[0]):
        answer = alone[1].ask("POST", f"/flows/{target}/executions/", raw=BODIES[name])
    assert answer.status == 400
    assert_names_something(answer)


@pytest.mark.parametrize("path", ["executions/", "executions/batch/", "executions/?wait=5", "versions/1/validate/"])
def test_a_body_of_eleven_megabytes_is_refused_as_too_large(alone: tuple[Allma, Api], target: str, path: str) -> None:
    with untouched(alone[0]):
        raw = b'{"input": {"a": "' + b"x" * (11 * MEGABYTE) + b'"}}'
        answer = alone[1].ask("POST", f"/flows/{target}/{path}", raw=raw)
    assert answer.status == 413
    assert answer.is_problem


@pytest.mark.parametrize("name", PATHS)
def test_a_hostile_path_is_refused_where_it_is_tried(alone: tuple[Allma, Api], name: str) -> None:
    with untouched(alone[0]):
        body = {"kind": "path", "expression": PATHS[name], "context": {"items": [{"name": "a" * 5000 + "!"}]}}
        answer = alone[1].ask("POST", "/evaluate/", body)
    assert_refused_or_explained(answer)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_hostile_template_is_stopped_where_it_is_tried(alone: tuple[Allma, Api], name: str) -> None:
    with untouched(alone[0]):
        answer = alone[1].ask("POST", "/evaluate/", {"kind": "template", "expression": TEMPLATES[name], "context": {}})
    assert_refused_or_explained(answer)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_hostile_template_fails_its_run_and_nothing_else(alone: tuple[Allma, Api], name: str) -> None:
    api = alone[1]
    answer = validated(api, chain(compose("render", {"text": TEMPLATES[name]})))
    if any(problem["severity"] == "error" for problem in answer.body["problems"]):
        return
    with at_once(alone[0]):
        run = api.await_end(api.start(api.publish("hostile", chain(compose("render", {"text": TEMPLATES[name]}))), {}))
    assert run["status"] == "FAILED"
    assert run["error"]["stepInstanceId"] == "render"
    assert run["error"]["code"]


@pytest.mark.parametrize("name", PATHS)
def test_a_definition_with_a_hostile_path_has_an_error_there(alone: tuple[Allma, Api], name: str) -> None:
    steps = [fork("each", "item", items=PATHS[name]), step("item")]
    with untouched(alone[0]):
        found = errors_of(validated(alone[1], flow(*steps)))
    assert any(path.startswith("/steps/each/itemsPath") for path in found) or name == "catastrophic regex"


@pytest.mark.parametrize(
    ("definition", "where"),
    [
        (chain(*(step(f"s{number}") for number in range(2001))), "/steps"),
        (flow(step("a", "NO_SUCH_TYPE")), "/steps/a"),
        (flow(step("a", then="nowhere")), "/steps/a/defaultNextStepInstanceId"),
        ({"steps": [], "startStepInstanceId": 5}, "/st"),
        ({}, "/"),
    ],
    ids=["2,001 steps", "unknown type", "missing target", "wrong kinds", "empty"],
)
def test_a_definition_that_cannot_run_is_not_published(
    alone: tuple[Allma, Api], definition: dict[str, Any], where: str
) -> None:
    api = alone[1]
    created = api.post("/flows/", {"name": f"bad {os.urandom(4).hex()}"})
    version = f"/flows/{created['id']}/versions/1/"
    revision = api.get(version)["revision"]
    with at_once(alone[0]):
        saved = api.ask("PUT", version, {"definition": definition}, headers={"If-Match": f'"{revision}"'})
        answer = saved if saved.status != 200 else api.ask("POST", f"{version}publish/", {})
        found = errors_of(validated(api, definition))
    assert answer.status in {400, 422}
    assert_names_something(answer)
    assert any(path.startswith(where) for path in found), found
    assert api.get(f"/flows/{created['id']}/")["publishedVersion"] is None


def test_a_flow_that_runs_itself_is_not_published(alone: tuple[Allma, Api]) -> None:
    api = alone[1]
    created = api.post("/flows/", {"name": "itself"})
    version = f"/flows/{created['id']}/versions/1/"
    definition = flow(sub_flow("again", created["id"]))
    match = {"If-Match": f'"{api.get(version)["revision"]}"'}
    assert api.ask("PUT", version, {"definition": definition}, headers=match).status == 200
    with at_once(alone[0]):
        answer = api.ask("POST", f"{version}publish/", {})
    assert (answer.status, answer.is_problem) == (422, True)
    assert "again" in json.dumps(answer.body)


def assert_names_something(answer: Answer) -> None:
    """A problem that says what is wrong, where that is known."""
    assert answer.is_problem
    assert answer.body["detail"]
    assert answer.body["code"] != "unexpected"


def assert_refused_or_explained(answer: Answer) -> None:
    """Either a problem document, or an answer whose event says why there is no value."""
    assert answer.status in {200, 400, 422}
    if answer.status == 200:
        assert answer.body["event"]["status"] != "SUCCESS" or answer.body["value"] in ([], None)
        return
    assert_names_something(answer)


def validated(api: Api, definition: dict[str, Any]) -> Answer:
    """What the validator says."""
    return api.ask("POST", "/flows/validate/", {"definition": definition})


def errors_of(answer: Answer) -> list[str]:
    """Where the errors of a validation, or of its refusal, are."""
    if answer.status != 200:
        return [error["path"].replace("/definition", "", 1) or "/" for error in answer.body["errors"]]
    return [problem["path"] or "/" for problem in answer.body["problems"] if problem["severity"] == "error"]


@contextmanager
def at_once(allma: Allma) -> Iterator[None]:
    """The server, still the same process, needs less than a second for what is inside."""
    server = allma.webs[0]
    before = processor_seconds(server.pid)
    yield
    assert server.poll() is None
    assert processor_seconds(server.pid) - before < AT_ONCE_SECONDS


@contextmanager
def untouched(allma: Allma) -> Iterator[None]:
    """At once, and without a row more or less."""
    before = rows(allma)
    with at_once(allma):
        yield
    assert rows(allma) == before


def processor_seconds(pid: int) -> float:
    """How long a process has computed, all threads together. Source: proc(5), fields utime and stime."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rows(allma: Allma) -> dict[str, int]:
    """How many rows the tables have."""
    with closing(sqlite3.connect(allma.folder / "data" / "allma.sqlite3")) as database:
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
