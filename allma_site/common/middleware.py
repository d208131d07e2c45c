"""The outermost middleware: gives each request its id, and each answer a line in the log."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

from allma_site.common.context import request_id

HEADER = "X-Request-ID"
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")
QUIET = ("/healthz", "/readyz", "/metrics", "/static/")
"""Paths probed so often that they are logged only when they fail."""

log = structlog.get_logger("allma.access")

SECONDS = Histogram(
    "allma_http_request_seconds",
    "Time to answer an HTTP request.",
    ["method", "status"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 60),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

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
                response = self.get_response(request)
                note(request, response, time.perf_counter() - started)
        finally:
            request_id.reset(token)
        response[HEADER] = name
        return response


def note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """One observation and one line, at INFO, an answer. A made-up method must not make up a time series."""
    method = request.method if request.method in METHODS else "other"
    SECONDS.labels(method, str(response.status_code)).observe(seconds)
    if response.status_code < 400 and request.path.startswith(QUIET):
        return
    milliseconds = round(seconds * 1000, 2)
    log.info("request", method=request.method, path=request.path, status=response.status_code, ms=milliseconds)
