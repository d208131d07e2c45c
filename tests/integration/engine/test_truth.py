"""What the API says of any run agrees with itself: moments, differences, comparisons, replays."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.definition.json_patch import apply_patch
from tests.integration.engine.lab import Lab
from tests.integration.engine.redrives import again
from tests.integration.engine.test_redrive_any import RUNS, finish, recorded
from tests.integration.engine.world import World
from tests.integration.flows.client import Api

UNSHRUNK = [Phase.explicit, Phase.reuse, Phase.generate]
"""An example costs too much to be made smaller a thousand times."""

MOMENTS = st.lists(st.integers(0, 200), min_size=2, max_size=5)


@given(moments=MOMENTS, edit=st.booleans(), **RUNS)
@settings(max_examples=12, deadline=None, phases=UNSHRUNK, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_run_and_a_redrive_of_it_are_told_without_contradiction(
    lab: Lab, world: World, moments: list[int], edit: bool, **drawn: Any
) -> None:
    run = recorded(lab, drawn, world)
    patch = [{"op": "add", "path": "/edited", "value": {"by": "hand"}}] if edit else None
    new = finish(lab, again(lab, run, seq=drawn["place"] % run.visits + 1, patch=patch))
    sent = len(world.seen)
    for one in (run, new):
        api, path = Api(lab.workspace), f"/executions/{one.pk}/"
        assert_differences_join(api, path, [moment % (one.visits + 1) for moment in moments])
        assert_changes_join(api, path)
        assert_same_as_itself(api, path, str(one.pk))
    assert len(world.seen) == sent


def at(api: Api, path: str, seq: int) -> Any:
    """The context after a visit."""
    return api.ok("GET", f"{path}context/?seq={seq}")["context"]


def assert_differences_join(api: Api, path: str, moments: list[int]) -> None:
    """What lies between any two moments makes one of the other, forwards and back."""
    for one, other in itertools.pairwise(moments):
        for begin, end in ((one, other), (other, one)):
            patch = api.ok("GET", f"{path}diff/?from={begin}&to={end}")["patch"]
            assert apply_patch(at(api, path, begin), patch) == at(api, path, end)


def assert_changes_join(api: Api, path: str) -> None:
    """The changes of the main way, one after the other, lead through every context of it."""
    context, seen = at(api, path, 0), []
    behind: int | None = 0
    while behind is not None:
        page = api.ok("GET", f"{path}changes/?after={behind}&limit=3")
        for change in page["results"]:
            context = apply_patch(context, change["patch"])
            assert context == at(api, path, change["seq"])
            seen.append(change["seq"])
        behind = page["next"]
    assert seen == [row["seq"] for row in api.ok("GET", f"{path}steps/?branch=&limit=200")["results"]]


def assert_same_as_itself(api: Api, path: str, run: str) -> None:
    """Beside itself nothing diverges, and replayed by its own definition it does what it did."""
    compared = api.ok("GET", f"{path}compare/{run}/")
    assert (compared["same"], compared["firstDivergence"]) == (True, None)
    assert {name for name, count in compared["counts"].items() if count} <= {"same"}
    replayed = api.ok("POST", f"{path}replay/", {"version": "original"})
    assert (replayed["verdict"], replayed["firstDivergence"]) == ("same", None)
