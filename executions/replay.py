"""A recorded run driven again, against any definition: recorded answers stand in for everything it asked of the world.

Nothing is sent and nothing is written. Mappings, conditions and pure steps are evaluated; a step with an effect, a
wait and a sub-flow get the answer that the visit of the same place got, the failed attempts in their order; time is
what it was when the visit was made. Where the recording has no answer the path goes no further.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from executions.distributed import listed_items
from executions.engine import forks, visits
from executions.engine.decide import Command, Fire, Join, Requests, decide
from executions.engine.events import BranchOpened, ForkClosed, TimerFired
from executions.engine.state import BranchResult, Cursor, ForkState, Visit
from executions.engine.status import Phase, Status
from executions.replay_attempts import AnsweringDriver
from executions.replay_recording import Answer, Recorded, forks_around, rebuilt
from executions.sandbox import PASSED_OVER, Driver
from executions.sandbox_program import check_payload
from flows.definition.errors import StepError
from flows.definition.graph import EdgeKind
from flows.steps.base import Output, StartChild, WaitForEvent

DELAYED = PASSED_OVER | {Phase.RETRY}
WAIT_TIMEOUT = "wait_timeout"


@dataclass(slots=True, kw_only=True)
class ReplayDriver(AnsweringDriver):
    """Drives a recorded run as it went, as far as the definition at hand lets it."""

    # Going through the run.

    def _delays(self) -> list[Command]:
        cursors = [one for one in self.state.cursors.values() if one.phase in DELAYED and one.due_at is not None]
        first = min(cursors, key=lambda one: one.due_at or self.clock.at, default=None)
        return [] if first is None else [Fire(first.path)]

    def _carry_out(self, command: Command) -> None:
        if isinstance(command, Join) and command.fork in self.state.forks and self._goes_on_inside(command.fork):
            return
        Driver._carry_out(self, command)

    def _goes_on_inside(self, path: str) -> bool:
        """Whether branches of a failing fork have recorded visits to make: here one is ahead of others by chance."""
        fork, inside = self.state.forks[path], f"{path}["
        if len(fork.results) >= fork.count:
            return False
        if any(
            _whose(command).startswith(inside) for command in decide(self.state, self.clock.at, Requests(), self.rules)
        ):
            return True
        due = [one for one in self.state.cursors.values() if one.path.startswith(inside) and one.phase in DELAYED]
        if due:
            self._apply([TimerFired(due[0].path)])
            return True
        if fork.opened < fork.count and self._was_opened(fork):
            self._open_branches(path, 1)
            return True
        return False

    def _was_opened(self, fork: ForkState) -> bool:
        ahead = range(fork.base + fork.opened, fork.base + fork.count)
        return any(self.recording.has_branch(self.places.branch(f"{fork.path}[{index}]")) for index in ahead)

    def _complete(self) -> None:
        self.clock.at = self.recording.execution.ended_at or self.clock.at
        Driver._complete(self)

    def _enter(self, path: str) -> None:
        cursor = self.state.cursors[path]
        recorded = self.recording.visit(self.places.next(cursor.visit_path))
        if recorded is None and path not in self.astray:
            if self._ends_before(path):
                self.state = self.state.with_cursor(replace(cursor, phase=Phase.CHILD))
                return
            error = self._refused_at(cursor)
            if error is not None:
                self._give_up(error, step=cursor.step)
                return
        self.places.of(cursor.visit_path)
        if recorded is not None:
            self.matched[self.state.next_seq] = recorded
            self.clock.at = recorded.started_at
        Driver._enter(self, path)

    def _ends_before(self, path: str) -> bool:
        """Whether the recording ends here: the run is not over, or was stopped; or the fork around gave up."""
        if self.recording.execution.status not in (Status.COMPLETED, Status.FAILED):
            return True
        around = [self._fork_visit(fork) for fork in forks_around(path)]
        return any(fork is not None and not fork.completed for fork in around)

    def _fork_visit(self, fork: str) -> Recorded | None:
        owner = self.state.forks.get(fork)
        return self.matched.get(owner.seq) if owner is not None else None

    def _refused_at(self, cursor: Cursor) -> StepError | None:
        """What the recorded run failed with before it could make this visit."""
        execution = self.recording.execution
        error = self.recording.error
        if cursor.path or execution.status != Status.FAILED or error is None:
            return None
        here = error.get("stepInstanceId") == cursor.step and not error.get("attempts")
        return rebuilt(error) if here and error["code"] == "context_too_large" else None

    # Waits, sub-flows, forks.

    def _wait(self, cursor: Cursor, visit: Visit, plan: WaitForEvent) -> None:
        answer = self._answer(cursor)
        if answer is None:
            return
        if isinstance(answer, Output):
            check_payload(plan, answer.value, what="The recorded event does not fit payloadSchema.")
        way = plan.on_timeout_step
        if isinstance(answer, StepError) and answer.code == WAIT_TIMEOUT and way is not None:
            jump = self.program.jump(cursor.step, way, EdgeKind.TIMEOUT)
            self._apply(visits.timed_out(self.run, cursor, visit, jump, self.clock.at))
            return
        self._finish(cursor, visit, answer)

    def _start(self, cursor: Cursor, visit: Visit, plan: StartChild) -> None:
        answer = self._answer(cursor)
        if answer is not None:
            self._finish(cursor, visit, answer)

    def _finish(self, cursor: Cursor, visit: Visit, answer: Answer) -> None:
        """A visit that waited gets what it waited for."""
        if isinstance(answer, StepError):
            self._fail(cursor, visit, answer)
            return
        self.trusted = True
        try:
            self._succeed(cursor, visit, answer.value)
        except StepError as error:
            self._fail(cursor, visit, error)
        finally:
            self.trusted = False

    def _open_fork(self, cursor: Cursor, visit: Visit, items: Any) -> None:
        recorded = self.matched.get(visit.seq)
        chunks = self.recording.chunks(recorded) if recorded is not None else []
        if recorded is not None and chunks and not self.parted and not self.changed.below(cursor.step):
            if recorded.is_open:
                self._park(cursor.path)
                return
            answer = self._answer(cursor)
            if answer is not None:
                self._finish(cursor, visit, answer)
            return
        self.recording.read(chunks)
        Driver._open_fork(self, cursor, visit, items)

    def _items(self, items: Any) -> list[Any]:
        return listed_items(items)

    def _open_branches(self, path: str, count: int) -> None:
        """Branches that the run inherited with their results are not run again here either."""
        began = self.state.visits[self.state.forks[path].seq].started_at
        for _ in range(count):
            fork = self.state.forks[path]
            opened = forks.open_branch(self.run, self.state, fork, began)
            kept = self._kept(fork)
            self._apply([opened if kept is None else BranchOpened(path, None, kept)])

    def _kept(self, fork: ForkState) -> BranchResult | None:
        if fork.seq != self.recording.execution.redrive_from_seq:
            return None
        return self.recording.kept(self.places.branch(f"{fork.path}[{fork.base + fork.opened}]"))

    def _join(self, path: str) -> None:
        fork = self.state.forks[path]
        self._at_end(fork.seq)
        answer = self._joined_as_recorded(fork)
        if answer is None:
            Driver._join(self, path)
            return
        inside = f"{path}["
        self._cancel(cursor.seq for cursor in self.state.cursors.values() if cursor.path.startswith(inside))
        self._apply([ForkClosed(path)])
        cursor = self.state.cursors[fork.owner]
        self._finish(cursor, self.state.visits[cursor.seq], answer)

    def _joined_as_recorded(self, fork: ForkState) -> Answer | None:
        """How the recorded fork ended, when all inside was the same: what was spread or met chance stays as it was."""
        recorded = self.matched.get(fork.seq)
        if recorded is None or recorded.place in self.touched or not recorded.answers:
            return None
        owner = self.state.cursors[fork.owner]
        return None if self.changed.effect(owner.step) else recorded.answers[-1]


def _whose(command: Command) -> str:
    """The path, or the fork, that a command moves."""
    return str(getattr(command, "path", getattr(command, "fork", "")))
