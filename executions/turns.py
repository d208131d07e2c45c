"""Turns as a worker takes them: one run, or several quick ones whose ends share a commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

from executions import store
from executions.blobs import BlobsAway
from executions.loading import load
from executions.pacing import Host, Others
from executions.store import Claim, LeaseLost
from executions.turn import Turn
from flows.definition.errors import TransientStepError

log = structlog.get_logger(__name__)


def take_turn(claimed: Claim, *, others: Others, host: Host) -> None:
    """Advance a claimed run."""
    with _giving_back(claimed):
        Turn(claimed, load(claimed), others=others, host=host).advance()


@contextmanager
def _giving_back(claimed: Claim) -> Iterator[None]:
    """A lost lease ends a turn silently: somebody else goes on. While the blob store is away the run waits for it."""
    try:
        yield
    except LeaseLost:
        return
    except (BlobsAway, TransientStepError) as error:
        if isinstance(error, TransientStepError) and error.code != "blob_store_unavailable":
            raise
        log.warning("blob_store_away", error=str(error))
        store.put_off(claimed)


def take_quick_turns(claims: Sequence[Claim], *, others: Others, host: Host) -> None:
    """Advance several quick runs; those that end within their first commit share one."""
    ended: list[Turn] = []
    try:
        for claimed in claims:
            with structlog.contextvars.bound_contextvars(executionId=str(claimed.id)), _giving_back(claimed):
                turn = Turn(claimed, load(claimed), others=others, host=host, may_share=True)
                turn.advance()
                if turn.shared is not None:
                    ended.append(turn)
    finally:
        if ended:
            _commit_ends(ended)


def _commit_ends(ended: Sequence[Turn]) -> None:
    written = store.commit_ends([(turn.claim, turn.shared) for turn in ended if turn.shared is not None])
    for turn in ended:
        if turn.claim.id in written and turn.shared is not None:
            turn.tell(turn.shared)
