"""How much a sandbox run may do, and what it says when that is used up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flows.definition.errors import PermanentStepError, StepTimeoutError

MAX_SECONDS = 60.0
MAX_VISITS = 1000
MAX_FORK_ITEMS = 1000


@dataclass(slots=True)
class Budget:
    """What is left for all visits of a sandbox run and of its sub-flows: visits, and bytes of their values."""

    visits: int
    bytes: int
    value_bytes: int
    """The most that one value may have."""


def out_of_time() -> StepTimeoutError:
    """Its time is over."""
    message = "The sandbox run took too long. Mock or pin the slow steps, or run up to an earlier one."
    return StepTimeoutError("sandbox_timeout", message)


def too_many_visits() -> PermanentStepError:
    """Its visits are used up."""
    message = "The sandbox run visited too many steps. Give loops and forks less to do, or run up to an earlier step."
    return PermanentStepError("sandbox_too_many_visits", message)


def too_large() -> PermanentStepError:
    """Its bytes are used up."""
    message = "The outputs of this sandbox run are too large together. Test fewer steps or less data at once."
    return PermanentStepError("sandbox_too_large", message)


def check_items(items: Any) -> None:
    """PermanentStepError for a fork over more than is run here, or over what only workers can run."""
    if not isinstance(items, list):
        message = "The sandbox runs a fork over a list, not over the manifest of an earlier fork. Mock the fork."
        raise PermanentStepError("fork_items_not_a_list", message)
    if len(items) > MAX_FORK_ITEMS:
        found = len(items)
        message = f"The sandbox runs at most {MAX_FORK_ITEMS} items of a fork, and these are {found}. Mock the fork."
        raise PermanentStepError("sandbox_fork_too_large", message)
