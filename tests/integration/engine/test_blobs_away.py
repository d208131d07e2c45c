"""While the blob store is away runs wait for it: nothing is lost, and nobody is blamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from executions import store
from executions.blobs import BlobsAway
from executions.store import Claim
from tests.engine_flows import call, compose, flow
from tests.integration.engine.lab import Killed, Lab
from tests.integration.engine.world import World


@pytest.fixture
def away(lab: Lab, limits: Callable[..., None]) -> Iterator[Path]:
    """A file where the folder of the workspace should be, which is to be taken away."""
    limits(blob_threshold_bytes=64)
    folder = Path(settings.DATA_DIR) / "blobs" / lab.workspace.pk.hex
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.touch()
    yield folder
    if folder.is_file():
        folder.unlink()


@pytest.mark.parametrize("times", [1, 7])
def test_a_run_whose_values_cannot_be_kept_waits_and_goes_on(lab: Lab, away: Path, times: int) -> None:
    run = lab.run(flow(compose("a", {"text": "x" * 100}))).pk
    for _ in range(times):
        lab.later(60)
        row = lab.get(run)
        assert (row.ended_at, row.lease_owner, row.crash_count) == (None, None, 0)
    away.unlink()
    lab.later(60)
    assert lab.get(run).status == "COMPLETED"
    assert lab.whole_output(run) == {"a": {"text": "x" * 100}}


def test_an_effect_whose_answer_cannot_be_kept_is_sent_again_with_its_key(lab: Lab, world: World, away: Path) -> None:
    world.script = [(200, {"text": "x" * 100})] * 2
    run = lab.run(flow(call("a", world.url, "POST"))).pk
    away.unlink()
    lab.later(60)
    assert lab.get(run).status == "COMPLETED"
    assert (len(world.keys), len(set(world.keys))) == (2, 1)


def test_a_start_whose_input_cannot_be_kept_is_refused_for_now(lab: Lab, away: Path) -> None:
    with pytest.raises(BlobsAway):
        lab.start(flow(compose("a")), {"text": "x" * 100})


@pytest.mark.parametrize("given_back", [False, True])
def test_a_worker_that_dies_beside_giving_a_run_back_leaves_it_to_another(
    lab: Lab, away: Path, monkeypatch: pytest.MonkeyPatch, given_back: bool
) -> None:
    """Before it, the lease runs out and the crash is counted; after it, nobody has died on the run."""
    run = lab.start(flow(compose("a", {"text": "x" * 100})))

    def dying(claimed: Claim) -> None:
        if given_back:
            put_off(claimed)
        raise Killed

    put_off = store.put_off
    with monkeypatch.context() as patch:
        patch.setattr(store, "put_off", dying)
        with pytest.raises(Killed):
            lab.drain()
    away.unlink()
    assert lab.get(run).ended_at is None
    lab.pass_time(60)
    claim = lab.claim()
    assert claim is not None
    assert claim.crash_count == (0 if given_back else 1)
    lab.expire(run)
    lab.drain()
    assert lab.whole_output(run) == {"a": {"text": "x" * 100}}


def test_a_run_that_another_worker_has_by_now_is_not_given_back(lab: Lab, away: Path) -> None:
    run = lab.start(flow(compose("a")))
    late = lab.claim("late")
    lab.expire(run)
    assert late is not None
    assert lab.claim("new") is not None
    store.put_off(late)
    assert (lab.get(run).lease_owner, lab.get(run).epoch) == ("new", 2)
