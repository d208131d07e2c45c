"""The context of a run at any moment, rebuilt from the nearest snapshot and the changes since.

A visit of the main path has the main context; one inside a fork has its branch's: what the fork saw, the branch's own
inputs, then the branch's changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from executions.blobs import loader
from executions.context_history import JUMPS, History, Moment, Side, cursor_of
from executions.models import Execution, StepExecution

__all__ = ["JUMPS", "Moment", "Side", "around", "changes_of", "cursor_of", "edited", "fetch_of", "moment"]


def moment(execution: Execution, *, seq: int | None = None, side: Side = Side.AFTER) -> Moment:
    """The context before or after a visit; `seq` None is the last of the main path. Raises NotFound."""
    return History(execution).moment(seq, side)


def around(execution: Execution, row: StepExecution) -> tuple[dict[str, Any], dict[str, Any]]:
    """The contexts before and after one visit; they share what it did not change."""
    history = History(execution)
    history.stand_at(row.seq)
    before = history.cursor(cursor_of(row.path), row.seq).root
    changed = history.after(before, _values(row)) if row.changes is not None else before
    return before, changed


def changes_of(
    execution: Execution, *, branch: str = "", after: int = 0
) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    """Each ended visit of one live path behind `after`, in order, as `(seq, context before, context after)`.

    "Before" is the context after the visit before it, so that the changes join without gaps: where a redrive began
    with an edited context, its first visit's change holds the edit. The pairs share what a visit did not change. Ends
    at the first visit that goes on. A branch needs `after` to be its fork's visit or one behind it: a fork in a loop
    opens branches of the same names again, which are other branches. NotFound when the run never had this path.
    """
    return History(execution).changes(branch, after)


def edited(execution: Execution) -> tuple[dict[str, Any], dict[str, Any]]:
    """The recorded context of the visit a redrive began at, and the context it began with. LookupError for others."""
    if execution.redrive_from_seq is None:
        raise LookupError(f"{execution.pk} was not redriven from a visit")
    return History(execution).edited(execution.redrive_from_seq)


def fetch_of(execution: Execution) -> Callable[[str], Any]:
    """How large values of a run load."""
    return loader(execution.workspace_id)


def _values(row: StepExecution) -> dict[str, Any]:
    names = ("seq", "path", "step_instance_id", "changes", "output", "pointers", "transition", "error")
    return {name: getattr(row, name) for name in names}
