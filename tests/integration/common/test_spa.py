"""The panel's page and files: which addresses it has, what the browser may keep, what it may load."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from allma_site.spa import CompressedAnswers

INDEX = b'<!doctype html><div id="root"></div><script type="module" src="/assets/index-CwrMkYlZ.js"></script>'
SCRIPT = b"console.log(1);" * 100
STORED = {None: SCRIPT, "gzip": gzip.compress(SCRIPT, mtime=0), "br": b"as brotli"}
HASHED = "/assets/index-CwrMkYlZ.js"
ADDRESSES = [
    "/login",
    "/flows",
    "/flows/0193/versions/2",
    "/executions",
    "/settings/members",
    "/approvals",
    "/apiary",
    "/healthz-of-flows",
]


@pytest.fixture
def built(settings: Settings, tmp_path: Path) -> Client:
    """A client of a site whose panel is built."""
    (tmp_path / "assets").mkdir()
    (tmp_path / ".vite").mkdir()
    (tmp_path / "index.html").write_bytes(INDEX)
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / ".vite" / "manifest.json").write_text("{}")
    script = tmp_path / HASHED.removeprefix("/")
    script.write_bytes(SCRIPT)
    Path(f"{script}.gz").write_bytes(STORED["gzip"])
    Path(f"{script}.br").write_bytes(STORED["br"])
    settings.PANEL_DIR = settings.WHITENOISE_ROOT = tmp_path
    del settings.WHITENOISE_AUTOREFRESH
    return Client()


def as_page(client: Client, path: str, **headers: str) -> Any:
    return client.get(path, headers={"accept": "text/html,*/*", **headers})


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("path", ["/", *ADDRESSES])
def test_every_address_of_the_panel_is_its_page(built: Client, path: str) -> None:
    answer = as_page(built, path)
    assert (answer.status_code, answer.content) == (200, INDEX)


def test_the_front_page_is_given_to_who_takes_anything(built: Client) -> None:
    assert built.get("/").content == INDEX


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api", 404),
        ("/api/v1/nothing/", 404),
        ("/ws/executions/x/", 404),
        ("/static/nothing.js", 404),
        ("/assets/gone-CwrMkYlZ.js", 404),
        ("/hooks/nothing", 404),
        ("/index.html", 200),
        ("/.vite/manifest.json", 200),
    ],
)
def test_other_addresses_are_not(built: Client, path: str, status: int) -> None:
    answer = as_page(built, path)
    assert answer.status_code == status
    assert (answer.content == INDEX) == (status == 200)


def test_a_program_at_a_wrong_address_gets_a_problem_document(built: Client) -> None:
    for answer in (built.get("/flows"), built.post("/flows", {"name": "a"})):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
        assert answer.json()["detail"] == "Nothing is at /flows."


def test_the_page_is_asked_for_again_and_found_unchanged(built: Client) -> None:
    first = as_page(built, "/flows")
    assert first["Cache-Control"] == "no-cache"
    again = as_page(built, "/flows", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_the_page_brings_the_csrf_token_that_a_login_needs(built: Client) -> None:
    assert len(as_page(built, "/login").cookies["csrftoken"].value) == 32


def test_the_page_runs_only_our_scripts_and_talks_only_to_us(built: Client) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in as_page(built, "/")["Content-Security-Policy"].split(";") if part.strip()
    )
    assert policy["script-src"] == "'self'"
    assert policy["worker-src"] == "'self' blob:"
    assert policy["connect-src"] == "'self' ws://testserver wss://testserver"
    assert policy["font-src"] == "'self' data:"
    assert policy["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(("accepted", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)])
def test_files_come_as_they_were_compressed_at_the_build(built: Client, accepted: str, encoding: str | None) -> None:
    answer = built.get(HASHED, headers={"accept-encoding": accepted})
    assert answer.get("Content-Encoding") == encoding
    assert answer["Vary"] == "Accept-Encoding"
    assert body(answer) == STORED[encoding]


def test_a_file_with_its_hash_in_the_name_is_kept_for_ever_another_is_not(built: Client) -> None:
    assert "immutable" in built.get(HASHED)["Cache-Control"]
    assert built.get("/favicon.svg")["Cache-Control"] == "max-age=60, public"
    answer = built.get(HASHED)
    assert body(built.get(HASHED, headers={"if-none-match": answer["ETag"]})) == b""


def test_a_file_that_came_after_the_start_is_found_in_debug_mode(built: Client, settings: Settings) -> None:
    settings.DEBUG = True
    client = Client()
    assert client.get("/late.svg").status_code == 404
    (settings.PANEL_DIR / "late.svg").write_text("<svg/>")
    assert body(client.get("/late.svg")) == b"<svg/>"
    assert as_page(client, "/index.html")["Cache-Control"] == "no-cache"


def test_before_it_is_built_the_page_says_how(settings: Settings, tmp_path: Path) -> None:
    settings.PANEL_DIR = tmp_path / "nothing"
    answer = as_page(Client(), "/flows")
    assert answer.status_code == 503
    assert b"<code>make run</code>" in answer.content


def test_long_answers_of_the_api_are_compressed_short_ones_are_not(api: APIClient) -> None:
    long = api.get("/api/v1/step-types/", headers={"accept-encoding": "gzip"})
    assert long["Content-Encoding"] == "gzip"
    assert b'"results"' in gzip.decompress(long.content)
    assert "Content-Encoding" not in api.get("/api/v1/flows/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in api.get("/api/v1/step-types/")


@pytest.mark.parametrize(
    ("path", "encoding"), [("/api/v1/flows/", "gzip"), ("/api/v1/auth/session/", None), ("/x", None)]
)
def test_only_the_api_is_compressed_and_never_what_a_login_answers(path: str, encoding: str | None) -> None:
    request = RequestFactory().get(path, headers={"accept-encoding": "gzip"})
    answer = CompressedAnswers(lambda _: HttpResponse()).process_response(request, HttpResponse(b"x" * 5000))
    assert answer.get("Content-Encoding") == encoding
