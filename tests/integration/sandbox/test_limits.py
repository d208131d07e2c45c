"""A sandbox run ends in time, however slow the world is."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from executions import sandbox_services
from tests.engine_flows import call, chain, compose, flow, step
from tests.integration.engine.world import World
from tests.integration.sandbox.conftest import Sandbox
from tests.unit.connections.server import Seen


@pytest.fixture
def stuck(world: World) -> Iterator[World]:
    """A service that does not answer while the test lasts."""
    done = threading.Event()

    def wait_for_the_end(_: Seen) -> None:
        done.wait(30)

    world.on_request = wait_for_the_end
    yield world
    done.set()


@pytest.fixture
def little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_services, "MAX_SECONDS", 0.3)


@pytest.mark.usefixtures("little_time")
def test_a_step_that_does_not_end_is_broken_off(sandbox: Sandbox, stuck: World) -> None:
    tried = sandbox.step(call("a", stuck.url), {})
    assert (tried["status"], tried["error"]["errorName"]) == ("FAILED", "StepTimeoutError")
    assert tried["error"]["code"] == "sandbox_timeout"
    assert tried["durationMs"] < 5000


@pytest.mark.usefixtures("little_time")
def test_a_draft_does_not_go_on_when_its_time_is_over(sandbox: Sandbox, stuck: World) -> None:
    document = flow(call("a", stuck.url, onError={"fallbackStepInstanceId": "b"}), compose("b"))
    got = sandbox.flow(document, dryRun=False)
    assert (got["status"], got["error"]["code"]) == ("FAILED", "sandbox_timeout")
    assert [(one["stepInstanceId"], one["status"]) for one in got["steps"]] == [("a", "CANCELLED")]


def test_the_steps_own_time_out_is_its_own_error(sandbox: Sandbox, stuck: World) -> None:
    tried = sandbox.step(call("a", stuck.url, customConfig={"timeoutMs": 100}), {})
    assert (tried["error"]["errorName"], tried["error"]["code"]) == ("StepTimeoutError", "timeout")


def test_a_declared_lack_of_effects_is_still_broken_off(sandbox: Sandbox, stuck: World) -> None:
    tried = sandbox.step(call("a", stuck.url, sideEffects="none", timeoutSeconds=1), {}, dryRun=True)
    assert (tried["status"], tried["error"]["code"], len(stuck.seen)) == ("FAILED", "timeout", 0)


def test_an_output_above_the_limit_fails_its_step(sandbox: Sandbox, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"max_step_output_bytes": 2000})
    document = chain(
        step("a", "DATA_TRANSFORMATION", moduleIdentifier="system/generate-array", literals={"count": 999})
    )
    got = sandbox.flow(document)
    assert (got["status"], got["error"]["code"]) == ("FAILED", "output_too_large")


def test_a_step_whose_input_is_above_the_limit_is_not_even_entered(sandbox: Sandbox, settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"max_step_output_bytes": 2000})
    tried = sandbox.step(compose("a", {"x": "$.x"}), {"x": "y" * 3000})
    assert (tried["status"], tried["attempts"], tried["input"]) == ("FAILED", 0, None)
    assert (tried["error"]["code"], tried["error"]["stepInstanceId"]) == ("output_too_large", "a")
