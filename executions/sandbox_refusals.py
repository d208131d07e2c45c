"""A definition compiled for the sandbox, or a refusal that names the fields that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from allma_site.common.problems import FieldError, Invalid
from executions.sandbox_program import Mock, SandboxProgram
from flows import checking
from flows.definition.errors import PermanentStepError
from flows.definition.json_patch import pointer
from flows.definition.problems import Problem, Severity
from flows.definition.validate import validate
from flows.steps.registry import CATALOG

OF_THE_WHOLE_FLOW = frozenset({"unknown_step", "branch_leaves_fork", "pinned_output", "wait_without_key"})
"""Problems that keep a flow from being published but not a part of it from being tried."""
MAX_ERRORS = 50


def compiled(
    document: dict[str, Any],
    *,
    mocks: Mapping[str, Mock],
    dry_run: bool,
    dry_outputs: Mapping[str, Any] | None = None,
    step_id: str | None = None,
    step_at: str = "",
    kind: type[SandboxProgram] = SandboxProgram,
) -> SandboxProgram:
    """The program. With `step_id` that step must compile, too; `step_at` is where the request has it.

    Raises Invalid with the fields that are wrong.
    """
    try:
        program = kind(document, catalog=CATALOG, mocks=mocks, dry_run=dry_run, dry_outputs=dry_outputs)
        if step_id is not None:
            program.step(step_id)
    except (ValidationError, PermanentStepError) as error:
        raise refused(document, error, step_id=step_id, step_at=step_at) from None
    return program


def refused(document: dict[str, Any], error: Exception, *, step_id: str | None = None, step_at: str = "") -> Invalid:
    """What is wrong with a definition that does not compile, by its fields."""
    found = validate(document, catalog=CATALOG, limits=checking.limits())
    errors = [each for each in found if each.severity is Severity.ERROR and each.code not in OF_THE_WHOLE_FLOW]
    fields = [FieldError(_place(each, step_id, step_at), each.message) for each in errors[:MAX_ERRORS]]
    if not fields:
        return Invalid.field(step_at or "/definition", str(error))
    return Invalid(f"{fields[0].path}: {fields[0].message}", errors=fields)


def _place(problem: Problem, step_id: str | None, step_at: str) -> str:
    own = pointer(("steps", step_id)) if step_id is not None else None
    if own is not None and (problem.path == own or problem.path.startswith(f"{own}/")):
        return step_at + problem.path.removeprefix(own)
    return f"/definition{problem.path}"
