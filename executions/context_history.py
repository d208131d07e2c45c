"""The rows of one run as contexts are rebuilt from them; see `contexts` for what is asked of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec.structs import replace

from allma_site.common.problems import NotFound
from executions.blobs import loader
from executions.codec import decode, loads
from executions.engine import forks
from executions.engine.evolve import fork_key
from executions.engine.state import Cursor, ForkState, State
from executions.engine.status import Phase, TransitionKind
from executions.engine.views import Run, scope_of
from executions.inheritance import ancestry, context_number, whole_run
from executions.loading import program, start_root
from executions.models import ContextSnapshot, Execution, ExecutionKind, InheritedPart, StepExecution
from executions.records import read_part
from flows.definition.context import apply_changes
from flows.definition.errors import StepError
from flows.definition.jsonpath import compile_path
from flows.definition.scope import MISSING, resolve

JUMPS = (TransitionKind.FALLBACK, TransitionKind.TIMEOUT)
CHANGE_COLUMNS = ("seq", "path", "ended_at", "changes", "output", "pointers")
CHANGES_AT_ONCE = 200
NO_END = 2**62


class Side(StrEnum):
    """Before or after a visit."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Moment:
    """The context beside one visit (`seq` 0: at the start) and the views its expressions see. May hold lazy leaves."""

    seq: int
    side: Side
    root: dict[str, Any]
    views: Mapping[str, Any]


def cursor_of(path: str) -> str:
    """The live path a visit belongs to: "" is the main one."""
    return path[: path.rindex(".")] if "." in path else ""


