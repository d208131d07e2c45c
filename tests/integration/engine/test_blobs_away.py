"""While the blob store is away runs wait for it: nothing is lost, and nobody is blamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from executions.blobs import BlobsAway
from tests.engine_flows import call, compose, flow
from tests.integration.engine.lab import Lab
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
