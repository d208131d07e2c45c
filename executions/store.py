"""The only writer of run state, and the only place that knows leases.

claim → (load) → commit … → release. Each is one short transaction fenced by `epoch`; nothing slow happens inside.
Every write of an owner says `WHERE id AND epoch`: no row changed means somebody else owns the run (LeaseLost).

The parts: `store_claims` (leases), `store_commits` (what an owner writes), `store_marks` (timers, waits, children,
joins), `store_runs` (what others than the owner do), `store_waits` (events that come in), `store_rollups` (counts by
time), `store_redrives` (what a redrive begins with), `store_reopening` (the chunks of a fork that is opened again).
"""

from executions.store_base import Claim, LeaseLost, Superseded, WaitConflict, in_savepoint
from executions.store_claims import QUICK_AT_ONCE, claim, claim_some, due_workspaces, put_off, renew
from executions.store_commits import commit, commit_ends
from executions.store_runs import append_event, create, request_stop, unpause, wake

__all__ = [
    "QUICK_AT_ONCE",
    "Claim",
    "LeaseLost",
    "Superseded",
    "WaitConflict",
    "append_event",
    "claim",
    "claim_some",
    "commit",
    "commit_ends",
    "create",
    "due_workspaces",
    "in_savepoint",
    "put_off",
    "renew",
    "request_stop",
    "unpause",
    "wake",
]
