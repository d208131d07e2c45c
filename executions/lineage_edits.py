"""What somebody edited in the context of a run when it was redriven, as writes to places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from executions import contexts
from executions.contexts import Side
from executions.lineage import Place, Told, Write, WriterKind
from executions.models import Execution, StepExecution
from flows.definition.context import path_text, reach
from flows.definition.json_patch import json_patch, keys_of
from flows.definition.scope import MISSING


@dataclass(frozen=True, slots=True)
class Edit:
    """The edit before the visit `seq` of the main path. `root` is the context that was made of it."""

    seq: int
    path: str
    step: str | None
    places: Sequence[Place]
    root: dict[str, Any]

    def writes(self, run: str) -> Iterator[Write]:
        """One write for each place that was edited."""
        for keys in self.places:
            value = partial(reach, self.root, keys)
            yield Write(WriterKind.EDITED, self.seq, self.path, self.step, keys, value, named, run=run, ahead=True)


def named(place: Place) -> Told:
    """A write of which no more can be told than its place."""
    return Told(path_text(place))


def edit_at(execution: Execution, point: int) -> Edit:
    """What was edited when a run, or one it was redriven from, began at this visit."""
    rows = StepExecution.objects.filter(execution_id=execution.pk)
    last = rows.filter(seq__lt=point).exclude(path__contains=".").order_by("-seq").values_list("seq", flat=True).first()
    recorded = contexts.moment(execution, seq=last or 0).root
    visit = rows.filter(seq=point).values_list("path", "step_instance_id").first()
    begun = contexts.moment(execution, seq=point if visit else None, side=Side.BEFORE if visit else Side.AFTER).root
    path, step = visit or ("", None)
    return Edit(point, path, step, edited_places(recorded, begun), begun)


def edited_places(before: dict[str, Any], after: dict[str, Any]) -> list[Place]:
    """The places in which two contexts differ. Where a list has more or fewer elements, the list is the place."""
    found: dict[Place, None] = {}
    for operation in json_patch(before, after):
        keys = _typed(keys_of(operation["path"]), before if operation["op"] == "remove" else after)
        moved = operation["op"] != "replace" and bool(keys) and isinstance(keys[-1], int)
        found[keys[:-1] if moved else keys] = None
    return list(found)


def _typed(names: Sequence[str], document: Any) -> Place:
    """The keys of a JSON Pointer, indexes as numbers where the document has lists."""
    keys: Place = ()
    for name in names:
        parent = reach(document, keys)
        keys += (int(name) if isinstance(parent, list) and name.isdigit() else name,)
        if parent is MISSING:
            break
    return keys
