"""`system/flatten-array`: lists in a list become one list."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from flows.definition.errors import PermanentStepError
from flows.steps.base import Json, StepContext
from flows.steps.kinds import kind_of
from flows.steps.transform_base import MAX_ROWS, ModuleInput, WholeNumber, invalid_input, module_step


class FlattenInput(ModuleInput):
    """`path` names a property of each item that holds its list. `depth`: how many levels are opened."""

    array: list[Any]
    path: Annotated[str, Field(min_length=1)] | None = None
    depth: Annotated[WholeNumber, Field(ge=1, le=64)] = 1


def work(given: FlattenInput, ctx: StepContext) -> Json:
    """{`result`}: items that are not lists stay as they are; with `path`, a missing or null list gives nothing."""
    lists = given.array if given.path is None else _lists_of(given.array, given.path)
    for _ in range(given.depth):
        if not any(isinstance(item, list) for item in lists):
            break
        lists = _opened(lists)
    return {"result": lists}


def _lists_of(items: list[Json], name: str) -> list[Json]:
    found = []
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            raise invalid_input(f"array[{index}]", f"is {kind_of(item)}; with a path each item must be an object")
        inner = item.get(name)
        if inner is not None and not isinstance(inner, list):
            raise invalid_input(f"array[{index}].{name}", f"is {kind_of(inner)}, not a list")
        found.append(inner or [])
    return found


def _opened(items: list[Json]) -> list[Json]:
    flat: list[Json] = []
    for item in items:
        if isinstance(item, list):
            flat.extend(item)
        else:
            flat.append(item)
    if len(flat) > MAX_ROWS:
        raise PermanentStepError("result_too_large", f"The flat list has {len(flat)} items; at most {MAX_ROWS} fit.")
    return flat


STEP = module_step(
    module="system/flatten-array",
    label="Flatten a list",
    icon="layers",
    help=(
        "Makes one list of the lists in a list, or of the lists found at one property of each item. depth says how "
        "many levels are opened; items that are not lists stay."
    ),
    model=FlattenInput,
    work=work,
    output_keys=("result",),
    defaults={"depth": 1},
)
