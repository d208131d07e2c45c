"""What validation can find: one table of codes, each with its severity, its message and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flows.definition.json_patch import pointer

MAX_SHOWN = 120


class Severity(StrEnum):
    """An error keeps a version from being published; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `path` is a JSON Pointer into the definition, `step_instance_id` the step it lies in, if any."""

    code: str
    severity: Severity
    path: str
    message: str
    hint: str
    step_instance_id: str | None = None

    def to_json(self) -> dict[str, str]:
        """{`code`, `severity`, `path`, `message`, `hint`} and `stepInstanceId` when it lies in a step."""
        shown = {
            "code": self.code,
            "severity": self.severity.value,
            "path": self.path,
            "message": self.message,
            "hint": self.hint,
        }
        return shown if self.step_instance_id is None else {**shown, "stepInstanceId": self.step_instance_id}


@dataclass(frozen=True, slots=True)
class _Kind:
    severity: Severity
    message: str
    hint: str


def _error(message: str, hint: str) -> _Kind:
    return _Kind(Severity.ERROR, message, hint)


def _warning(message: str, hint: str) -> _Kind:
    return _Kind(Severity.WARNING, message, hint)


_KINDS: dict[str, _Kind] = {
    # the document as a whole
    "document_not_object": _error("The definition is {found}, not an object.", "Send a JSON object with `steps`."),
    "document_not_json": _error("The definition holds something that is not JSON: {reason}.", "Send plain JSON."),
    "document_too_deep": _error("The definition is nested deeper than {limit} levels.", "Flatten the deepest values."),
    "document_too_large": _error(
        "The definition has {size} bytes; {limit} are allowed.", "Move large constants out of it, or split the flow."
    ),
    "too_many_steps": _error(
        "The definition has {count} steps; {limit} are allowed.", "Move parts of it into sub-flows."
    ),
    "too_many_expressions": _error(
        "The definition holds more paths, conditions and templates than can be checked.", "Split the flow."
    ),
    "too_many_problems": _warning("There are more problems than these; {count} are not shown.", "Fix these first."),
    # fields
    "missing_field": _error("`{field}` is missing.", "Fill it in."),
    "unknown_field": _error("`{field}` is not a field here.", "Remove it, or correct its name."),
    "invalid_value": _error("`{field}`: {reason}.", "Give a value that the field takes."),
    "key_differs_from_id": _error(
        "The step is kept under {key} but its stepInstanceId is {id}.", "Make both the same."
    ),
    # expressions
    "invalid_path": _error("{text} is not a path: {reason}.", "{advice}"),
    "invalid_target": _error("{text} cannot be written to: {reason}.", "{advice}"),
    "invalid_condition": _error("{text} is not a condition: {reason}.", "{advice}"),
    "placeholder_condition": _error(
        "The condition {text} is only a placeholder.", "Write a condition such as $.order.total > 100."
    ),
    "invalid_template": _error("The template is wrong: {reason}.", "{advice}"),
    "invalid_schema": _error("This is {reason}.", "Correct the JSON Schema (2020-12); it may not refer elsewhere."),
    "invalid_regex": _error(
        "{text} is not a regular expression: {reason}.", "Use RE2 syntax, without look-around and back references."
    ),
    # references
    "unknown_step": _error("There is no step {id}{near}", "Choose a step of this flow."),
    "unknown_step_type": _error("There is no step type {type}.", "Choose a step from the palette."),
    "unknown_module": _error("{type} has no module {module}.", "Choose one of the modules of this step type."),
    "missing_module": _error("{type} needs a moduleIdentifier.", "Choose one of the modules of this step type."),
    "unknown_prompt": _error("There is no prompt {id}.", "Choose a prompt of this workspace."),
    "unpublished_prompt": _error("The prompt {id} has no {version}.", "Publish it, or choose another version."),
    "unknown_flow": _error("There is no flow {id}.", "Choose a flow of this workspace."),
    "unpublished_flow": _error("The flow {id} has no {version}.", "Publish it, or choose another version."),
    "unknown_connection": _error("There is no connection {id}.", "Choose a connection of this workspace."),
    "unknown_preset": _error("There is no step definition {id}.", "Choose one of this workspace, or remove it."),
    "sub_flow_recursion": _error(
        "Starting the flow {id} leads back to this flow.", "Repeat with a loop or a fork; a flow cannot contain itself."
    ),
    # single step types
    "fork_without_items": _error("The fork does not say what to run over.", "Set itemsPath to the path of a list."),
    "fork_without_branches": _error("The fork has no branches.", "Add a branch and the step it begins with."),
    "duplicate_branch_id": _error("The branch id {id} is used twice.", "Give each branch its own id."),
    "branch_leaves_fork": _error(
        "The branch {branch} runs on to {id}, which is outside the fork.",
        "End the branch before it: a branch's last step has no next step, or is an END_FLOW of its own.",
    ),
    "wait_without_key": _error(
        "The wait has no key.", "Set correlationKeyTemplate, for example order-{{{{ order.id }}}}."
    ),
    # publishing
    "pinned_output": _error(
        "The step's output is pinned, so a published flow would never run it.", "Remove the pinned output to publish."
    ),
    # warnings
    "unreachable_step": _warning("No path from the start leads to this step.", "Connect it, or delete it."),
    "loop_without_limit": _warning(
        "This loop may run for ever: none of its transitions has a limit.", "Set maxTransitions on one of them."
    ),
    "output_not_written": _warning(
        "{text} reads the output {name}, which no step before this one writes{near}",
        "Read the output of a step that runs earlier, or run that step first.",
    ),
    "effects_without_retries": _warning(
        "The step acts on other systems and is not retried when they fail for a moment.", "Set onError.retries."
    ),
    "duplicate_transition": _warning(
        "The condition is the same as that of transition {index}, so it is never taken.", "Remove one of the two."
    ),
    "secret_looking_literal": _warning(
        "`{field}` looks like a secret written into the flow.", "Keep it in a credential and use a connection."
    ),
    "unknown_group_member": _warning("The frame {group} holds the unknown step {id}.", "Remove it from the frame."),
    "completion_action_not_delivered": _warning(
        "This server keeps completion actions but does not deliver them.", "End the flow with a step that does it."
    ),
    # reading older definitions
    "renamed_step": _warning(
        "The step id {old} is not allowed here; it is now {new}.", "Look for other systems that name the old id."
    ),
    "dropped_step": _warning("A step that is no object was left out.", "Add it again if the flow needs it."),
    "dropped_field": _warning(
        "`{field}` has no meaning here and was left out.", "Check that the flow needs nothing of it."
    ),
    "template_not_translated": _warning(
        "The template uses {what}, which could not be translated.", "Rewrite it in Liquid."
    ),
    "condition_not_translated": _warning(
        "The condition {text} could not be translated: {reason}.", "Rewrite it, for example as $.order.total > 100."
    ),
}


class _Unfilled(dict[str, str]):
    """Leaves the names in a text as they are."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _described(kind: _Kind) -> str:
    hint = kind.hint if kind.hint != "{advice}" else ""
    return f"{kind.message} {hint}".strip().format_map(_Unfilled(near="."))


PROBLEM_CODES: dict[str, str] = {code: _described(kind) for code, kind in _KINDS.items()}
"""Every code validation and import can give, with its text; the names in braces are filled in."""


def problem(code: str, keys: tuple[str | int, ...], *, step: str | None = None, **details: Any) -> Problem:
    """A problem of the table at a place of the definition. Details fill the names in its text, long ones cut."""
    kind = _KINDS[code]
    shown = {name: _short(str(value)) for name, value in details.items()}
    return Problem(
        code=code,
        severity=kind.severity,
        path=pointer(keys),
        message=kind.message.format(**shown),
        hint=kind.hint.format(**shown),
        step_instance_id=step,
    )


def quoted(value: object) -> str:
    """A value as a message shows it."""
    return repr(value)


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def has_errors(problems: list[Problem]) -> bool:
    """Whether one of them keeps a version from being published."""
    return any(each.severity is Severity.ERROR for each in problems)
