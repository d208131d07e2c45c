"""From a failure on the dashboard to its cause, to a run that is mended, to all others like it."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.driving.executions import RunView
from tests.e2e.driving.jobs import Jobs
from tests.e2e.driving.pages import dialog
from tests.e2e.driving.redrives import RIGHT, Comparison, FixView, TimeMachine, buying
from tests.e2e.driving.rest import Rest

ORDER = {"order": {"productId": 7, "legacyId": 404}}


@pytest.fixture
def name() -> str:
    """A flow of this test alone."""
    return f"Buying {uuid4().hex[:8]}"


@pytest.fixture
def flow_id(rest: Rest, peer: str, name: str) -> str:
    """The flow, published, with three runs that failed alike."""
    flow_id = rest.flow(buying(peer), name=name, publish=True)
    for _ in range(3):
        assert rest.run(flow_id, {"input": ORDER})["error"]["stepInstanceId"] == "s8"
    return flow_id


def found_from_the_dashboard(page: Page, flow_id: str) -> RunView:
    """The newest run of the flow's only cluster of failures."""
    page.goto(f"/?flow={flow_id}")
    page.get_by_role("region", name="Failures that are alike").get_by_role("link").filter(has_text="<n>").click()
    expect(page.get_by_text("3 runs shown")).to_be_visible()
    page.get_by_role("row").nth(1).get_by_text("Failed", exact=True).click()
    expect(page).to_have_url(re.compile(r"/executions/[0-9a-f-]{36}"))
    return RunView(page, page.url.rsplit("/", 1)[1].partition("?")[0])


def expect_green(page: Page, rest: Rest, own: range) -> None:
    """The run that the page shows completes; only these steps ran in it."""
    run_id = page.url.rsplit("/", 1)[1].partition("?")[0]
    rest.await_status(run_id, "COMPLETED")
    rows = rest("GET", f"/executions/{run_id}/steps/?limit=200")["results"]
    assert [row["stepInstanceId"] for row in rows if not row["inherited"]] == [f"s{number}" for number in own]
    expect(RunView(page, run_id).facts).to_contain_text("Completed")


def test_bad_data_is_found_mended_in_one_run_then_in_the_flow_then_in_all_runs(
    page: Page, rest: Rest, flow_id: str, name: str
) -> None:
    failed = found_from_the_dashboard(page, flow_id)

    failed.at(3, "&part=context")
    expect(failed.value("product")).to_contain_text("404")
    failed.value("product").click()
    expect(failed.lineage.get_by_role("list", name="Written by")).to_contain_text("Step 3")

    failed.open()
    machine = TimeMachine(page, "Step 8")
    expect(machine.preview).to_contain_text("3 steps may run again")
    machine.edit_value("product", "7")
    expect(machine.differences).to_have_text([re.compile(r"changed\$\.product.*404.*7")])
    machine.restart()
    expect_green(page, rest, range(8, 11))

    failed.open()
    page.keyboard.press("c")
    expect(Comparison(page).chosen).to_have_text(re.compile("Step 8.*Differs"))

    failed.open()
    page.get_by_role("button", name="Fix forward").first.click()
    mending = FixView(page)
    mending.visit("Step 3").click()
    mending.source("product").fill(RIGHT)
    expect(mending.outcome).to_contain_text("With the edits")
    expect(mending.visit("Step 8")).to_contain_text("Needs the effect")
    page.get_by_role("button", name="Save, publish, redrive…").click()
    apply = dialog(page, "Save, publish and redrive")
    apply.get_by_role("button", name="Begin").click()
    expect(apply).to_have_count(0)
    expect_green(page, rest, range(3, 11))

    page.goto(f"/failures?flow={flow_id}")
    jobs = Jobs(page)
    asked = jobs.redrive_cluster(name)
    asked.get_by_role("combobox", name="On which version").click()
    page.get_by_role("option", name="The published version").click()
    asked.get_by_role("button", name=re.compile(r"^Redrive \d runs$")).click()
    jobs.ended("COMPLETED")
    expect(jobs.drawer.get_by_text("2 of 2 done · 2 succeeded")).to_be_visible()
