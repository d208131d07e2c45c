"""What an attempt noted, added to the record of its visit. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from executions.engine import visits
from executions.engine.state import Visit
from executions.engine.views import iso, public_error
from executions.runner import Attempted
from flows.definition.errors import StepError


def noted(visit: Visit, attempted: Attempted, *, key: str, now: datetime, logged: bool) -> Visit:
    """The visit with what its attempt noted.

    `key` is the idempotency key it carried; `logged` asks for a line in the attempt log, which a failure has anyway.
    """
    visit = visits.with_events(visit, attempted.events)
    if attempted.metadata or attempted.logs:
        visit = replace(visit, metadata={**visit.metadata, **attempted.metadata}, logs=visit.logs + attempted.logs)
    failed = isinstance(attempted.result, StepError)
    if not failed and not logged:
        return visit
    entry = {"attempt": visit.attempts, "endedAt": iso(now), "key": key, "error": None}
    if isinstance(attempted.result, StepError):
        entry["error"] = public_error(attempted.result, step=visit.step, attempts=visit.attempts)
    return replace(visit, attempt_log=(*visit.attempt_log, entry))
