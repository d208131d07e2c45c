"""Every exception has one problem document, and none says more than it should."""

from __future__ import annotations

import pytest
from django.core.exceptions import DisallowedHost, PermissionDenied, RequestDataTooBig
from django.http import Http404
from pydantic import BaseModel, ValidationError
from rest_framework import exceptions as drf

from allma_site.common.context import request_id
from allma_site.common.json_guard import JsonCode, JsonGuardError
from allma_site.common.problem_responses import as_problem, respond_to
from allma_site.common.problems import (
    BY_STATUS,
    Conflict,
    FieldError,
    Invalid,
    PreconditionFailed,
    Problem,
    TooManyRequests,
    Unavailable,
)


def test_a_document_has_the_members_of_rfc_9457_and_ours() -> None:
    token = request_id.set("abc")
    document = Invalid.field("/a", "must be a number.", code="bad_a").document()
    request_id.reset(token)
    assert document == {
        "type": "urn:allma:problem:bad_a",
        "title": "Invalid input",
        "status": 400,
        "code": "bad_a",
        "detail": "/a: must be a number.",
        "errors": [{"path": "/a", "message": "must be a number."}],
        "requestId": "abc",
    }


def test_more_members_can_be_added() -> None:
    document = PreconditionFailed("Too late.", author="ada", savedAt="now").document()
    assert (document["author"], document["savedAt"], document["status"]) == ("ada", "now", 412)


@pytest.mark.parametrize("kind", BY_STATUS.values())
def test_each_kind_has_a_code_a_title_and_a_sentence(kind: type[Problem]) -> None:
    document = kind().document()
    assert document["status"] == kind.status
    assert document["code"] == kind.code != ""
    assert document["detail"] == f"{kind.title}."


@pytest.mark.parametrize(("seconds", "header"), [(0, "1"), (0.2, "1"), (1, "1"), (1.2, "2"), (60, "60")])
def test_a_retry_after_is_whole_seconds_and_never_zero(seconds: float, header: str) -> None:
    for kind in (TooManyRequests, Unavailable):
        assert kind("Later.", retry_after=seconds).headers == {"Retry-After": header}


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Conflict("x", code="taken"), 409, "taken"),
        (Http404("secret"), 404, "not_found"),
        (PermissionDenied("no"), 403, "forbidden"),
        (DisallowedHost("evil"), 400, "bad_request"),
        (RequestDataTooBig("big"), 413, "too_large"),
        (drf.NotAuthenticated(), 401, "unauthenticated"),
        (drf.AuthenticationFailed(), 401, "unauthenticated"),
        (drf.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (drf.NotAcceptable(), 406, "not_acceptable"),
        (drf.UnsupportedMediaType("text/plain"), 415, "unsupported_media_type"),
        (drf.Throttled(wait=7), 429, "too_many_requests"),
        (drf.ValidationError({"name": ["needed"]}), 400, "invalid"),
        (JsonGuardError(JsonCode.NUL, "no", "/a"), 400, "json_nul"),
        (JsonGuardError(JsonCode.TOO_LARGE, "no"), 413, "json_too_large"),
        (ZeroDivisionError("secret"), 500, "unexpected"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_exception_becomes_its_problem(error: Exception, status: int, code: str) -> None:
    document = as_problem(error).document()
    assert (document["status"], document["code"]) == (status, code)
    assert "secret" not in str(document)


def test_a_wait_becomes_retry_after() -> None:
    assert as_problem(drf.Throttled(wait=7)).headers == {"Retry-After": "7"}


def test_nested_drf_errors_become_paths() -> None:
    error = drf.ValidationError({"steps": {"a": ["wrong", "short"]}, "name": ["needed"]})
    assert as_problem(error).errors == (
        FieldError("/steps/a", "wrong"),
        FieldError("/steps/a", "short"),
        FieldError("/name", "needed"),
    )


class Inner(BaseModel):
    """A number."""

    count: int


class Outer(BaseModel):
    """Numbers by name."""

    items: dict[str, list[Inner]]


def test_a_models_errors_become_json_pointers() -> None:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate({"items": {"a/b": [{"count": 1}, {"count": "x"}]}})
    errors = as_problem(caught.value).errors
    assert [error.path for error in errors] == ["/items/a~1b/1/count"]


def test_the_answer_has_the_type_of_a_problem_document() -> None:
    response = respond_to(Conflict("x"))
    assert response.status_code == 409
    assert response.content_type == "application/problem+json"
