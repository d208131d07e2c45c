"""Contexts are kept as changes, snapshots and blobs; what is rebuilt of them is what the engine had."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from executions import blobs, store
from executions.codec import loads
from executions.loading import load
from executions.models import Blob, ContextSnapshot, Execution, StepExecution
from flows.definition.scope import Lazy
from tests.engine_flows import chain, compose, count, flow, fork, step, wait, way
from tests.integration.engine.lab import Lab

BIG = "x" * 2**20


def loaded_root(lab: Lab, run: Any) -> dict[str, Any]:
    """The main context as the next owner of a waiting run has it."""
    store.wake(run)
    claim = lab.claim()
    assert claim is not None
    root = load(claim).state.cursors[""].root
    lab.expire(run)
    return root


@pytest.fixture
def loads_of_blobs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The digests that were read from the blob store."""
    found: list[str] = []
    real = blobs.load_value

    def watched(workspace: Any, digest: str) -> Any:
        found.append(digest)
        return real(workspace, digest)

    monkeypatch.setattr(blobs, "load_value", watched)
    return found


def test_a_large_value_of_the_input_is_stored_once_and_in_no_row(lab: Lab, loads_of_blobs: list[str]) -> None:
    steps = [compose(f"s{number}", {"n": number}) for number in range(5)]
    done = lab.run(chain(*steps, wait("w", "k"), step("z")), {"big": BIG, "n": 1})
    lab.event("k")
    lab.drain()
    assert lab.get(done.pk).status == "COMPLETED"
    assert Blob.objects.count() == 1
    for model in (Execution, StepExecution, ContextSnapshot):
        texts = [value for row in model.objects.values() for value in row.values() if isinstance(value, str)]
        assert max((len(text) for text in texts), default=0) < 5000
    assert loads_of_blobs == []


def test_a_large_value_that_is_passed_on_is_not_written_again_and_loaded_only_when_looked_into(
    lab: Lab, loads_of_blobs: list[str]
) -> None:
    definition = chain(
        compose("a", outputMappings={"$.copy": "$.doc"}, inputMappings={"doc": "$.doc"}),
        wait("w", "k"),
        compose("b", outputMappings={"$.deep": "$.deep"}, inputMappings={"deep": "$.copy.small.deep"}),
        output={"deep": "$.deep"},
    )
    run = lab.run(definition, {"doc": {"big": BIG, "small": {"deep": 7}}}).pk
    assert Blob.objects.count() == 1
    assert loads_of_blobs == []
    lab.event("k")
    lab.drain()
    assert lab.output(run) == {"deep": 7}
    assert loads_of_blobs == []


def test_a_path_into_a_large_list_loads_it(lab: Lab, loads_of_blobs: list[str]) -> None:
    items = [{"v": number, "pad": "y" * 100} for number in range(2000)]
    definition = chain(wait("w", "k"), compose("b", {"v": "$.items[1999].v"}), output={"v": "$.steps_output.b.v"})
    run = lab.run(definition, {"items": items}).pk
    lab.event("k")
    lab.drain()
    assert lab.output(run) == {"v": 1999}
    assert len(loads_of_blobs) == 1


def test_a_large_output_is_a_blob_and_whole_for_the_next_step(lab: Lab) -> None:
    definition = chain(
        compose("a", {"text": BIG}),
        wait("w", "k"),
        compose("b", {"same": "$.steps_output.a.text"}),
        output={"x": "$.steps_output.b.same"},
    )
    run = lab.run(definition).pk
    assert isinstance(loaded_root(lab, run)["steps_output"]["a"]["text"], Lazy)
    lab.event("k")
    lab.drain()
    assert lab.whole_output(run) == {"x": BIG}
    assert Blob.objects.count() == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"sha256": "aa" * 32, "bytes": 9},
        {"$lazy": "aa" * 32},
        [["big"], "aa" * 32, 100],
        {"pointers": [[["x"], "aa" * 32, 1]]},
        None,
    ],
)
def test_a_pointer_cannot_be_forged_by_data(lab: Lab, forged: Any) -> None:
    run = lab.run(chain(compose("a", {"x": 1}), wait("w", "k"), step("z"), output={"it": "$.it"}), {"it": forged}).pk
    lab.event("k")
    lab.drain()
    assert lab.output(run) == {"it": forged}


