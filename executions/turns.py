"""Turns as a worker takes them: one run, or several quick ones whose ends share a commit."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import structlog

from executions import store
from executions.loading import load
from executions.pacing import Host, Others
from executions.store import Claim, LeaseLost
from executions.turn import Turn


def take_turn(claimed: Claim, *, others: Others, host: Host) -> None:
    """Advance a claimed run. A lost lease ends the turn silently: somebody else goes on."""
    try:
        Turn(claimed, load(claimed), others=others, host=host).advance()
    except LeaseLost:
        return


def take_quick_turns(claims: Sequence[Claim], *, others: Others, host: Host) -> None:
    """Advance several quick runs; those that end within their first commit share one."""
    ended: list[Turn] = []
    try:
        for claimed in claims:
            turn = Turn(claimed, load(claimed), others=others, host=host, may_share=True)
            with structlog.contextvars.bound_contextvars(executionId=str(claimed.id)), suppress(LeaseLost):
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
