"""What a replay comes to: the same, different from where on, or broken. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from executions.contexts import cursor_of
from executions.differences import Difference, alike
from executions.engine.state import Visit
from executions.engine.status import Status
from executions.replay import ReplayDriver
from executions.replay_recording import Recorded, forks_around
from executions.sandbox_ports import Passage, SandboxStatus
from flows.definition.scope import MISSING, resolve

MAX_NAMED = 5
LIMITS = frozenset({"sandbox_timeout", "sandbox_too_many_visits", "sandbox_too_large"})
"""Codes of what ends a replay that says nothing about the run."""
UNREADABLE = frozenset({"blob_missing", "blob_store_unavailable"})


class ReplayVerdict(StrEnum):
    """How a replay compares with its recording. BREAKS: it fails, and not as the recorded run did."""

    SAME = "same"
    DIFFERS = "differs"
    BREAKS = "breaks"
    NOT_REPLAYABLE = "notReplayable"


class PointKind(StrEnum):
    """What is different at a point."""

    STATUS = "status"
    INPUT = "input"
    OUTPUT = "output"
    TRANSITION = "transition"
    ERROR = "error"
    CHANGES = "changes"
    NEW = "new"
    MISSED = "missed"
    NO_ANSWER = "noAnswer"
    RESULT = "result"


class VisitVerdict(StrEnum):
    """How a visit compares with the recorded one; NEW has none."""

    SAME = "same"
    DIFFERS = "differs"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Point:
    """A place where replay and recording part. `seq` is of the recorded visit, None when there is none.

    `message` holds names alone; `said` is what an error said, which may hold values.
    """

    seq: int | None
    path: str
    step: str
    kind: PointKind
    message: str
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """A replay that is over. `at` is what to show of it: where it breaks, else where it first differs.

    `missed` are recorded visits that it did not make. `driver` is None when it could not be begun.
    """

    verdict: ReplayVerdict
    reason: str = ""
    driver: ReplayDriver | None = None
    first: Point | None = None
    at: Point | None = None
    missed: tuple[Recorded, ...] = ()


def not_replayable(reason: str, driver: ReplayDriver | None = None) -> Replayed:
    """Nothing can be said, and why."""
    return Replayed(ReplayVerdict.NOT_REPLAYABLE, reason, driver)


def judged(driver: ReplayDriver) -> Replayed:
    """What a driver that has done what it can comes to."""
    outcome = driver.state.outcome
    error = outcome.error if outcome is not None else None
    if error is not None and error["code"] in LIMITS:
        return not_replayable("The replay was given up: it took too long, or did too much.", driver)
    gone = next((code for code in _new_errors(driver) if code in UNREADABLE), None)
    if gone is not None:
        return not_replayable(f"A large value of the run cannot be read: {gone}.", driver)
    missed = _missed(driver)
    first = _first(driver, missed)
    if outcome is not None and outcome.status is Status.FAILED and not _failed_alike(driver, error or {}):
        at = _failure(driver, error or {}) or first
        told = at if first is None or first.kind in (PointKind.MISSED, PointKind.RESULT) else first
        return Replayed(ReplayVerdict.BREAKS, _reason(at), driver, told, at, missed)
    verdict = ReplayVerdict.SAME if first is None else ReplayVerdict.DIFFERS
    return Replayed(verdict, _reason(first), driver, first, first, missed)


def _new_errors(driver: ReplayDriver) -> Iterator[str]:
    """The codes that visits fail with here and did not in the recording."""
    for seq, found in driver.differing.items():
        error = driver.passages[seq].visit.error
        if Difference.ERROR in found and error is not None:
            yield error["code"]


def _reason(point: Point | None) -> str:
    return "" if point is None else point.message


def verdict_of(driver: ReplayDriver, visit: Visit) -> tuple[VisitVerdict, tuple[Difference, ...]]:
    """How one visit compares, and in what it differs."""
    recorded = driver.matched.get(visit.seq)
    if recorded is None:
        return VisitVerdict.NEW, ()
    found = driver.differing.get(visit.seq, ())
    left = driver.passages[visit.seq].after is not None
    if not left and not alike(recorded.facts.input, visit.input):
        found = (Difference.INPUT,)
    alike_so_far = not found and visit.seq not in driver.stuck
    return (VisitVerdict.SAME if alike_so_far else VisitVerdict.DIFFERS), found


def _missed(driver: ReplayDriver) -> tuple[Recorded, ...]:
    """Recorded visits that the replay did not make, unless it could not know how to go on."""
    made = {driver.matched[seq].place for seq in driver.passages if seq in driver.matched}
    return tuple(one for one in driver.recording.visits if one.place not in made and not one.inherited)


def _first(driver: ReplayDriver, missed: tuple[Recorded, ...]) -> Point | None:
    for seq, passage in _causes_first(driver):
        verdict, found = verdict_of(driver, passage.visit)
        if seq in driver.stuck and Difference.INPUT not in found:
            return _point(driver, passage, PointKind.NO_ANSWER, driver.stuck[seq])
        if verdict is VisitVerdict.NEW:
            return _point(driver, passage, PointKind.NEW, "The recorded run did not come here.")
        if found:
            return _differing(driver, passage, found)
    if missed:
        one = missed[0]
        message = "The recorded run came here, the replay does not."
        return Point(one.seq, one.path, one.step, PointKind.MISSED, message)
    return _result(driver)


def _causes_first(driver: ReplayDriver) -> list[tuple[int, Passage]]:
    """The visits in their order, but a fork behind its branches when one of these is what makes it different."""
    passages = sorted(driver.passages.items())
    last: dict[int, int] = {}
    latest: dict[str, int] = {}
    for seq, passage in passages:
        latest[passage.visit.path] = seq
        last.update({latest[fork]: seq for fork in forks_around(cursor_of(passage.visit.path)) if fork in latest})
    inside = {seq: end for seq, end in last.items() if _only_ends_otherwise(driver, seq)}
    return sorted(passages, key=lambda one: (inside.get(one[0], one[0]), one[0] in inside, -one[0]))


def _only_ends_otherwise(driver: ReplayDriver, seq: int) -> bool:
    recorded = driver.matched.get(seq)
    touched = recorded is not None and recorded.place in driver.touched
    return touched and Difference.INPUT not in driver.differing.get(seq, ())


def _differing(driver: ReplayDriver, passage: Passage, found: tuple[Difference, ...]) -> Point:
    visit, recorded = passage.visit, driver.matched[passage.visit.seq].facts
    if Difference.ERROR in found and visit.error is not None:
        return _fails(driver, passage, visit.error)
    kind = next(one for one in (*_TOLD, *found) if one in found)
    if kind is Difference.TRANSITION:
        here, there = visit.transition.next if visit.transition else None, recorded.way[1] if recorded.way else None
        message = f"It goes to {here or 'its end'} instead of {there or 'its end'}."
    elif kind is Difference.ERROR:
        message = f"It no longer fails with {(recorded.error or {}).get('code')}."
    elif kind is Difference.STATUS:
        message = f"It is {visit.status} instead of {recorded.status}."
    elif kind is Difference.CHANGES:
        message = "It writes something else to the context."
    else:
        pair = (recorded.input, visit.input) if kind is Difference.INPUT else (recorded.output, visit.output)
        message = f"Its {kind} differs{_named(*pair)}."
    return _point(driver, passage, PointKind(kind), message)


_TOLD = (Difference.INPUT, Difference.OUTPUT, Difference.ERROR, Difference.TRANSITION, Difference.CHANGES)
"""The part that is told, when several differ: the cause before what comes of it."""


def _named(left: Any, right: Any) -> str:
    """The members in which two objects differ."""
    left, right = resolve(left), resolve(right)
    if not isinstance(left, dict) or not isinstance(right, dict):
        return ""
    names = [
        name for name in {**left, **right} if not alike(left.get(name, MISSING), right.get(name, MISSING))
    ]  # in the order they were written
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return f": {', '.join(str(name)[:64] for name in names[:MAX_NAMED])}{more}" if names else ""


def _failed_alike(driver: ReplayDriver, error: Mapping[str, Any]) -> bool:
    recorded = driver.recording.error or {}
    return all(recorded.get(name) == error.get(name) for name in ("errorName", "code", "stepInstanceId"))


def _failure(driver: ReplayDriver, error: Mapping[str, Any]) -> Point | None:
    """Where the replay ends as failed."""
    step = error.get("stepInstanceId")
    for _, passage in sorted(driver.passages.items(), reverse=True):
        if passage.visit.step == step and passage.visit.error is not None:
            return _fails(driver, passage, error)
    said = f"{error.get('errorName')} {error.get('code')}"
    return Point(None, str(step), str(step), PointKind.ERROR, f"It fails with {said}.", str(error.get("message")))


def _fails(driver: ReplayDriver, passage: Passage, error: Mapping[str, Any]) -> Point:
    message = f"It fails with {error['errorName']} {error['code']}."
    return _point(driver, passage, PointKind.ERROR, message, said=str(error["message"]))


def _point(driver: ReplayDriver, passage: Passage, kind: PointKind, message: str, said: str | None = None) -> Point:
    recorded = driver.matched.get(passage.visit.seq)
    seq = recorded.seq if recorded is not None else None
    return Point(seq, passage.visit.path, passage.visit.step, kind, message, said)


def _result(driver: ReplayDriver) -> Point | None:
    """Whether the run as a whole ended otherwise, though every visit is the same."""
    execution, status = driver.recording.execution, driver.status
    main = driver.run.program.start
    if status is SandboxStatus.WAITING or driver.state.outcome is None:
        ended = execution.status in (Status.COMPLETED, Status.FAILED)
        return Point(None, main, main, PointKind.RESULT, "It does not come to its end.") if ended else None
    if str(status) != execution.status:
        return Point(None, main, main, PointKind.RESULT, f"It ends as {status} instead of {execution.status}.")
    output = driver.state.outcome.output
    if alike(driver.recording.output, output):
        return None
    message = f"The run's output differs{_named(driver.recording.output, output)}."
    return Point(None, main, main, PointKind.RESULT, message)
