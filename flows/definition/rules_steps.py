"""Each step against its type: is there such a type, does its config model take its fields, what it must not have."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from flows.definition.catalog import Catalog, StepKind
from flows.definition.findings import Findings
from flows.definition.model import StepInstance
from flows.definition.problems import quoted
from flows.definition.refusals import details, place_of, reason_of, report
from flows.definition.rules_expressions import is_runtime, leaves

_SPECIAL_CODES = {
    ("PARALLEL_FORK_MANAGER", "itemsPath"): "fork_without_items",
    ("PARALLEL_FORK_MANAGER", "parallelBranches"): "fork_without_branches",
    ("WAIT_FOR_EXTERNAL_EVENT", "correlationKeyTemplate"): "wait_without_key",
}
"""Fields without which a step means nothing: empty or missing, they have a code of their own."""


def find_kind(step_id: str, step: StepInstance, *, catalog: Catalog, findings: Findings) -> StepKind | None:
    """The step's kind; None, and a problem, when there is none."""
    base = ("steps", step_id)
    kind = catalog.find(step.step_type, step.module_identifier)
    if kind is not None:
        return kind
    modules = catalog.modules(step.step_type)
    if not modules:
        findings.add("unknown_step_type", (*base, "stepType"), type=quoted(step.step_type))
    elif not step.module_identifier:
        findings.add("missing_module", (*base, "moduleIdentifier"), type=step.step_type)
    else:
        module = quoted(step.module_identifier)
        findings.add("unknown_module", (*base, "moduleIdentifier"), type=step.step_type, module=module)
    return None


def read_config(step_id: str, step: StepInstance, kind: StepKind, *, findings: Findings) -> BaseModel | None:
    """The step's own fields as its kind's config; None, and problems, when the model refuses them."""
    fields = step.config_fields(kind.config)
    lacking = lacking_fields(step)
    for name, code in lacking.items():
        findings.add(code, ("steps", step_id, name))
    _unused_fields(step_id, step, kind, findings)
    _module_config(step_id, step, kind, findings)
    try:
        return kind.config.model_validate(fields, by_alias=True, by_name=False)
    except ValidationError as error:
        others = [each for each in details(error) if not (each["loc"] and each["loc"][0] in lacking)]
        report(others, fields, base=("steps", step_id), findings=findings)
        return None


def lacking_fields(step: StepInstance) -> dict[str, str]:
    """The fields with a code of their own that are missing or empty, and their codes."""
    own = step.own_fields()
    return {
        name: code
        for (step_type, name), code in _SPECIAL_CODES.items()
        if step_type == step.step_type and _is_empty(own.get(name))
    }


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _unused_fields(step_id: str, step: StepInstance, kind: StepKind, findings: Findings) -> None:
    """A `customConfig` or `moduleIdentifier` that the kind has no use for would be ignored in silence."""
    declared = kind.config.model_fields
    if step.custom_config and "custom_config" not in declared and kind.module_config is None:
        findings.add("unknown_field", ("steps", step_id, "customConfig"), field="customConfig")
    if step.module_identifier and "module_identifier" not in declared and kind.module is None:
        findings.add("unknown_field", ("steps", step_id, "moduleIdentifier"), field="moduleIdentifier")


def _module_config(step_id: str, step: StepInstance, kind: StepKind, findings: Findings) -> None:
    """Checks the constants in a module's `customConfig`: what is missing may be mapped, a template is known later."""
    if kind.module_config is None or not step.custom_config:
        return
    try:
        kind.module_config.model_validate(step.custom_config)
    except ValidationError as error:
        for each in details(error):
            keys = place_of(each["loc"], step.custom_config, missing=False)
            if not keys or each["type"] == "missing" or _known_later(step.custom_config.get(str(keys[0]))):
                continue
            code = "unknown_field" if each["type"] == "extra_forbidden" else "invalid_value"
            place = ("steps", step_id, "customConfig", *keys)
            findings.add(code, place, field=str(keys[-1]), reason=reason_of(each["msg"]))


def _known_later(value: Any) -> bool:
    return is_runtime(value) if isinstance(value, str) else _holds_runtime(value)


def _holds_runtime(value: Any) -> bool:
    return isinstance(value, dict | list) and next(leaves(value, (), is_runtime), None) is not None
