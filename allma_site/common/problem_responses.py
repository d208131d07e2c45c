"""Exceptions to problem documents: one place for DRF, Django, pydantic, the JSON guard, and what nobody expected."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from pydantic import ValidationError
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.views import set_rollback

from allma_site.common import json_guard
from allma_site.common.json_guard import JsonCode, JsonGuardError
from allma_site.common.problems import (
    BY_STATUS,
    CONTENT_TYPE,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    TooLarge,
    TooManyRequests,
    Unavailable,
    Unexpected,
)

log = structlog.get_logger(__name__)

DATABASE_RETRY_SECONDS = 2


@singledispatch
def as_problem(error: BaseException) -> Problem:
    """The problem an exception stands for. Apps may `register` their own errors."""
    return Unexpected("The server failed. The log has the reason under this request id.")


@as_problem.register
def _(error: Problem) -> Problem:
    return error


@as_problem.register
def _(error: JsonGuardError) -> Problem:
    kind = TooLarge if error.code is JsonCode.TOO_LARGE else Invalid
    return kind(error.message, code=error.code.value, errors=[FieldError(error.path, error.message)])


@as_problem.register
def _(error: ValidationError) -> Problem:
    errors = [FieldError(_pointer(item["loc"]), item["msg"]) for item in error.errors(include_url=False)]
    return Invalid(_first(errors), errors=errors)


@as_problem.register
def _(error: Http404) -> Problem:
    return NotFound()


@as_problem.register
def _(error: PermissionDenied) -> Problem:
    return Forbidden(str(error))


@as_problem.register
def _(error: SuspiciousOperation) -> Problem:
    return Invalid("The request cannot be understood.", code="bad_request")


@as_problem.register
def _(error: RequestDataTooBig) -> Problem:
    return TooLarge("The body is larger than the server accepts.")


@as_problem.register(OperationalError)
@as_problem.register(InterfaceError)
def _(error: DatabaseError) -> Problem:
    return Unavailable("The database is away or overloaded. Try again.", retry_after=DATABASE_RETRY_SECONDS)


@as_problem.register
def _(error: drf.Throttled) -> Problem:
    return TooManyRequests(str(error.detail), retry_after=getattr(error, "wait", None) or 1)


@as_problem.register
def _(error: drf.ValidationError) -> Problem:
    errors = _flatten(error.detail, "")
    return Invalid(_first(errors), errors=errors)


@as_problem.register
def _(error: drf.APIException) -> Problem:
    kind = BY_STATUS.get(error.status_code, Unexpected)
    header = getattr(error, "auth_header", None)
    return kind(str(error.detail), headers={"WWW-Authenticate": header} if header else None)


def respond_to(error: Exception) -> Response:
    """The answer to an exception of a view. What nobody expected is logged whole and told to nobody."""
    problem = as_problem(error)
    if isinstance(problem, Unavailable):
        log.warning("request_refused", code=problem.code, reason=type(error).__name__)
    elif problem.status >= 500:
        log.error("request_failed", exc_info=error, code=problem.code)
    set_rollback()
    return Response(problem.document(), problem.status, headers=problem.headers, content_type=CONTENT_TYPE)


def problem_response(problem: Problem) -> HttpResponse:
    """The same document for a view outside DRF."""
    text = json_guard.dumps(problem.document())
    return HttpResponse(text, status=problem.status, headers=problem.headers, content_type=CONTENT_TYPE)


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem document, or a small page for a browser outside the API."""
    is_page = "text/html" in request.headers.get("Accept", "") and not request.path.startswith("/api/")
    if is_page:
        return render(request, "problem.html", {"problem": problem}, status=problem.status)
    return problem_response(problem)


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's page for a request that cannot be understood."""
    return respond(request, as_problem(exception))


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's page for a refusal."""
    return respond(request, as_problem(exception))


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's page for a path without a view."""
    return respond(request, NotFound(f"Nothing is at {request.path[:200]}."))


def handler500(request: HttpRequest) -> HttpResponse:
    """Django's page for a fault of ours; Django has logged it."""
    return respond(request, as_problem(Exception()))


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def _first(errors: list[FieldError]) -> str:
    return f"{errors[0].path or 'The body'}: {errors[0].message}" if errors else ""


def _flatten(detail: Any, path: str) -> list[FieldError]:
    if isinstance(detail, dict):
        return [error for key, value in detail.items() for error in _flatten(value, f"{path}/{key}")]
    if isinstance(detail, list):
        return [error for value in detail for error in _flatten(value, path)]
    return [FieldError(path, str(detail))]
