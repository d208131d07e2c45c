"""What of a state is written, and read again; the keys of effects; the edges that are counted."""

from __future__ import annotations

from typing import Any

import pytest

from executions.codec import decode, encode, loads, shown
from executions.engine.program import Program
from executions.engine.state import ForkState, State, Transition
from executions.engine.status import Phase, TransitionKind
from executions.records import decode_cursor, decode_fork, encode_state, timers_of, transition_json
from executions.runner import idempotency_key
from flows.definition.errors import PermanentStepError
from flows.definition.graph import EdgeKind
from flows.definition.scope import Lazy
from flows.steps.registry import CATALOG
from tests.engine_flows import after, chain, cursor, flow, fork, step, wait, way

FULL = cursor(
    "f[3]",
    "a",
    Phase.RETRY,
    seq=7,
    attempt=2,
    content_retries=1,
    polls=4,
    counters={"a:DEFAULT:0": 3},
    error={"code": "http_503"},
    feedback=("raw", "why"),
    due_at=after(9),
    item={"i": 1},
    index=3,
    branch="b",
    wrote_output=True,
)
DELAYED = cursor("", "a", Phase.AFTER, seq=1, due_at=after(2), transition=Transition(TransitionKind.CONDITION, "b"))


@pytest.mark.parametrize("one", [cursor(), FULL, DELAYED, cursor(phase=Phase.DONE)])
def test_a_cursor_is_read_as_it_was_written(one: Any) -> None:
    (row,) = loads(encode_state(State(cursors={one.path: one}, next_seq=8)))["cursors"]
    assert decode_cursor(row, one.root, due_at=one.due_at, item=one.item) == one


def test_contexts_items_and_results_are_not_part_of_the_written_state() -> None:
    found = ForkState(path="f", owner="", seq=1, items=["secret item"], opened=1)
    text = encode_state(State(cursors={"": cursor(root={"secret": "root"})}, forks={"f": found}))
    assert "secret" not in text
    (row,) = loads(text)["forks"]
    again = decode_fork(row, ["secret item"])
    assert again == found


def test_every_due_cursor_has_a_timer() -> None:
    state = State(cursors={"": cursor(phase=Phase.FORK), "f[3]": FULL, "g": DELAYED})
    assert timers_of(state) == {"f[3]": ("retry", after(9)), "": ("after", after(2))}


@pytest.mark.parametrize(
    ("transition", "expected"),
    [
        (None, None),
        (
            Transition(TransitionKind.END, None),
            {"kind": "END", "condition": None, "nextStepInstanceId": None},
        ),
        (
            Transition(TransitionKind.BRANCH_END, None, failed=True),
            {"kind": "BRANCH_END", "condition": None, "nextStepInstanceId": None, "failed": True},
        ),
    ],
)
def test_a_transition_is_written_as_the_api_shows_it(transition: Transition | None, expected: Any) -> None:
    assert transition_json(transition) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "run-1:a:7"),
        ({"attempt": 5}, "run-1:a:7"),
        ({"polls": 2}, "run-1:a:7:p2"),
        ({"content_retries": 1}, "run-1:a:7:c1"),
        ({"polls": 2, "content_retries": 1}, "run-1:a:7:p2:c1"),
        ({"path": "f[0].g[2]"}, "run-1:f[0].g[2].a:7"),
    ],
)
def test_a_key_names_the_visit_and_the_call_and_never_the_attempt(fields: dict[str, Any], expected: str) -> None:
    assert idempotency_key("run-1", cursor(seq=7, **fields)) == expected


class TestLazyLeaves:
    LEAF = Lazy(sha256="ab" * 32, bytes=9, load=lambda _: "loaded")

    @pytest.mark.parametrize(
        ("value", "text", "keys"),
        [
            (LEAF, "null", [[]]),
            ({"a": LEAF, "b": 1}, '{"a":null,"b":1}', [["a"]]),
            ({"a": [1, {"b": LEAF}], "c": LEAF}, '{"a":[1,{"b":null}],"c":null}', [["a", 1, "b"], ["c"]]),
        ],
    )
    def test_a_pointer_stands_beside_the_text(self, value: Any, text: str, keys: list[Any]) -> None:
        found, pointers = encode(value)
        assert found == text
        assert [one[0] for one in loads(pointers or "")] == keys
        again = decode(found, pointers, lambda digest: f"from {digest[:4]}")
        for path in keys:
            leaf = again
            for key in path:
                leaf = leaf[key]
            assert (leaf.sha256, leaf.bytes, leaf.value) == ("ab" * 32, 9, "from abab")

    @pytest.mark.parametrize("value", [None, {"a": None}, [1, "x"], {"sha256": "ab" * 32, "bytes": 9}])
    def test_a_value_without_them_has_no_pointers(self, value: Any) -> None:
        text, pointers = encode(value)
        assert pointers is None
        assert decode(text, pointers, lambda digest: "never") == value

    def test_lists_show_a_preview_and_where_the_rest_is(self) -> None:
        assert shown({"a": [self.LEAF]}, lambda digest: f"/blobs/{digest[:2]}", preview=4) == {
            "a": [{"preview": '"loa', "bytes": 9, "href": "/blobs/ab"}]
        }


class TestProgram:
    @pytest.mark.parametrize(
        ("definition", "source", "kind", "counted"),
        [
            (chain(step("a"), step("b")), "a", EdgeKind.DEFAULT, False),
            (flow(step("a", then="a")), "a", EdgeKind.DEFAULT, True),
            (flow(step("a", then="b"), step("b", transitions=[way("$.x", "a")])), "a", EdgeKind.DEFAULT, True),
            (flow(step("a", then="b"), step("b", transitions=[way("$.x", "a")])), "b", EdgeKind.CONDITION, True),
            (flow(step("a", onError={"fallbackStepInstanceId": "a"})), "a", EdgeKind.FALLBACK, True),
            (flow(wait("a", "k", maxWaitSeconds=1, onTimeoutStepInstanceId="a")), "a", EdgeKind.TIMEOUT, True),
            (flow(fork("a", "b"), step("b")), "a", EdgeKind.BRANCH, False),
        ],
    )
    def test_only_edges_in_a_cycle_are_counted(
        self, definition: dict[str, Any], source: str, kind: EdgeKind, counted: bool
    ) -> None:
        edge = Program(definition, catalog=CATALOG).edge(source, kind, 0)
        assert edge == (f"{source}:{kind}:0" if counted else None)

    def test_a_step_is_compiled_when_it_is_first_used(self) -> None:
        program = Program(flow(step("a"), step("b", "NO_SUCH_TYPE")), catalog=CATALOG)
        assert program.step("a") is program.step("a")
        with pytest.raises(PermanentStepError) as refused:
            program.step("b")
        assert refused.value.code == "unknown_step_type"
        with pytest.raises(PermanentStepError) as missing:
            program.step("c")
        assert missing.value.code == "unknown_step"

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [({}, True), ({"sideEffects": "at-most-once"}, False), ({"sideEffects": "none"}, True)],
    )
    def test_side_effects_are_those_the_step_says(self, fields: dict[str, Any], expected: bool) -> None:
        assert Program(flow(step("a", **fields)), catalog=CATALOG).step("a").pure is expected
