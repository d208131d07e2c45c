"""What every view reads from a request, and what it says when that is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from allma_site.common.api import ApiModel, WorkspaceView, etag, parse_id
from allma_site.common.pagination import Cursor
from allma_site.common.parsers import GuardedJsonParser
from allma_site.common.problems import Invalid, PreconditionRequired, Problem
from allma_site.common.renderers import JsonRenderer


class Person(ApiModel):
    """Somebody."""

    first_name: str
    age: int = 0


def view_of(path: str = "/", *, body: Any = None, **headers: str) -> WorkspaceView:
    raw = APIRequestFactory().post(path, body, format="json", headers=headers)
    view = WorkspaceView()
    view.request = Request(raw, parsers=[GuardedJsonParser()])  # type: ignore[assignment]
    return view


def test_a_body_is_camel_case_on_the_wire() -> None:
    assert view_of(body={"firstName": "Ada", "age": 3}).body(Person) == Person(first_name="Ada", age=3)


@pytest.mark.parametrize("body", [{"first_name": "Ada"}, {}, {"firstName": 1}, {"firstName": "A", "x": 1}])
def test_a_body_of_another_shape_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        view_of(body=body).body(Person)


@pytest.mark.parametrize("body", [[], "x", 1])
def test_a_body_that_is_no_object_is_refused(body: object) -> None:
    with pytest.raises(Invalid, match="send a JSON object"):
        view_of(body=body).body(Person)


def test_a_query_is_read_by_wire_names_and_leaves_paging_alone() -> None:
    assert view_of("/?firstName=Ada&age=7&limit=5&cursor=x").query(Person) == Person(first_name="Ada", age=7)


def test_an_unknown_query_parameter_is_refused() -> None:
    with pytest.raises(ValidationError):
        view_of("/?firstName=Ada&nickname=x").query(Person)


@pytest.mark.parametrize(
    ("path", "value"),
    [("/", False), ("/?dryRun=true", True), ("/?dryRun=1", True), ("/?dryRun=FALSE", False), ("/?dryRun=", False)],
)
def test_a_flag_is_true_or_false(path: str, value: bool) -> None:
    assert view_of(path).flag("dryRun") is value


def test_a_flag_that_is_neither_is_refused() -> None:
    with pytest.raises(Invalid, match="dryRun: must be true or false"):
        view_of("/?dryRun=perhaps").flag("dryRun")


@pytest.mark.parametrize(("text", "revision"), [('"3"', 3), ("3", 3), ('W/"12"', 12), (' "0" ', 0)])
def test_if_match_names_a_revision(text: str, revision: int) -> None:
    assert view_of(**{"If-Match": text}).if_match() == revision


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", PreconditionRequired), ("*", Invalid), ('"x"', Invalid), ('"-1"', Invalid), ('"' + "9" * 20 + '"', Invalid)],
)
def test_an_if_match_that_names_none_is_refused(text: str, kind: type[Problem]) -> None:
    with pytest.raises(kind):
        view_of(**{"If-Match": text}).if_match()


def test_an_etag_is_what_if_match_takes() -> None:
    assert etag(3) == {"ETag": '"3"'}
    assert view_of(**{"If-Match": etag(3)["ETag"]}).if_match() == 3


def test_an_id_that_is_none_names_its_field() -> None:
    with pytest.raises(Invalid, match="flowId: must be a UUID"):
        parse_id("x", "flowId")


def test_models_are_written_by_their_wire_names() -> None:
    written = JsonRenderer().render({"results": [Person(first_name="Ada")], "next": None})
    assert written == b'{"results":[{"firstName":"Ada","age":0}],"next":null}'
    assert JsonRenderer().render(None) == b""


@pytest.mark.parametrize("cursor", [Cursor(("a",)), Cursor(("2026-01-01", "é😀"), backward=True), Cursor(())])
def test_a_cursor_survives_the_way_out_and_back(cursor: Cursor) -> None:
    assert Cursor.decode(cursor.encode(), width=len(cursor.values)) == cursor


@pytest.mark.parametrize("text", ["x", "WzBd", "WzIsImEiXQ", "WzAsMV0", "e30", "!", "ä"])
def test_a_text_that_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        Cursor.decode(text, width=1)
