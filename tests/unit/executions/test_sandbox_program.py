"""What stands in for effects: mocks before pinned outputs before dry runs."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from executions.api.sandbox_wire import ErrorName
from executions.sandbox_program import Mock, MockError
from flows.definition.errors import BY_NAME
from tests.engine_flows import broken, call, chain, compose, flow, fork, step, sub_flow, wait
from tests.unit.executions.sandboxing import driven, failure, trace

URL = "http://api.test/{{ n }}?key=k"
LLM: dict[str, Any] = {"llmProvider": "OPENAI", "modelId": "m", "directPrompt": "Say {{ n }}"}
POLL: dict[str, Any] = {
    "apiCallDefinition": {"apiUrlTemplate": {"template": "http://api.test/jobs"}},
    "pollingConfig": {"intervalSeconds": 1, "maxAttempts": 3},
    "exitConditions": {"successCondition": "$.done"},
}
MOCK = Mock(output={"mocked": 1})


@pytest.mark.parametrize("mock", [None, MOCK])
@pytest.mark.parametrize("pin", [{}, {"pinnedOutput": {"pinned": 1}}])
def test_a_mock_goes_before_a_pinned_output_and_that_before_a_dry_run(mock: Mock | None, pin: dict[str, Any]) -> None:
    driver = driven(chain(call("a", URL, **pin)), {"n": 1}, mocks={"a": mock} if mock else {}, dry_run=True)
    expected: dict[str, Any] = {"mocked": 1} if mock else pin.get("pinnedOutput", {})
    assert driver.passages[1].visit.output == expected
    assert driver.passages[1].dry is (mock is None and not pin)


def test_a_pinned_output_is_marked() -> None:
    driver = driven(chain(call("a", URL, pinnedOutput=None)), {"n": 1})
    assert (driver.passages[1].visit.output, driver.passages[1].visit.metadata) == (None, {"pinned": True})


@pytest.mark.parametrize("dry_run", [True, False])
def test_what_a_mocked_call_would_have_sent_is_shown(dry_run: bool) -> None:
    driver = driven(
        chain(call("a", URL, "POST", requestBody={"n": "$.n"})), {"n": 1}, mocks={"a": MOCK}, dry_run=dry_run
    )
    metadata = driver.passages[1].visit.metadata
    assert metadata["mocked"] is True
    assert metadata["request"]["body"] == '{"n":1}'
    assert metadata["request"]["url"] == "http://api.test/1?key=***"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (call("a", URL), {"method": "GET", "url": "http://api.test/1?key=***"}),
        (step("a", "POLL_EXTERNAL_API", **POLL), {"method": "GET", "url": "http://api.test/jobs"}),
        (step("a", "LLM_INVOCATION", **LLM), {"provider": "OPENAI", "model": "m"}),
    ],
    ids=["call", "poll", "llm"],
)
def test_a_dry_step_shows_what_it_would_send(fields: dict[str, Any], shown: dict[str, Any]) -> None:
    driver = driven(chain(fields), {"n": 1}, dry_run=True)
    metadata = driver.passages[1].visit.metadata
    assert (driver.passages[1].dry, metadata["dryRun"]) == (True, True)
    assert metadata["request"].items() >= shown.items()


def test_a_dry_language_model_shows_its_rendered_prompt() -> None:
    metadata = driven(chain(step("a", "LLM_INVOCATION", **LLM)), {"n": 1}, dry_run=True).passages[1].visit.metadata
    assert metadata["renderedPrompt"] == "Say 1"


def test_a_template_that_is_wrong_fails_in_a_dry_run_too() -> None:
    assert failure(driven(chain(call("a", URL)), dry_run=True)) == ("undefined_variable", "a")


def test_nothing_can_be_demanded_of_what_was_not_received() -> None:
    wanted: dict[str, Any] = {
        "outputMappings": {"$.x": {"path": "$.data.x", "required": True}, "$.y": "$.data.y"},
        "outputValidation": {"requiredFields": ["$.data"], "schema": {"required": ["data"]}},
    }
    driver = driven(chain(call("a", URL, **wanted)), {"n": 1}, dry_run=True)
    assert (driver.status, driver.passages[1].visit.warnings) == ("COMPLETED", 2)


def test_of_a_mock_it_can() -> None:
    wanted: dict[str, Any] = {"outputValidation": {"requiredFields": ["$.data"]}}
    driver = driven(chain(call("a", URL, **wanted)), {"n": 1}, mocks={"a": MOCK}, dry_run=True)
    assert failure(driver) == ("output_fields_missing", "a")


def test_steps_without_effects_simply_run() -> None:
    driver = driven(chain(compose("a", {"x": 1})), dry_run=True)
    assert (driver.passages[1].visit.output, driver.passages[1].dry) == ({"x": 1}, False)


def test_an_error_stands_for_an_effect() -> None:
    mock = Mock(error=MockError("TransientStepError", "http_503", "Busy."))
    driver = driven(flow(call("a", URL, onError={"retries": {"count": 2}})), {"n": 1}, mocks={"a": mock})
    error = driver.passages[1].visit.error
    assert error is not None
    assert (error["errorName"], error["code"], error["message"]) == ("TransientStepError", "http_503", "Busy.")
    assert driver.passages[1].visit.metadata["wouldRetry"]["count"] == 2


def test_the_names_of_errors_on_the_wire_are_those_of_steps() -> None:
    assert set(get_args(ErrorName)) == set(BY_NAME)


def test_the_mock_of_a_wait_is_its_payload_and_its_key_is_shown() -> None:
    driver = driven(chain(wait("a", "order-{{ n }}")), {"n": 1}, mocks={"a": MOCK})
    assert (driver.status, driver.passages[1].visit.output) == ("COMPLETED", {"mocked": 1})
    assert driver.passages[1].visit.metadata == {"mocked": True, "correlationKey": "order-1"}


def test_a_payload_that_the_wait_would_refuse_is_refused() -> None:
    schema = {"type": "object", "required": ["ok"]}
    driver = driven(chain(wait("a", "k", payloadSchema=schema)), mocks={"a": MOCK})
    assert failure(driver) == ("payload_refused", "a")


def test_the_mock_of_a_sub_flow_is_its_output_and_nothing_starts() -> None:
    driver = driven(chain(sub_flow("a", "the-id", literals={"n": 1})), mocks={"a": MOCK})
    assert driver.passages[1].visit.output == {"mocked": 1}
    shown = {"flowId": "the-id", "version": None, "input": {"n": 1}, "sync": True}
    assert driver.passages[1].visit.metadata == {"mocked": True, "start": shown}


def test_the_mock_of_a_fork_is_its_output_and_no_branch_runs() -> None:
    driver = driven(flow(fork("a", "b"), compose("b")), {"items": [1]}, mocks={"a": MOCK})
    assert trace(driver) == [("a", "COMPLETED")]


def test_the_mock_of_a_transformation_stands_for_all_of_it() -> None:
    driver = driven(chain(broken("a")), mocks={"a": MOCK})
    assert driver.passages[1].visit.output == {"mocked": 1}
