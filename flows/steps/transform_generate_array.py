"""`system/generate-array`: the list 0, 1, 2, …"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from flows.steps.base import Json, StepContext
from flows.steps.transform_base import ModuleInput, WholeNumber, module_step


class GenerateArrayInput(ModuleInput):
    """How many numbers."""

    count: Annotated[WholeNumber, Field(ge=0, le=100_000)]


def work(given: GenerateArrayInput, ctx: StepContext) -> Json:
    """{`array`}: the integers from 0 to count-1."""
    return {"array": list(range(given.count))}


STEP = module_step(
    module="system/generate-array",
    label="Generate a list",
    icon="list-ordered",
    help="Gives the list of the integers from 0 to count-1; useful as the items of a fork. count is 0 to 100,000.",
    model=GenerateArrayInput,
    work=work,
    output_keys=("array",),
    defaults={"count": 10},
)
