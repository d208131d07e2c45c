"""What a request is answered whose run has large values that cannot be read or kept."""

from __future__ import annotations

from allma_site.common.problem_responses import as_problem
from allma_site.common.problems import NotFound, Problem, Unavailable, Unexpected
from executions.blobs import BlobsAway
from flows.definition.errors import StepError, TransientStepError

RETRY_AFTER_SECONDS = 2


def register() -> None:
    """Make it a part of the answers to exceptions."""
    as_problem.register(StepError, _answer)
    as_problem.register(BlobsAway, lambda _: _away())


def _answer(error: StepError) -> Problem:
    if isinstance(error, TransientStepError):
        return _away()
    if error.code == "blob_missing":
        return NotFound("A large value of this run is not in the blob store any more.", code=error.code)
    return Unexpected("A record of this run cannot be read. The log has the reason under this request id.")


def _away() -> Problem:
    return Unavailable("The blob store does not answer. Try again.", retry_after=RETRY_AFTER_SECONDS)
