"""How an outgoing call can fail. The runner turns these into the errors of a step."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class FailureKind(StrEnum):
    """What the caller may do about it: try again, or not."""

    TRANSIENT = "transient"
    TIMEOUT = "timeout"
    PERMANENT = "permanent"


class EgressError(Exception):
    """A call that did not give an answer.

    `code` is for machines, `message` says what to do, `details` is small JSON without secrets,
    `retry_after_seconds` is what the other side asked for (0 to 3,600) or None.
    """

    def __init__(
        self,
        kind: FailureKind,
        code: str,
        message: str,
        *,
        details: Mapping[str, Any] | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.code = code
        self.message = message
        self.details = dict(details or {})
        self.retry_after_seconds = retry_after_seconds


def permanent(code: str, message: str, **details: Any) -> EgressError:
    """Trying again would not help."""
    return EgressError(FailureKind.PERMANENT, code, message, details=details)


def transient(code: str, message: str, **details: Any) -> EgressError:
    """May succeed when tried again."""
    return EgressError(FailureKind.TRANSIENT, code, message, details=details)


def timed_out(seconds: float) -> EgressError:
    """The whole call took longer than it may."""
    message = f"The call took longer than {seconds:g} s; raise the step's timeoutMs or look at the other side."
    return EgressError(FailureKind.TIMEOUT, "timeout", message, details={"timeoutSeconds": seconds})


def aborted() -> EgressError:
    """The run was cancelled, or its attempt ended, while the call was under way."""
    return transient("aborted", "The call was aborted because the run was cancelled or its attempt ended.")
