"""Whether a definition can run in its workspace: presets laid under, then validated with what the workspace knows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from pydantic_core import to_json

from allma_site.common.problems import Unprocessable
from flows import presets, references, selectors
from flows.definition.limits import Limits
from flows.definition.problems import Problem, has_errors, problem
from flows.definition.references import Versions
from flows.definition.validate import validate
from flows.steps.registry import CATALOG

MAX_LISTED = 500
"""Problems given back at once."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The definition with its presets laid under, and what is wrong with it."""

    definition: dict[str, Any]
    problems: tuple[Problem, ...]

    @property
    def runs(self) -> bool:
        """No error: it can be published or started."""
        return not has_errors(list(self.problems))

    def listed(self) -> list[dict[str, str]]:
        """The problems on the wire."""
        return [each.to_json() for each in self.problems[:MAX_LISTED]]


@dataclass(frozen=True, slots=True)
class Coming:
    """What an import brings along and the database does not have yet: drafts of flows and prompts, and presets."""

    flows: frozenset[str] = frozenset()
    prompts: frozenset[str] = frozenset()
    presets: Mapping[presets.PresetRef, Mapping[str, Any]] = field(default_factory=dict)


def limits() -> Limits:
    """How large a definition may be here."""
    env = settings.ENV
    return Limits(max_steps=env.max_steps, max_bytes=env.max_definition_bytes, max_depth=env.max_depth)


@dataclass(frozen=True, slots=True)
class Oversize:
    """Which limit a definition breaks: `steps` or bytes, and how many it has."""

    steps: bool
    found: int
    limit: int

    def problem(self) -> Problem:
        """As validation says it."""
        if self.steps:
            return problem("too_many_steps", ("steps",), count=self.found, limit=self.limit)
        return problem("document_too_large", (), size=self.found, limit=self.limit)


def oversize(definition: Mapping[str, Any]) -> Oversize | None:
    """What is too large about a definition; None when nothing is."""
    steps, most = definition.get("steps"), limits()
    if isinstance(steps, dict) and len(steps) > most.max_steps:
        return Oversize(True, len(steps), most.max_steps)
    size = len(to_json(definition))
    return Oversize(False, size, most.max_bytes) if size > most.max_bytes else None


def check(
    *,
    workspace_id: uuid.UUID,
    definition: dict[str, Any],
    flow_id: uuid.UUID | None = None,
    publishing: bool = False,
    coming: Coming = Coming(),
) -> Checked:
    """Never raises for a definition, whatever JSON object it is. `publishing` refuses what only drafts may hold."""
    too_large = oversize(definition)
    if too_large is not None:
        return Checked(definition, (too_large.problem(),))
    laid = {**selectors.presets(workspace_id, presets.references(definition)), **coming.presets}
    inherited = presets.inherited_bytes(definition, laid)
    if inherited > limits().max_bytes:
        return Checked(definition, (Oversize(False, inherited, limits().max_bytes).problem(),))
    resolved = presets.resolve(definition, laid)
    known = references.known(workspace_id, resolved.definition, flow_id)
    known = replace(
        known,
        flows={**known.flows, **dict.fromkeys(coming.flows, Versions())},
        prompts={**known.prompts, **dict.fromkeys(coming.prompts, Versions())},
    )
    found = validate(resolved.definition, catalog=CATALOG, known=known, publishing=publishing, limits=limits())
    return Checked(resolved.definition, (*_missing_presets(resolved), *found))


def require_runnable(checked: Checked, doing: str) -> dict[str, Any]:
    """The definition to run; Unprocessable `invalid_definition` with its problems when it has errors."""
    if checked.runs:
        return checked.definition
    errors = sum(each.severity == "error" for each in checked.problems)
    detail = f"The definition has {errors} error{'s' if errors > 1 else ''} and cannot be {doing}. Fix the problems."
    raise Unprocessable(detail, code="invalid_definition", problems=checked.listed())


def runnable_draft(workspace_id: uuid.UUID, flow_id: uuid.UUID, number: int) -> dict[str, Any]:
    """A draft as it would run now. Raises Unprocessable with problems, NotFound."""
    version = selectors.require_version(workspace_id, flow_id, number)
    definition = selectors.definition_of(version)
    return require_runnable(check(workspace_id=workspace_id, definition=definition, flow_id=flow_id), "started")


def _missing_presets(resolved: presets.Resolved) -> list[Problem]:
    steps = resolved.definition["steps"] if resolved.missing else {}
    return [
        problem("unknown_preset", ("steps", step, "stepDefinitionId"), step=step, id=_named(steps[step]))
        for step in resolved.missing
    ]


def _named(step: Any) -> str:
    ref = presets.reference(step)
    if ref is None:
        return ""
    return ref.id if ref.version is None else f"{ref.id} with a version {ref.version}"
