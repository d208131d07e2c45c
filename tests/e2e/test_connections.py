"""Connections and the credentials behind them."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import Watched
from tests.e2e.driving.pages import confirm, dialog, heading, row, told
from tests.e2e.driving.rest import Refused, Rest
from tests.e2e.driving.samples import flow_of


@pytest.fixture
def name() -> str:
    """A name that no other connection has."""
    return f"Shop {uuid4().hex[:8]}"


def connection(rest: Rest, name: str, url: str) -> str:
    """A connection without a credential; its id."""
    config = {"baseUrl": url, "testPath": "/products/1", "auth": {"kind": "none"}}
    made: str = rest("POST", "/connections/", {"name": name, "kind": "HTTP", "config": config})["id"]
    return made


def test_a_credential_and_a_connection_are_made_and_the_value_is_never_shown_again(
    page: Page, rest: Rest, peer: str, name: str
) -> None:
    secret = f"secret-{uuid4().hex}"
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/connections?tab=credentials")
    page.get_by_role("button", name="New credential").click()
    form = dialog(page, "New credential")
    form.get_by_label("Name").fill(name)
    form.get_by_role("combobox", name="Allowed hosts").fill(urlsplit(peer).netloc)
    form.get_by_role("combobox", name="Allowed hosts").press("Enter")
    form.get_by_role("textbox", name="Token").fill(secret)
    form.get_by_role("button", name="Save").click()
    told(page, f"{name} is saved.")

    page.get_by_role("tab", name="Connections").click()
    page.get_by_role("button", name="New connection").click()
    form = dialog(page, "New connection")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Base URL").fill(peer)
    form.get_by_label("Path to test").fill("/products/7")
    form.get_by_role("combobox", name="Authentication").click()
    page.get_by_role("option", name="Bearer token").click()
    form.get_by_role("combobox", name="Credential").click()
    page.get_by_role("option", name=name).click()
    form.get_by_role("button", name="Save").click()
    expect(row(page, name)).to_contain_text(peer)
    page.get_by_role("button", name=f"Test {name}").click()
    expect(row(page, name).get_by_role("status")).to_contain_text(f"{name} answers. · HTTP 200")

    page.get_by_role("tab", name="Credentials").click()
    page.get_by_role("button", name=f"Edit {name}").click()
    expect(dialog(page, "Edit credential")).to_contain_text("never shown again")
    assert secret not in page.content()
    texts = [answer.text() for answer in answers if "/api/v1/" in answer.url]
    assert any(name in text for text in texts)
    assert not any(secret in text for text in texts)


def test_a_test_that_fails_says_why(page: Page, rest: Rest, peer: str, name: str) -> None:
    config = {"baseUrl": peer, "testPath": "/products/500", "auth": {"kind": "none"}}
    rest("POST", "/connections/", {"name": name, "kind": "HTTP", "config": config})
    page.goto("/connections")
    page.get_by_role("button", name=f"Test {name}").click()
    expect(row(page, name).get_by_role("status")).to_contain_text(f"{name} does not answer · HTTP 500")


def test_what_uses_a_connection_is_listed_with_the_way_there(page: Page, rest: Rest, peer: str, name: str) -> None:
    call = {
        "stepInstanceId": "call",
        "stepType": "API_CALL",
        "apiHttpMethod": "GET",
        "apiUrlTemplate": {"template": "/products/1"},
        "connectionId": connection(rest, name, peer),
    }
    flow_id = rest.flow(flow_of(call), name=f"Uses {name}")
    page.goto("/connections")
    page.get_by_role("button", name=f"What uses {name}").click()
    page.get_by_role("dialog").get_by_role("link", name=f"Uses {name}").click()
    expect(heading(page, f"Uses {name}")).to_be_visible()
    assert page.url.endswith(f"/flows/{flow_id}")


def test_a_connection_is_changed_and_deleted(page: Page, rest: Rest, peer: str, name: str) -> None:
    connection_id = connection(rest, name, peer)
    page.goto("/connections")
    page.get_by_role("button", name=f"Edit {name}").click()
    form = dialog(page, "Edit connection")
    form.get_by_label("Base URL").fill(f"{peer}/v1")
    form.get_by_role("button", name="Save").click()
    expect(row(page, name)).to_contain_text(f"{peer}/v1")
    assert rest("GET", f"/connections/{connection_id}/")["config"]["baseUrl"] == f"{peer}/v1"

    page.get_by_role("button", name=f"Delete {name}").click()
    confirm(page, f"Delete {name}?", "Delete")
    told(page, f"{name} is deleted.")
    expect(row(page, name)).to_have_count(0)
    with pytest.raises(Refused) as refusal:
        rest("GET", f"/connections/{connection_id}/")
    assert refusal.value.status == 404


def test_a_name_that_is_taken_is_told_in_the_form(
    page: Page, rest: Rest, peer: str, name: str, watched: Watched
) -> None:
    watched.expect("409 (Conflict)")
    connection(rest, name, peer)
    page.goto("/connections")
    page.get_by_role("button", name="New connection").click()
    form = dialog(page, "New connection")
    form.get_by_label("Name").fill(name)
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_be_visible()
    expect(form.get_by_role("textbox", name="Name")).to_have_value(name)
