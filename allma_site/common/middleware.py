"""The outermost middleware: gives each request its id, and each answer a line in the log."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

from allma_site.common.context import request_id

HEADER = "X-Request-ID"
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")
QUIET = ("/healthz", "/readyz", "/metrics", "/static/")
"""Paths probed so often that they are logged only when they fail."""

log = structlog.get_logger("allma.access")

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestContextMiddleware:
    """Takes the caller's `X-Request-ID` when it is harmless, else makes one; it is in every log line and answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if ACCEPTED.fullmatch(given) else uuid4().hex
        token = request_id.set(name)
        started = time.perf_counter()
        try:
            with structlog.contextvars.bound_contextvars(request_id=name):
                measure_chunked(request)
                response = self.get_response(request)
                write_access_line(request, response, time.perf_counter() - started)
        finally:
            request_id.reset(token)
        response[HEADER] = name
        return response


def measure_chunked(request: HttpRequest) -> None:
    """A body sent in chunks has no length, and DRF would take it for an empty one."""
    if "CONTENT_LENGTH" not in request.META and "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        request.META["CONTENT_LENGTH"] = str(len(request.body))


def write_access_line(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """One line an answer, at INFO."""
    if response.status_code < 400 and request.path.startswith(QUIET):
        return
    milliseconds = round(seconds * 1000, 2)
    log.info("request", method=request.method, path=request.path, status=response.status_code, ms=milliseconds)