class History:
    """The rows of one run, read as they are needed."""

    def __init__(self, execution: Execution) -> None:
        self._execution = execution
        self._fetch = loader(execution.workspace_id)
        self._chunk: Any = None
        if execution.kind == ExecutionKind.CHUNK:
            self._chunk = decode(execution.input, execution.input_pointers, self._fetch)
        self._ancestry = ancestry(execution)
        self._without: list[int] = []
        self._part: InheritedPart | None = None
        source = whole_run(execution)
        self._given = decode(source.input, source.input_pointers, self._fetch)
        self._run = self._own = Run(
            id=str(source.pk),
            key_id=str(execution.pk),
            program=program(execution.definition_id),
            input=self._given,
            flow_id=str(execution.flow_id),
            flow_version=execution.flow_version,
            started_at=source.started_at or source.created_at,
            trigger=source.trigger,
        )

    def moment(self, seq: int | None, side: Side) -> Moment:
        """See the module's `moment`."""
        if seq is None:
            seq = self._last_main()
            if side is Side.AFTER and (self._ancestry.began_at or 0) > seq:
                return self._about_to_begin(seq)
        self.stand_at(seq)
        if seq == 0:
            return Moment(0, side, self._start(), self._views(self._main_cursor("", self._start(), 1)))
        rows = StepExecution.objects.filter(execution_id=self._execution.pk, seq=seq)
        path = rows.values_list("path", flat=True).first()
        if path is None:
            raise NotFound(f"The run has no visit {seq}.")
        found = self.cursor(cursor_of(path), seq + (side is Side.AFTER))
        return Moment(seq, side, found.root, self._views(found))

    def stand_at(self, seq: int | None) -> None:
        """See what follows as the run did that made this visit (None: this run): inherited ones were another's."""
        self._part = part = self._ancestry.of(seq) if seq is not None else None
        self._without = [point - 1 for point in self._ancestry.edits_after(part)]
        self._run = self._own
        if part is not None:
            self._run = replace(
                self._own,
                id=str(part.run_id),
                program=program(part.definition_id),
                flow_version=part.flow_version,
                started_at=part.started_at,
                trigger=part.trigger,
            )

    def _about_to_begin(self, seq: int) -> Moment:
        """A redrive that has made no visit yet: its context is the one it begins with."""
        self.stand_at(None)
        cursor = self.cursor("", self._ancestry.began_at or 1)
        return Moment(seq, Side.AFTER, cursor.root, self._views(cursor))

    def edited(self, began_at: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """See the module's `edited`."""
        self._without = [began_at - 1]
        recorded = self.cursor("", began_at).root
        self._without = []
        return recorded, self.cursor("", began_at).root

    def cursor(self, path: str, before: int) -> Cursor:
        """A live path as it was before the visit of this number, with its context."""
        if path:
            return self._branch(path, before)
        if self._chunk is not None:
            raise NotFound("A chunk of a fork has only the contexts of its branches.")
        return self._main_cursor(path, self._main(before), before)

    def after(self, root: dict[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
        """A context after the changes of a visit."""
        if row["changes"] is None:
            return root
        changes = read_part(row, "changes", self._fetch)
        changed: dict[str, Any] = apply_changes(root, changes, read_part(row, "output", self._fetch))
        return changed

    def changes(self, branch: str, after: int) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
        """See the module's `changes_of`."""
        rows = self._visits(branch, after, self._next_meeting(branch, after)).order_by("seq").values(*CHANGE_COLUMNS)
        self.stand_at(after if not branch else rows.values_list("seq", flat=True).first())
        root = self.cursor(branch, after + 1).root if branch or after else self._start()
        edits = self._ancestry.edits()
        for row in rows.iterator(chunk_size=CHANGES_AT_ONCE):
            if cursor_of(row["path"]) != branch:
                continue
            if row["ended_at"] is None:
                return
            met = self._met(branch, row["seq"]) if row["seq"] in edits else root
            before, root = root, self.after(met, row)
            yield row["seq"], before, root

    def _next_meeting(self, branch: str, after: int) -> int:
        """The next visit of the fork that this is a branch of, which ends the branch."""
        if not branch:
            return NO_END
        rows = StepExecution.objects.filter(execution_id=self._execution.pk, path=fork_key(branch), seq__gt=after)
        return rows.order_by("seq").values_list("seq", flat=True).first() or NO_END

    def _met(self, branch: str, seq: int) -> dict[str, Any]:
        """The context before a visit, as the run saw it that made it."""
        self.stand_at(seq)
        return self.cursor(branch, seq).root

    def _views(self, cursor: Cursor) -> Mapping[str, Any]:
        return scope_of(self._run, cursor, self._run.started_at).views

    def _start(self) -> dict[str, Any]:
        given = loads(self._execution.flow_variables)
        return start_root(self._run.program.definition.flow_variables, given, self._given)

    def _last_main(self) -> int:
        rows = StepExecution.objects.filter(execution_id=self._execution.pk).exclude(path__contains=".")
        return rows.order_by("-seq").values_list("seq", flat=True).first() or 0

    def _main(self, before: int) -> dict[str, Any]:
        """The main context after all visits below a number."""
        rows = ContextSnapshot.objects.filter(execution_id=self._execution.pk, seq__gte=0, seq__lt=before)
        rows = rows.exclude(seq__in=self._without) if self._without else rows
        nearest = rows.order_by("-seq").values_list("seq", "data", "pointers").first()
        if nearest is None:
            return self._replay("", self._start(), 0, before)
        return self._replay("", decode(nearest[1], nearest[2], self._fetch), nearest[0], before)

    def _replay(self, path: str, root: dict[str, Any], after: int, before: int) -> dict[str, Any]:
        names = ("path", "changes", "output", "pointers")
        for row in self._visits(path, after, before).filter(changes__isnull=False).order_by("seq").values(*names):
            if cursor_of(row["path"]) == path:
                root = self.after(root, row)
        return root

    def _visits(self, path: str, after: int, before: int) -> Any:
        """The visits one live path made between two numbers; below a branch also those of its own forks."""
        rows = StepExecution.objects.filter(execution_id=self._execution.pk, seq__gt=after, seq__lt=before)
        return rows.filter(path__startswith=f"{path}.") if path else rows.exclude(path__contains=".")

    def _main_cursor(self, path: str, root: dict[str, Any], before: int) -> Cursor:
        return Cursor(path=path, step="", root=root, error=self._error(path, 0, before))

    def _error(self, path: str, after: int, before: int) -> Any:
        """`$.error` on a path: of the last visit that was left by a fallback or a time-out."""
        rows = self._visits(path, after, before).filter(error__isnull=False, transition__isnull=False)
        for found, transition, error in rows.order_by("-seq").values_list("path", "transition", "error"):
            if cursor_of(found) == path and loads(transition)["kind"] in JUMPS:
                return loads(error)
        return None

    def _branch(self, path: str, before: int) -> Cursor:
        fork_path, index = fork_key(path), int(path[path.rindex("[") + 1 : -1])
        fork, owner, met_at = self._fork(fork_path, before)
        offset = index - fork.base
        if not 0 <= offset < len(fork.items):
            raise NotFound(f"The fork {fork_path} has no item {index}.")
        state = State(cursors={owner.path: owner})
        opened = ForkState(
            path=fork.path, owner=owner.path, seq=fork.seq, items=fork.items, base=fork.base, opened=offset
        )
        begun = forks.open_branch(self._run, state, opened, met_at).cursor
        root = self._replay(path, begun.root if begun is not None else owner.root, fork.seq, before)
        return Cursor(
            path=path,
            step="",
            root=root,
            item=fork.items[offset],
            index=index,
            error=self._error(path, fork.seq, before) or owner.error,
        )

    def _fork(self, path: str, before: int) -> tuple[ForkState, Cursor, datetime]:
        """A fork with its items, the live path it was met on, and when."""
        if self._chunk is not None and path == self._chunk["path"]:
            return self._chunk_fork(path)
        rows = StepExecution.objects.filter(execution_id=self._execution.pk, path=path, seq__lt=before)
        row = rows.order_by("-seq").values_list("seq", "step_instance_id", "started_at").first()
        if row is None:
            raise NotFound(f"The run has no visit of {path}.")
        seq, step, met_at = row
        met = self.cursor(cursor_of(path), seq)
        owner = Cursor(path=met.path, step=step, root=met.root, item=met.item, index=met.index, error=met.error)
        return ForkState(path=path, owner=owner.path, seq=seq, items=self._items(owner, met_at)), owner, met_at

    def _items(self, owner: Cursor, met_at: datetime) -> list[Any]:
        plan = self._run.program.step(owner.step).fork
        try:
            found = compile_path(plan.items_path).read(scope_of(self._run, owner, met_at)) if plan else []
        except StepError:
            found = []
        items = resolve(found)
        return items if isinstance(items, list) else []

    def _chunk_fork(self, path: str) -> tuple[ForkState, Cursor, datetime]:
        given, parent = self._chunk, self._execution.parent_id or uuid.UUID(int=0)
        number = context_number(int(self._execution.parent_seq or 0), self._part)
        rows = ContextSnapshot.objects.filter(execution_id=parent, seq=number)
        stored = rows.values_list("data", "pointers").first()
        root = decode(stored[0], stored[1], self._fetch) if stored is not None else {}
        owner = Cursor(
            path="",
            step=given["step"],
            root=root,
            phase=Phase.FORK,
            seq=1,
            error=given.get("error"),
            item=given.get("item", MISSING),
            index=given.get("index"),
        )
        fork = ForkState(path=path, owner="", seq=0, items=resolve(given["items"]), base=given["base"])
        return fork, owner, self._run.started_at
