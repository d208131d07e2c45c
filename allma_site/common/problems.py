"""Everything that can go wrong in a request, as RFC 9457 problem documents.

Problem
├── Invalid              400  the input is wrong; `errors` name the fields
├── Unauthenticated      401
├── Forbidden            403
├── NotFound             404
├── MethodNotAllowed     405
├── NotAcceptable        406
├── Conflict             409
├── PreconditionFailed   412  somebody else saved first
├── TooLarge             413
├── UnsupportedMediaType 415
├── Unprocessable        422  readable, but cannot be done
├── PreconditionRequired 428  If-Match is missing
├── TooManyRequests      429  with Retry-After
├── Unexpected           500
└── Unavailable          503  with Retry-After
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allma_site.common.context import request_id

if TYPE_CHECKING:
    from rest_framework.response import Response

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: its JSON Pointer (or query parameter) and what to do about it."""

    path: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """As in the document's `errors`."""
        return {"path": self.path, "message": self.message}


class Problem(Exception):
    """An answer that is not the one asked for. Keyword arguments besides the named become members of the document."""

    status = 500
    code = "unexpected"
    title = "Unexpected error"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str = "",
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.members = members

    def document(self) -> dict[str, Any]:
        """The RFC 9457 members, ours after them."""
        return {
            "type": f"urn:allma:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail or f"{self.title}.",
            "errors": [error.as_dict() for error in self.errors],
            "requestId": request_id.get(),
            **self.members,
        }


class Invalid(Problem):
    """The input is wrong."""

    status = 400
    code = "invalid"
    title = "Invalid input"

    @classmethod
    def field(cls, path: str, message: str, *, code: str = "") -> Invalid:
        """One wrong field."""
        return cls(f"{path or 'The input'}: {message}", code=code, errors=[FieldError(path, message)])


class Unauthenticated(Problem):
    """Nobody is logged in and no key was sent."""

    status = 401
    code = "unauthenticated"
    title = "Authentication needed"


class Forbidden(Problem):
    """The role does not allow it."""

    status = 403
    code = "forbidden"
    title = "Not allowed"


class NotFound(Problem):
    """It does not exist, or not in this workspace."""

    status = 404
    code = "not_found"
    title = "Not found"


class MethodNotAllowed(Problem):
    """The route exists, with other methods."""

    status = 405
    code = "method_not_allowed"
    title = "Method not allowed"


class NotAcceptable(Problem):
    """No answer in a type that `Accept` names."""

    status = 406
    code = "not_acceptable"
    title = "Not acceptable"


class Conflict(Problem):
    """The state of things does not allow it."""

    status = 409
    code = "conflict"
    title = "Conflict"


class PreconditionFailed(Problem):
    """Somebody else saved first."""

    status = 412
    code = "precondition_failed"
    title = "Changed by somebody else"


class TooLarge(Problem):
    """The body is larger than the limit."""

    status = 413
    code = "too_large"
    title = "Body too large"


class UnsupportedMediaType(Problem):
    """The body is not JSON."""

    status = 415
    code = "unsupported_media_type"
    title = "Unsupported media type"


class Unprocessable(Problem):
    """The input can be read, but what it asks for cannot be done."""

    status = 422
    code = "unprocessable"
    title = "Cannot be processed"


class PreconditionRequired(Problem):
    """The request must say which revision it changes."""

    status = 428
    code = "precondition_required"
    title = "If-Match needed"


class Unexpected(Problem):
    """A fault of ours; the log has it under the request's id."""


class _TryLater(Problem):
    """A refusal that passes."""

    def __init__(self, detail: str = "", *, retry_after: float = 1, **rest: Any) -> None:
        headers = {"Retry-After": str(max(1, math.ceil(retry_after))), **(rest.pop("headers", None) or {})}
        super().__init__(detail, headers=headers, **rest)


class TooManyRequests(_TryLater):
    """A limit was reached. `retry_after` is in seconds."""

    status = 429
    code = "too_many_requests"
    title = "Too many requests"


class Unavailable(_TryLater):
    """The installation cannot do it now. `retry_after` is in seconds."""

    status = 503
    code = "unavailable"
    title = "Unavailable"


BY_STATUS: dict[int, type[Problem]] = {
    kind.status: kind
    for kind in (
        Invalid,
        Unauthenticated,
        Forbidden,
        NotFound,
        MethodNotAllowed,
        NotAcceptable,
        Conflict,
        PreconditionFailed,
        TooLarge,
        UnsupportedMediaType,
        Unprocessable,
        PreconditionRequired,
        TooManyRequests,
        Unexpected,
        Unavailable,
    )
}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's EXCEPTION_HANDLER, under the name the settings know. The mapping is in `problem_responses`."""
    from allma_site.common.problem_responses import respond_to

    return respond_to(error)
