"""What a turn does first: what a former owner left open, and what has happened since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from executions import endings, parking
from executions.engine.decide import ForkRule
from executions.engine.state import ForkState
from executions.engine.status import Phase

if TYPE_CHECKING:
    from executions.turn import Turn

WAITING = frozenset({Phase.DELAY, Phase.RETRY, Phase.POLL, Phase.AFTER, Phase.WAIT, Phase.CHILD, Phase.FORK})


def begin(turn: Turn) -> None:
    """Say that the run goes on; recover attempts whose worker vanished; take events, ended children and chunks."""
    _say_so(turn)
    if turn.claim.crash_count >= endings.MAX_CRASHES:
        endings.quarantine(turn)
        return
    for cursor in list(turn.state.cursors.values()):
        if cursor.phase is Phase.RUNNING:
            endings.recover(turn, cursor)
    for resolved in turn.loaded.resolved:
        parking.resolve_wait(turn, resolved)
    for ended in turn.loaded.ended:
        parking.child_ended(turn, ended)
    _look_at_forks(turn)


def _say_so(turn: Turn) -> None:
    if turn.loaded.begins:
        turn.journal.event("execution.started", turn.now())
    elif not turn.stop_was_asked() and any(cursor.phase in WAITING for cursor in turn.state.cursors.values()):
        turn.journal.event("execution.resumed", turn.now())


def _look_at_forks(turn: Turn) -> None:
    for fork in list(turn.state.forks.values()):
        if fork.path not in turn.state.forks:
            continue
        turn.rules[fork.path] = _rule(turn, fork)
        if fork.distributed:
            if turn.loaded.begins:
                turn.journal.batch.begun_forks.append(fork.seq)
            parking.look_at_chunks(turn, fork)


def _rule(turn: Turn, fork: ForkState) -> ForkRule:
    plan = turn.step(turn.state.cursors[fork.owner]).fork
    rule = plan.rule(fork.count) if plan else ForkRule()
    chunk = turn.loaded.chunk
    return rule if chunk is None or fork.owner else replace(rule, tolerated_failures=chunk["tolerated"])