def test_a_blob_that_is_gone_fails_the_step_and_not_the_worker(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    run = lab.run(
        chain(wait("w", "k"), compose("b", {"x": "$.big"}, outputMappings={"$.y": "$.x.deep"})), {"big": [BIG]}
    ).pk
    monkeypatch.setattr(blobs.blobs(), "_root", blobs.blobs()._root / "nowhere")  # type: ignore[attr-defined]
    lab.event("k")
    lab.drain()
    assert (lab.get(run).status, lab.error(run)["code"]) == ("FAILED", "blob_missing")


def test_a_step_output_that_is_too_large_fails_the_step(lab: Lab, limits: Any) -> None:
    limits(max_step_output_bytes=2000)
    done = lab.run(chain(compose("a", {"x": "$.doc", "y": "$.doc"}), step("b")), {"doc": "z" * 1500})
    assert (done.status, lab.error(done.pk)["code"]) == ("FAILED", "output_too_large")


def test_a_context_that_is_too_large_fails_the_run(lab: Lab, limits: Any) -> None:
    limits(max_context_bytes=30_000)
    grow = compose(
        "a", {"x": "z" * 1000}, outputMappings={"$.log": "$"}, transitions=[way("$.n < 400", "b", maxTransitions=0)]
    )
    append = compose("b", {"all": ["$.all", "$.log.x"]}, outputMappings={"$.all": "$.all"}, then="a")
    append["defaultNextMaxTransitions"] = 0
    done = lab.run(flow(grow, append), {"n": 0, "all": []})
    assert (done.status, lab.error(done.pk)["code"]) == ("FAILED", "context_too_large")


def test_a_snapshot_is_written_every_fifty_rows_and_only_the_rows_since_are_loaded(lab: Lab) -> None:
    loop = flow(
        count("a", transitions=[way("$.n < 130", "a", maxTransitions=0)], then="w"),
        wait("w", "k", then="z"),
        count("z"),
        output={"n": "$.n"},
    )
    run = lab.run(loop, {"n": 0}).pk
    row = lab.get(run)
    seqs = list(ContextSnapshot.objects.filter(execution=run).order_by("seq").values_list("seq", flat=True))
    assert seqs == [50, 100]
    assert row.snapshot_seq == 100
    store.wake(run)
    claim = lab.claim()
    assert claim is not None
    loaded = load(claim)
    assert (loaded.rows_since_snapshot, loaded.state.cursors[""].root["n"]) == (31, 130)
    lab.expire(run)
    lab.event("k")
    lab.drain()
    assert lab.output(run) == {"n": 131}


def test_a_thousand_visits_with_waits_in_between_end_with_the_right_context(lab: Lab) -> None:
    loop = flow(
        count("a", transitions=[way("$.n == 250 || $.n == 500 || $.n == 750", "w", maxTransitions=0)], then="b"),
        wait("w", "k{{ n }}", then="b", defaultNextMaxTransitions=0),
        step("b", transitions=[way("$.n < 500", "a", maxTransitions=0), way("$.n < 1000", "a", maxTransitions=0)]),
        output={"n": "$.n"},
    )
    loop["steps"]["a"]["defaultNextMaxTransitions"] = 0
    run = lab.run(loop, {"n": 0}).pk
    for number in (250, 500, 750):
        assert lab.get(run).status == "WAITING"
        assert loaded_root(lab, run)["n"] == number
        lab.event(f"k{number}")
        lab.drain()
    assert (lab.get(run).status, lab.output(run), lab.get(run).visits) == ("COMPLETED", {"n": 1000}, 2003)


SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.text("abc", max_size=3)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=3)
)
TARGETS = st.sampled_from(
    ["$.a", "$.a.b", "$.a.b.c", "$.list[0]", "$.list[3]", "$.steps_output.s", "$.flow_variables.v"]
)
STEPS = st.lists(st.dictionaries(TARGETS, VALUES, min_size=1, max_size=3), min_size=1, max_size=6)


class TestRebuilding:
    @given(writes=STEPS, given_input=st.dictionaries(st.sampled_from(["a", "list", "x"]), VALUES))
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_contexts_rebuilt_from_changes_are_the_engines_own(
        self, lab: Lab, writes: list[dict[str, Any]], given_input: dict[str, Any]
    ) -> None:
        """Any steps that write anything anywhere, a target in the way included; then a wait, then the rows."""
        steps = [
            compose(
                f"s{number}",
                {f"v{at}": value for at, value in enumerate(targets.values())},
                outputMappings={target: f"$.v{at}" for at, target in enumerate(targets)},
                onError={"fallbackStepInstanceId": "w"},
            )
            for number, targets in enumerate(writes)
        ]
        roots: list[dict[str, Any]] = []
        real = store.commit

        def commit(claim: store.Claim, batch: Any) -> Any:
            if batch.state is not None and "" in batch.state.cursors:
                roots.append(batch.state.cursors[""].root)
            return real(claim, batch)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store, "commit", commit)
            run = lab.run(chain(*steps, wait("w", "never")), given_input).pk
        assert lab.get(run).status == "WAITING"
        again = loaded_root(lab, run)
        assert again == roots[-1]
        assert list(again) == list(roots[-1])
        lab.cancel(run)
        lab.drain()


def test_an_input_of_very_many_small_members_is_a_context_like_any_other(lab: Lab) -> None:
    given_input = {f"k{number}": "v" * 50 for number in range(3000)}
    done = lab.run(chain(compose("a", {"x": "$.k2999", "y": "$.initialContextData.k0"}), wait("w", "k")), given_input)
    assert (done.status, loads(lab.steps(done.pk)[0].output or "")) == ("WAITING", {"x": "v" * 50, "y": "v" * 50})
    lab.event("k")
    lab.drain()
    assert lab.get(done.pk).status == "COMPLETED"


def test_rows_hold_the_change_and_not_the_context(lab: Lab) -> None:
    done = lab.run(chain(count("a"), count("b")), {"n": 0, "other": "kept out of the rows"})
    assert [loads(row.changes or "") for row in lab.steps(done.pk)] == [[[["n"], 1, ["result"]]]] * 2
    assert all("kept out" not in str(row.__dict__) for row in lab.steps(done.pk))


def test_the_branches_of_a_fork_share_what_they_do_not_change(lab: Lab) -> None:
    definition = flow(
        fork("f", "a", then="w"), compose("a", {"v": "$.currentItem"}, outputMappings={"$.mine": "$.v"}), wait("w", "k")
    )
    run = lab.run(definition, {"items": [1, 2, 3], "big": BIG}).pk
    root = loaded_root(lab, run)
    assert "mine" not in root
    assert isinstance(root["big"], Lazy)
    lab.event("k")
    lab.drain()
    assert lab.get(run).status == "COMPLETED"
