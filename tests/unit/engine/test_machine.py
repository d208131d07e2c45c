"""The engine under owners that die, double, wake late, and a world that sends events early, late and never."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from executions.codec import loads
from executions.engine.decide import Requests, decide
from executions.engine.state import State
from executions.engine.status import FINAL, Phase, Status
from flows.definition.scope import MISSING
from tests.engine_flows import call, compose, flow, fork, run_of, step, wait, way
from tests.unit.engine.memory import Database, LeaseLost, Owner, Sent

RETRY = {"retries": {"count": 1, "intervalSeconds": 5, "jitter": False}, "continueOnFailure": True}
ONCE: dict[str, Any] = {"sideEffects": "at-most-once", "onError": {"continueOnFailure": True}}
KINDS = {"send": "send", "hold": "hold", "nest": "inner", "late": "late", "bad": "bad", "out": "out", "timed": "hold"}
BRANCHES: list[dict[str, Any]] = [
    {"branchId": kind, "stepInstanceId": start, "condition": f"$.currentItem == '{kind}'"}
    for kind, start in KINDS.items()
]
BRANCHES[-1]["literals"] = {"from": "{{ execution.now }}"}
ITEMS = st.lists(st.sampled_from([*KINDS, "none"]), min_size=1, max_size=5)
ROUNDS = 2


def definition(tolerated: int, slots: int) -> dict[str, Any]:
    """A fork that is visited in a loop, with calls, waits, delays, failures and a fork inside, between calls."""
    config = {"failOnBranchError": False, "toleratedFailurePercentage": tolerated, "maxConcurrency": slots}
    return flow(
        call("first", "http://a.test", "POST", onError=RETRY, then="each"),
        fork("each", branches=BRANCHES, config=config, onError={"fallbackStepInstanceId": "round"}, then="round"),
        call("send", "http://a.test", "POST", onError=RETRY, then="mark"),
        compose(
            "mark", {"v": "$.currentIndex"}, outputMappings={"$.mine": "$.v"}, delay={"milliseconds": 2000}, then="end"
        ),
        step("end"),
        wait("hold", "k", maxWaitSeconds=20, onError={"continueOnFailure": True}, then="mark"),
        fork("inner", "leaf", items="$.pair", config={"maxConcurrency": 1}, then="end"),
        call("leaf", "http://a.test", **ONCE),
        step("late", delay={"milliseconds": 3000, "position": "before"}, then="end"),
        compose("bad", {"fail": True}),
        compose("out", {"v": "$.currentIndex"}, outputMappings={"$.output.deep": "$.v"}, then="hold"),
        compose(
            "round",
            {"n": "$.next"},
            outputMappings={"$.was": "$.n"},
            transitions=[way("$.loop == true", "each", maxTransitions=ROUNDS)],
            onError={"fallbackStepInstanceId": "last"},
            then="last",
        ),
        call("last", "http://a.test", **ONCE),
    )


class RunMachine(RuleBasedStateMachine):
    """One run in its database, the owner that holds the lease, and zombies that think they do."""

    def __init__(self) -> None:
        super().__init__()
        self.owner: Owner | None = None
        self.zombies: list[Owner] = []
        self.closed: dict[int, dict[str, Any]] = {}

    @initialize(
        items=ITEMS,
        tolerated=st.sampled_from([0, 50, 100]),
        slots=st.integers(0, 2),
        loop=st.sampled_from([True, True, False]),
    )
    def start(self, items: list[str], tolerated: int, slots: int, loop: bool) -> None:
        given = {"items": items, "pair": [1, 2], "loop": loop}
        self.database = Database(run_of(definition(tolerated, slots), given))

    # What workers do.

    @precondition(lambda self: self.owner is None and not self.database.leased and not self.database.paused)
    @rule()
    def claim(self) -> None:
        if self.database.outcome is None:
            self.owner = Owner(self.database)

    @precondition(lambda self: self.owner is not None)
    @rule(choice=st.integers(0, 5), steps=st.integers(1, 15), fails=st.booleans())
    def work(self, choice: int, steps: int, fails: bool) -> None:
        for _ in range(steps):
            if self.owner is None or not self.move(self.owner, choice, fails=fails):
                return

    def move(self, owner: Owner, choice: int, *, fails: bool) -> bool:
        """One command, or one effect that leaves; parks or ends the turn when there is nothing to do."""
        if owner.state.outcome is not None:
            return self.settle(owner, release=True)
        commands = owner.commands()
        if owner.leaving and (not commands or choice % 2):
            owner.leave(fails=fails)
            return True
        if not commands:
            return self.settle(owner, release=True)
        if not owner.move(commands[choice % len(commands)]):
            self.owner = None
            return False
        return True

    def settle(self, owner: Owner, *, release: bool) -> bool:
        owner.commit(release=release)
        self.check_rebuilt()
        if release or self.database.outcome is not None:  # a run that is over is nobody's
            self.owner = None
        return False

    @precondition(lambda self: self.owner is not None)
    @rule()
    def commit(self) -> None:
        assert self.owner is not None
        self.settle(self.owner, release=False)

    @precondition(lambda self: self.owner is not None)
    @rule()
    def crash(self) -> None:
        """The process dies: what it had not committed is lost; the lease runs out by itself."""
        self.owner = None

    @precondition(lambda self: self.owner is not None)
    @rule()
    def stall(self) -> None:
        """The process stops for a while: its lease ends, and it does not know."""
        assert self.owner is not None
        self.zombies.append(self.owner)
        self.owner, self.database.leased = None, False

    @precondition(lambda self: self.zombies)
    @rule(fails=st.booleans())
    def wake_a_zombie(self, fails: bool) -> None:
        """It goes on where it stopped; once another owner has begun it can write nothing."""
        zombie = self.zombies.pop()
        before = (dict(self.database.rows), self.database.state, self.database.outcome)
        if zombie.epoch == self.database.epoch and self.owner is None and self.database.outcome is None:
            self.database.leased = True
            self.owner = zombie
            return
        try:
            zombie.commit()
        except LeaseLost:
            assert (dict(self.database.rows), self.database.state, self.database.outcome) == before
        else:
            raise AssertionError("a commit after another claim went through")

    @rule()
    def deliver_twice(self) -> None:
        """A second hint for a leased run finds nothing to claim."""
        if self.owner is not None:
            assert self.database.leased

    @precondition(lambda self: self.owner is None and self.database.leased)
    @rule()
    def lease_expires(self) -> None:
        self.database.leased = False

    # What the world does.

    @rule(seconds=st.sampled_from([1, 3, 10, 30]))
    def time_passes(self, seconds: int) -> None:
        self.database.now += timedelta(seconds=seconds)

    @rule(choice=st.integers(0, 3), early=st.booleans())
    def event(self, choice: int, early: bool) -> None:
        """For somebody who waits, or for a visit that does not wait yet."""
        waiting = [key for key, (_, _, payload) in self.database.waits.items() if payload is MISSING]
        if waiting and not early:
            key = waiting[choice % len(waiting)]
            path, seq, _ = self.database.waits[key]
            self.database.waits[key] = (path, seq, {"came": choice})
        elif early:
            self.database.early[f"each[{choice}]#{self.database.visits + 1 + choice}"] = {"came": "early"}

    @rule(ask=st.sampled_from(["pause", "resume", "resume", "nothing", "nothing"]))
    def control(self, ask: str) -> None:
        if ask == "pause":
            self.database.requests = replace(self.database.requests, pause=True)
        elif ask == "resume":
            self.database.requests = replace(self.database.requests, pause=False)
            self.database.paused = False

    @rule(really=st.integers(0, 9))
    def cancel(self, really: int) -> None:
        if really == 9:
            self.database.requests = replace(self.database.requests, cancel=True)
            self.database.paused = False

    # What must hold.

    def check_rebuilt(self) -> None:
        """The state a new owner loads is the one that was committed."""
        database = self.database
        if database.state is None or database.committed is None:
            return
        assert comparable(database.load()) == comparable(database.committed)

    @invariant()
    def visits_are_numbered_without_gaps_and_closed_ones_never_change(self) -> None:
        database = self.database
        assert sorted(database.rows) == list(range(1, database.visits + 1))
        for seq, row in self.closed.items():
            assert database.rows[seq] == row
        self.closed = {seq: row for seq, row in database.rows.items() if row["ended_at"] is not None}

    @invariant()
    def an_effect_has_one_key_for_all_its_attempts_and_no_other_effect_has_it(self) -> None:
        keys: dict[tuple[str, int], set[str]] = {}
        for sent in self.database.sent:
            keys.setdefault((sent.path, sent.seq), set()).add(sent.key)
        assert all(len(found) == 1 for found in keys.values())
        assert len({key for found in keys.values() for key in found}) == len(keys)

    @invariant()
    def what_may_be_sent_once_is_sent_once(self) -> None:
        once: Counter[Sent] = Counter(sent for sent in self.database.sent if sent.path.endswith(("leaf", "last")))
        assert all(times == 1 for times in once.values())

    @invariant()
    def no_limit_is_passed(self) -> None:
        ways = [
            loads(row["transition"]) for row in self.closed.values() if row["path"] == "round" and row["transition"]
        ]
        assert sum(way["nextStepInstanceId"] == "each" for way in ways) <= ROUNDS

    @invariant()
    def a_run_is_over_or_something_will_move_it(self) -> None:
        database = self.database
        if database.outcome is not None:
            assert all(row["ended_at"] is not None for row in database.rows.values())
            assert database.outcome.status in FINAL
        elif not database.leased and not database.paused:
            state = database.load()
            assert decide(state, database.now, Requests(), {}) or database.timers or database.waits or running(state)

    def teardown(self) -> None:
        """Left alone, with workers that live, the run ends."""
        if not hasattr(self, "database"):
            return
        database = self.database
        database.requests = replace(database.requests, pause=False)
        database.paused, self.owner = False, None
        for moves in range(1, 600):
            if database.outcome is not None:
                break
            self.owner = self.owner or Owner(database)
            if not self.move(self.owner, moves % 4, fails=moves % 5 == 0):
                database.now += timedelta(seconds=30)
            elif moves % 3 == 0:
                self.settle(self.owner, release=True)
        assert database.outcome is not None
        assert database.outcome.status in {Status.COMPLETED, Status.CANCELLED}
        self.visits_are_numbered_without_gaps_and_closed_ones_never_change()
        self.what_may_be_sent_once_is_sent_once()
        self.no_limit_is_passed()
        self.an_effect_has_one_key_for_all_its_attempts_and_no_other_effect_has_it()


def running(state: State) -> bool:
    """Whether an attempt was begun that the next owner takes up."""
    return any(cursor.phase is Phase.RUNNING for cursor in state.cursors.values())


def comparable(state: State) -> Any:
    """Everything of a state that decides what comes next. A transition counts only while its delay runs."""
    cursors = {
        path: replace(
            cursor,
            transition=cursor.transition and (cursor.transition.next if cursor.phase is Phase.AFTER else None),
            last_output=cursor.last_output if path else None,
        )
        for path, cursor in state.cursors.items()
    }
    visits = {seq: (visit.path, visit.status, visit.attempts, visit.input) for seq, visit in state.visits.items()}
    return cursors, visits, state.forks, state.next_seq


TestRuns = RunMachine.TestCase
TestRuns.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
