"""The panel: the page that every address of it begins with, and the files that `make run` built for it.

WhiteNoise finds the files when the process starts (with ALLMA_DEBUG at each request) and serves the `.br` and `.gz`
beside them. The page itself is Django's: it sets the CSRF cookie and says what the browser may load.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from whitenoise.middleware import WhiteNoiseMiddleware

ADDRESSES = r"^(?!(?:api|ws|static|assets|hooks)(?:/|$)|(?:healthz|readyz|metrics)$).*$"
"""Every path that is not the API's, a socket's, a file's, a webhook's or an operator's."""

SMALLEST_COMPRESSED = 1024
API = "/api/v1/"
LOGIN = "/api/v1/auth/"
HIDDEN = ("/index.html", "/.vite/")


@csrf_exempt
def page(request: HttpRequest) -> HttpResponse:
    """The page of the panel, whatever the address; 404 for who does not ask for a page, 503 before it is built."""
    is_front = request.path == "/"
    if request.method not in ("GET", "HEAD"):
        if is_front:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        raise Http404
    if not is_front and "text/html" not in request.headers.get("Accept", ""):
        raise Http404
    try:
        text = Path(settings.PANEL_DIR, "index.html").read_bytes()
    except FileNotFoundError:
        return render(request, "not_built.html", status=503)
    return _answer(request, text)


def _answer(request: HttpRequest, text: bytes) -> HttpResponse:
    get_token(request)
    etag = f'"{sha256(text).hexdigest()[:32]}"'
    response = HttpResponse(text, headers={"ETag": etag, "Cache-Control": "no-cache"})
    host = request.get_host()
    # What django-csp's decorator `csp_update` sets, with a host that only the request knows.
    vars(response)["_csp_update"] = {"connect-src": [f"ws://{host}", f"wss://{host}"]}
    return get_conditional_response(request, etag=etag, response=response) or response


class PanelFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise has no types
    """Static files, those of the panel at the root; not the page, which needs its headers."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        """Take a file up at the start."""
        if not url.startswith(HIDDEN):
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)

    def find_file(self, url: str) -> Any:
        """Look for a file at a request, in debug mode."""
        return None if url.startswith(HIDDEN) else super().find_file(url)


class CompressedAnswers(GZipMiddleware):
    """Answers of the API above 1 KB, gzipped; none of the login's, whose length must say nothing of its secrets."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress, when the client takes it."""
        is_open = request.path.startswith(API) and not request.path.startswith(LOGIN)
        if not is_open or not isinstance(response, HttpResponse) or len(response.content) < SMALLEST_COMPRESSED:
            return response
        return super().process_response(request, response)
