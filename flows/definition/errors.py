"""The errors a step can end in. Source: flow-definition, section 7.

StepError
├── TransientStepError        network, time-out, 408, 425, 429, 5xx, throttling: retried
│   └── StepTimeoutError      one attempt took longer than it may
├── ContentStepError          bad JSON, failed output validation: content retries
└── PermanentStepError        everything else
    ├── MappingError          a required path found nothing, a target is in the way
    ├── TransitionLimitError  an edge was taken as often as it may be
    ├── PollingExhaustedError
    ├── ParallelBranchError
    ├── SubFlowFailedError
    └── SecurityViolationError
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class StepError(Exception):
    """A failed attempt. `code` is for machines, `message` for people and says what to do, `details` is small JSON."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        details: Mapping[str, Any] | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = dict(details or {})
        self.retry_after_seconds = retry_after_seconds

    @property
    def error_name(self) -> str:
        """The public name, as in `$.error.errorName` and `errorEquals`."""
        return type(self).__name__


class TransientStepError(StepError):
    """May succeed when tried again."""


class StepTimeoutError(TransientStepError):
    """An attempt or a wait took longer than it may."""


class ContentStepError(StepError):
    """The answer came but is not what was asked for."""


class PermanentStepError(StepError):
    """Trying again would not help."""


class MappingError(PermanentStepError):
    """A mapping could not be read or written."""


class TransitionLimitError(PermanentStepError):
    """A transition was taken `maxTransitions` times already."""


class PollingExhaustedError(PermanentStepError):
    """A poll used all its attempts."""


class ParallelBranchError(PermanentStepError):
    """More branches of a fork failed than are tolerated."""


class SubFlowFailedError(PermanentStepError):
    """A child execution did not complete."""


class SecurityViolationError(PermanentStepError):
    """A guard refused what a step was about to send or to keep."""


BY_NAME: dict[str, type[StepError]] = {
    kind.__name__: kind
    for kind in (
        TransientStepError,
        StepTimeoutError,
        ContentStepError,
        PermanentStepError,
        MappingError,
        TransitionLimitError,
        PollingExhaustedError,
        ParallelBranchError,
        SubFlowFailedError,
        SecurityViolationError,
    )
}
