"""Members and API keys."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage, Watched
from tests.e2e.driving.pages import confirm, dialog, heading, row, sign_in, told
from tests.e2e.driving.rest import Refused, Rest
from tests.processes import Allma


def test_a_new_member_signs_in_with_the_password_that_was_shown_once(
    page: Page, new_page: NewPage, rest: Rest, watched: Watched
) -> None:
    watched.expect("401 (Unauthorized)")
    name = f"v{uuid4().hex[:8]}"
    page.goto("/settings/members")
    page.get_by_role("button", name="Add member").click()
    form = dialog(page, "Add member")
    form.get_by_role("textbox", name="User name").fill(name)
    form.get_by_role("combobox", name="Role").click()
    page.get_by_role("option", name="Viewer").click()
    password = form.get_by_role("textbox", name="password").input_value()
    form.get_by_role("button", name="Add member").click()
    told(page, f"{name} is a member now.")
    expect(page.get_by_role("combobox", name=f"Role of {name}")).to_have_value("Viewer")

    theirs = new_page(user=None)
    theirs.goto("/settings/members")
    sign_in(theirs, name, password)
    expect(heading(theirs, "Members")).to_be_visible()
    expect(row(theirs, name)).to_contain_text("Viewer")


def test_a_role_is_changed_and_a_member_removed(page: Page, rest: Rest) -> None:
    name = f"m{uuid4().hex[:8]}"
    rest.member(name, "viewer", "a-password-for-tests")
    page.goto("/settings/members")
    page.get_by_role("combobox", name=f"Role of {name}").click()
    page.get_by_role("option", name="Publisher").click()
    told(page, f"{name} is now Publisher.")
    found = next(one for one in rest("GET", "/members/")["results"] if one["username"] == name)
    assert found["role"] == "publisher"

    page.get_by_role("button", name=f"Remove {name}").click()
    confirm(page, f"Remove {name}?", "Remove")
    told(page, f"{name} is no longer a member.")
    expect(row(page, name)).to_have_count(0)


def test_the_last_admin_can_neither_leave_nor_become_less(page: Page, watched: Watched) -> None:
    watched.expect("409 (Conflict)")
    page.goto("/settings/members")
    page.get_by_role("button", name="Remove admin").click()
    confirm(page, "Remove admin?", "Remove")
    told(page, "admin")
    expect(row(page, "admin").filter(has_text="(you)")).to_be_visible()
    page.get_by_role("combobox", name="Role of admin").click()
    page.get_by_role("option", name="Viewer").click()
    expect(page.get_by_role("combobox", name="Role of admin")).to_have_value("Admin")


def test_a_key_is_shown_once_works_and_is_refused_once_revoked(page: Page, allma: Allma) -> None:
    name = f"import {uuid4().hex[:8]}"
    page.goto("/settings/api-keys")
    page.get_by_role("button", name="Create key").first.click()
    form = dialog(page, "Create key")
    form.get_by_label("Name").fill(name)
    form.get_by_role("button", name="Create key").click()
    made = dialog(page, "Copy the key now")
    made.get_by_role("button", name="Copy the key").click()
    key = page.evaluate("navigator.clipboard.readText()")
    expect(made).to_contain_text(key)
    program = Rest(allma.url, key)
    assert "results" in program("GET", "/flows/")

    made.get_by_role("button", name="I have copied it").click()
    expect(row(page, name)).to_contain_text("Operator")
    assert key not in page.content()
    page.reload()
    expect(row(page, name)).to_be_visible()
    assert key not in page.content()

    page.get_by_role("button", name=f"Revoke {name}").click()
    confirm(page, f"Revoke {name}?", "Revoke key")
    told(page, f"{name} is revoked.")
    expect(row(page, name)).to_contain_text("Revoked")
    with pytest.raises(Refused) as refusal:
        program("GET", "/flows/")
    assert refusal.value.status == 401


def test_the_audit_lists_what_was_done_to_members(page: Page, rest: Rest) -> None:
    name = f"a{uuid4().hex[:8]}"
    rest.member(name, "viewer", "a-password-for-tests")
    page.goto("/settings/audit")
    expect(row(page, name).first).to_be_visible()
