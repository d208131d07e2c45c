"""Which texts a run ever held at the places that `redactPaths` name, so that they are masked wherever else they stand.

The last context knows only what stands there at the end: what a hidden place held before it was overwritten may have
been copied elsewhere. So everything that was written is looked at, under the name it was written to, and what the
visits were given and gave. What was found in a run that is over is kept in memory.
"""

from __future__ import annotations

import threading
import uuid
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from allma_site.common.problems import NotFound
from executions import contexts
from executions.capsule_hiding import written
from executions.codec import decode, dumps
from executions.contexts import Side
from executions.inheritance import ancestry
from executions.models import Execution, StepExecution
from executions.records import Load, read_part
from executions.redaction import Redaction
from executions.units import units_of
from flows.definition.context import put
from flows.definition.scope import MISSING

MAX_VISITS = 5000
MAX_BYTES = 32 * 2**20
MAX_TEXTS = 2000
"""Of one run. Where there is more, nobody can tell what is to be hidden."""

KEPT_RUNS = 512
KEPT_CHARACTERS = 64 * 1024
"""Texts of more characters are looked for again each time."""

ROW = ("step_instance_id", "changes", "input", "output", "result", "pointers")
Key = tuple[uuid.UUID, int, tuple[str, ...]]


class TooMuchToLookThrough(Exception):
    """A run, or all runs of an answer together, have too much data."""


class Allowance:
    """How much may be looked through for one answer."""

    def __init__(self, *, visits: int = MAX_VISITS, size: int = MAX_BYTES) -> None:
        self._visits = visits
        self._size = size

    def take(self, *, visits: int = 0, size: int = 0) -> None:
        """TooMuchToLookThrough when it is used up."""
        self._visits -= visits
        self._size -= size
        if self._visits < 0 or self._size < 0:
            raise TooMuchToLookThrough


class Kept:
    """What was found in runs that are over; None: too much. The least recently asked for go first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[Key, frozenset[str] | None] = OrderedDict()

    def get(self, key: Key) -> frozenset[str] | None:
        """KeyError when it is not kept."""
        with self._lock:
            self._found.move_to_end(key)
            return self._found[key]

    def keep(self, key: Key, texts: frozenset[str] | None) -> None:
        """Nothing when it is large."""
        if sum(map(len, texts or ())) > KEPT_CHARACTERS:
            return
        with self._lock:
            self._found[key] = texts
            while len(self._found) > KEPT_RUNS:
                self._found.popitem(last=False)


kept = Kept()


def learn(hidden: Redaction, run: Execution, shared: Allowance) -> None:
    """Let `hidden` know what the run (no chunk) held at hidden places; `shared` is of the whole answer.

    TooMuchToLookThrough; StepError when a large value is gone.
    """
    key = (run.pk, run.seq, hidden.paths)
    try:
        found = kept.get(key)
    except KeyError:
        found = _looked_for(hidden, run, shared, key)
    if found is None:
        raise TooMuchToLookThrough
    hidden.know(found)


def _looked_for(hidden: Redaction, run: Execution, shared: Allowance, key: Key) -> frozenset[str] | None:
    """None: the run has too much. Raises TooMuchToLookThrough when that is for the other runs of the answer."""
    units = list(Execution.objects.filter(pk__in=units_of(run.pk)).values_list("pk", "visits", "ended_at"))
    ids, visits = [pk for pk, _, _ in units], sum(max(count, 1) for _, count, _ in units)
    found: frozenset[str] | None = None
    if visits <= MAX_VISITS:
        shared.take(visits=visits)
        look = _Look(hidden, run, shared)
        try:
            found = look.through(ids)
        except TooMuchToLookThrough:
            if not look.too_large:
                raise
    if all(ended_at is not None for _, _, ended_at in units):
        kept.keep(key, found)
    return found


class _Look:
    """One run looked through."""

    def __init__(self, hidden: Redaction, run: Execution, shared: Allowance) -> None:
        self._hidden = hidden
        self._run = run
        self._shared = shared
        self._left = MAX_BYTES
        self._fetch: Load = contexts.fetch_of(run)
        self.too_large = False

    def through(self, units: list[uuid.UUID]) -> frozenset[str]:
        """The texts at hidden places, at any time."""
        found: set[str] = set()
        for document in self._documents(units):
            found.update(self._hidden.find(document))
            self._check(len(found) <= MAX_TEXTS)
        return frozenset(found)

    def _documents(self, units: list[uuid.UUID]) -> Iterator[Any]:
        """Everything, laid out as a context."""
        run = self._run
        yield contexts.moment(run).root
        yield contexts.moment(run, seq=0).root
        yield decode(run.input, run.input_pointers, self._load)
        yield from self._edited()
        for row in StepExecution.objects.filter(execution_id__in=units).values(*ROW).iterator(200):
            yield from self._of_visit(row)
        if run.output is not None:
            output = decode(run.output, run.output_pointers, self._load)
            yield from (output, {"steps_output": output})

    def _edited(self) -> Iterator[Any]:
        """The contexts that redrives began with."""
        run = self._run
        if run.redrive_from_seq is not None:
            yield contexts.edited(run)[1]
        for seq in sorted(ancestry(run).edits() - {run.redrive_from_seq}):
            try:
                yield contexts.moment(run, seq=seq, side=Side.BEFORE).root
            except NotFound:  # the redrive ended before it made that visit
                continue

    def _of_visit(self, row: Mapping[str, Any]) -> Iterator[Any]:
        step = row["step_instance_id"]
        self._take(sum(len(row[name] or "") for name in ("changes", "input", "output", "result")))
        parts = {name: read_part(row, name, self._load) for name in ("changes", "input", "output", "result")}
        yield parts["input"]
        for name in ("output", "result"):
            if parts[name] is not MISSING and (name == "output" or row["result"] != row["output"]):
                yield from (parts[name], {"steps_output": {step: parts[name]}})
        changes = () if parts["changes"] is MISSING else parts["changes"]
        for keys, value in written(changes, parts["output"]):
            yield put({}, keys, value)

    def _load(self, sha256: str) -> Any:
        value = self._fetch(sha256)
        self._take(len(dumps(value)))
        return value

    def _take(self, size: int) -> None:
        self._left -= size
        self._check(self._left >= 0)
        self._shared.take(size=size)

    def _check(self, fits: bool) -> None:
        if not fits:
            self.too_large = True
            raise TooMuchToLookThrough
