"""Every reference to a step, prompt, flow, connection or preset leads somewhere. Templates are checked at run time."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any

from flows.definition.checking import Checking
from flows.definition.fields import Marker
from flows.definition.problems import quoted
from flows.definition.references import References, Versions
from flows.definition.rules_expressions import is_runtime
from flows.definition.rules_marks import Keys, Mark

_ID_ENDING = re.compile(r"(Definition|Template)?Id$")
_MAX_NEAR = 200


def check_references(check: Checking) -> None:
    """Adds a problem for each reference that leads nowhere."""
    for mark in check.marks():
        if not isinstance(mark.value, str):
            continue
        if mark.marker in (Marker.STEP_REF, Marker.BRANCH_REF):
            _step(check, mark.value, mark.keys)
        elif check.known is not None and (rule := _OUTSIDE.get(mark.marker)) and not is_runtime(mark.value):
            rule(check, check.known, mark)
    _presets(check)
    _groups(check)


def near(name: str, names: list[str]) -> str:
    """The end of a sentence: `; did you mean "…"?` when a name is close to one of `names`, else a full stop."""
    found = difflib.get_close_matches(name[:64], names[:_MAX_NEAR], n=1, cutoff=0.75)
    return f"; did you mean {found[0]!r}?" if found else "."


def _step(check: Checking, target: str, keys: Keys) -> None:
    if check.step_ids is not None and target not in check.document["steps"]:
        hint = "." if check.findings.many else near(target, check.step_ids)
        check.findings.add("unknown_step", keys, id=quoted(target), near=hint)


def _prompt(check: Checking, known: References, mark: Mark) -> None:
    _versioned(check, mark, known.prompts, "prompt")


def _flow(check: Checking, known: References, mark: Mark) -> None:
    _versioned(check, mark, known.flows, "flow")
    if known.flow_id is not None and known.leads_back(mark.value):
        check.findings.add("sub_flow_recursion", mark.keys, id=quoted(mark.value))


def _connection(check: Checking, known: References, mark: Mark) -> None:
    if mark.value not in known.connections:
        check.findings.add("unknown_connection", mark.keys, id=quoted(mark.value))


_OUTSIDE: dict[Marker, Callable[[Checking, References, Mark], None]] = {
    Marker.PROMPT_REF: _prompt,
    Marker.FLOW_REF: _flow,
    Marker.CONNECTION_REF: _connection,
}


def _versioned(check: Checking, mark: Mark, known: Any, what: str) -> None:
    """The id is known and has the version that stands beside it, or a published one when none does."""
    versions: Versions | None = known.get(mark.value)
    if versions is None:
        check.findings.add(f"unknown_{what}", mark.keys, id=quoted(mark.value))
        return
    key = _ID_ENDING.sub("", str(mark.keys[-1])) + "Version"
    version = mark.owner.get(key)
    if isinstance(version, str) and version.isascii() and version.isdigit() and len(version) < 10:
        version = int(version)
    if version is None and versions.published is None:
        shown = "published version"
        check.findings.add(f"unpublished_{what}", mark.keys, id=quoted(mark.value), version=shown)
    elif type(version) is int and version not in versions.released:
        place = (*mark.keys[:-1], key)
        check.findings.add(f"unpublished_{what}", place, id=quoted(mark.value), version=f"released version {version}")


def _presets(check: Checking) -> None:
    presets = check.known.presets if check.known is not None else None
    if presets is None:
        return
    for step in check.steps.values():
        preset = step.raw.get("stepDefinitionId")
        if isinstance(preset, str) and preset and preset not in presets:
            check.findings.add("unknown_preset", ("steps", step.id, "stepDefinitionId"), id=quoted(preset))


def _groups(check: Checking) -> None:
    steps = check.document.get("steps")
    for index, group in enumerate(check.definition.groups):
        for place, member in enumerate(group.step_instance_ids):
            if isinstance(steps, dict) and member not in steps:
                keys = ("groups", index, "stepInstanceIds", place)
                check.findings.add("unknown_group_member", keys, group=quoted(group.label), id=quoted(member))
