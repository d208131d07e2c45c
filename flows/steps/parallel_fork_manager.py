"""PARALLEL_FORK_MANAGER: runs a branch for each item of a list and brings the results together."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StrictBool

from flows.definition.errors import PermanentStepError
from flows.definition.fields import BranchRef, ConditionStr, InputMappings, Literals, Number, PathStr, StrictInt
from flows.definition.scope import MISSING, Lazy
from flows.steps.base import Fork, Json, StepConfig, StepContext, StepResult, StepType
from flows.steps.kinds import kind_of


class AggregationStrategy(StrEnum):
    """How the results of the branches become `aggregatedData`."""

    COLLECT_ARRAY = "COLLECT_ARRAY"
    MERGE_OBJECTS = "MERGE_OBJECTS"
    SUM = "SUM"
    NONE = "NONE"


class ForkBranch(StepConfig):
    """One way an item can go: the first branch whose condition is true runs; no condition is always true."""

    branch_id: Annotated[str, Field(min_length=1, max_length=64)]
    step_instance_id: BranchRef
    condition: ConditionStr | None = None
    input_mappings: InputMappings = Field(default_factory=dict)
    literals: Literals = Field(default_factory=dict)


class AggregationConfig(StepConfig):
    """`dataPath` picks a part of each result first. A percentage is 0 to 100; `maxConcurrency` 0 is no limit."""

    strategy: AggregationStrategy = AggregationStrategy.COLLECT_ARRAY
    data_path: PathStr | None = None
    fail_on_branch_error: StrictBool = True
    tolerated_failure_percentage: Annotated[Number, Field(ge=0, le=100)] | None = None
    max_concurrency: Annotated[StrictInt, Field(ge=0, le=1000)] = 0


class ParallelForkConfig(StepConfig):
    """Where the items are, the branches, and what becomes of their results."""

    items_path: PathStr
    parallel_branches: Annotated[list[ForkBranch], Field(min_length=1, max_length=100)]
    aggregation_config: AggregationConfig = AggregationConfig()


def run(config: ParallelForkConfig, input: dict[str, Any], ctx: StepContext) -> StepResult:
    """A fork over what `itemsPath` finds; PermanentStepError `fork_items_not_a_list` for anything but a list."""
    items = ctx.read(config.items_path, target="itemsPath")
    if _can_be_forked(items):
        return Fork(items)
    found = "nothing" if items is MISSING else kind_of(items)
    raise PermanentStepError(
        "fork_items_not_a_list",
        f"itemsPath '{config.items_path}' finds {found}; it must find a list or the manifest of a list.",
        details={"field": "itemsPath", "path": config.items_path, "found": found},
    )


def _can_be_forked(items: Json) -> bool:
    return isinstance(items, list | Lazy) or (isinstance(items, dict) and "manifest" in items)


STEP = StepType(
    type="PARALLEL_FORK_MANAGER",
    label="Parallel fork",
    category="Control",
    icon="split",
    help=(
        "Runs a branch for each item of a list: the first one whose condition is true. A branch sees the item as "
        "$.currentItem. Results keep the order of the items; failures can be tolerated up to a percentage."
    ),
    config=ParallelForkConfig,
    run=run,
    lazy=True,
    output_keys=("aggregatedData", "itemCount", "failedCount", "manifest"),
    defaults={"itemsPath": "$.items", "parallelBranches": [], "aggregationConfig": {"strategy": "COLLECT_ARRAY"}},
)
