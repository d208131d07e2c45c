"""The panel of a step: values dragged and completed, conditions built and written, JSON both ways."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.driving.definitions import chain, definition, step
from tests.e2e.driving.editor import SOURCE_LABEL, TARGET_LABEL, Editor, starting
from tests.e2e.driving.rest import Rest

TYPED = {"order": {"id": 7, "total": 120, "customer": {"name": "Ada"}}, "flow_variables": {}, "steps_output": {}}


def on_typed_json(editor: Editor, step_id: str, context: dict[str, Any] | None = None) -> Locator:
    """Opens a step on a context that is typed; its input pane."""
    editor.open_step(step_id)
    pane = editor.panel.get_by_role("region", name="Input", exact=True)
    pane.get_by_role("button", name=starting("Sample data: ")).click()
    editor.page.get_by_role("menuitem", name=starting("Typed JSON")).click()
    editor.write_code(pane.get_by_role("textbox", name="Context as JSON"), json.dumps(context or TYPED))
    return pane


def on_a_run(rest: Rest, editor: Editor, step_id: str) -> tuple[str, Locator]:
    """Opens a step of a flow that ran once; the flow's id and the input pane."""
    flow_id = rest.flow(chain(2), publish=True)
    rest.run(flow_id, {"input": {"order": TYPED["order"]}})
    rest("POST", f"/flows/{flow_id}/versions/", {"sourceVersion": 1})
    editor.open(flow_id, 2)
    editor.open_step(step_id)
    pane = editor.panel.get_by_role("region", name="Input", exact=True)
    expect(pane.get_by_role("tree")).to_be_visible()
    return flow_id, pane


def test_a_value_of_the_input_is_dragged_into_the_mappings(page: Page, rest: Rest) -> None:
    editor = Editor(page)
    flow_id, pane = on_a_run(rest, editor, "s2")
    editor.tab("Mappings")
    total = pane.get_by_role("treeitem", name=starting("total")).first
    total.drag_to(editor.panel.get_by_text("Nothing is mapped."))
    expect(editor.panel.get_by_label(TARGET_LABEL, exact=True)).to_have_value("total")
    expect(editor.panel.get_by_label(f"{SOURCE_LABEL} for total")).to_have_value("$.order.total")
    editor.save()
    assert rest.definition(flow_id, 2)["steps"]["s2"]["inputMappings"] == {"total": "$.order.total"}


def test_a_path_is_completed_by_keyboard_and_shows_its_value_and_why_it_is_empty(page: Page, rest: Rest) -> None:
    editor = Editor(page)
    _, _ = on_a_run(rest, editor, "s2")
    editor.tab("Mappings")
    editor.panel.get_by_role("button", name="Add a mapping").click()
    source = editor.panel.get_by_label(f"{SOURCE_LABEL} for new row")
    source.press_sequentially("$.ord")
    expect(page.get_by_role("option", name=starting("order"))).to_be_visible()
    page.keyboard.press("Enter")
    source.press_sequentially(".tot")
    expect(page.get_by_role("option", name=starting("total"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(source).to_have_value("$.order.total")
    expect(editor.panel.get_by_text("120", exact=True).last).to_be_visible()
    source.fill("$.order.totl")
    expect(editor.panel.get_by_role("button", name="Use total")).to_be_visible()
    editor.panel.get_by_role("button", name="Use total").click()
    expect(source).to_have_value("$.order.total")


def test_a_fixed_value_is_a_template_a_number_and_json_in_turn(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(1))
    editor = Editor(page).open(flow_id)
    on_typed_json(editor, "s1")
    editor.tab("Mappings")
    editor.panel.get_by_role("button", name="Add a value").click()
    editor.panel.get_by_label("Fixed values: Name").fill("greeting")
    value = editor.panel.get_by_label("Value of greeting")
    value.fill("Hello {{ order.customer.name }}")
    expect(editor.panel.get_by_role("code").filter(has_text="Hello Ada")).to_be_visible()
    editor.save()
    literals = rest.definition(flow_id)["steps"]["s1"]["literals"]
    assert literals == {"greeting": "Hello {{ order.customer.name }}"}
    editor.choose("Type of greeting", "JSON")
    editor.save()
    editor.choose("Type of greeting", "Null")
    editor.save()
    assert rest.definition(flow_id)["steps"]["s1"]["literals"] == {"greeting": None}


def test_a_condition_is_built_in_rows_and_read_as_text(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(definition(step("s1"), step("big", x=320)))
    editor = Editor(page).open(flow_id)
    on_typed_json(editor, "s1")
    editor.tab("Next")
    page.get_by_role("button", name="Add a condition").click()
    editor.panel.get_by_role("button", name="Add a condition").first.click()
    editor.panel.get_by_label("Path in the context").fill("$.order.total")
    editor.choose("Operator", "is more than")
    editor.choose("Type of the value to compare with", "Number")
    editor.panel.get_by_label("Value to compare with", exact=True).fill("100")
    expect(editor.panel.get_by_text("True", exact=True).last).to_be_visible()
    editor.choose("Go to", "big")
    editor.switch("How When is shown", "Text")
    expect(editor.field("When")).to_have_value("$.order.total > 100")
    editor.field("When").fill("$.order.total < 100 && $.order.id == 7")
    editor.switch("How When is shown", "Builder")
    expect(editor.panel.get_by_label("Path in the context")).to_have_count(2)
    editor.save()
    ways = rest.definition(flow_id)["steps"]["s1"]["transitions"]
    assert ways == [{"condition": "$.order.total < 100 && $.order.id == 7", "nextStepInstanceId": "big"}]


def test_a_step_is_edited_as_json_and_in_its_form(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(
        definition(step("call", "API_CALL", apiHttpMethod="GET", apiUrlTemplate={"template": "http://a"}))
    )
    editor = Editor(page).open(flow_id)
    editor.open_step("call")
    expect(editor.field("URL")).to_have_value("http://a")
    editor.field("URL").fill("http://b/{{ id }}")
    editor.tab("JSON")
    code = editor.panel.get_by_role("textbox", name="Step call as JSON")
    expect(code).to_contain_text("http://b/{{ id }}")
    other = step("call", "API_CALL", apiHttpMethod="POST", apiUrlTemplate={"template": "http://c"})
    editor.write_code(code, json.dumps(other))
    editor.tab("Settings")
    expect(editor.field("URL")).to_have_value("http://c")
    editor.tab("JSON")
    editor.write_code(code, "{ not json")
    expect(editor.panel.get_by_text("Not valid JSON, so not taken over")).to_be_visible()
    editor.save()
    assert rest.definition(flow_id)["steps"]["call"]["apiHttpMethod"] == "POST"


def test_the_flow_gets_variables_and_an_input_schema(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(1))
    editor = Editor(page).open(flow_id)
    panel = editor.show("Flow settings")
    panel.get_by_role("button", name="Add a value").click()
    panel.get_by_label("Flow variables: Name").fill("base_url")
    panel.get_by_label("Value of base_url").fill("http://example.test")
    panel.get_by_role("button", name="Define Input schema").click()
    panel.get_by_role("button", name="Add a field").click()
    panel.get_by_label("Field name").fill("expenseId")
    panel.get_by_label("expenseId is required").click()
    editor.save()
    found = rest.definition(flow_id)
    assert found["flowVariables"] == {"base_url": "http://example.test"}
    schema = found["inputSchema"]
    assert (schema["type"], schema["required"]) == ("object", ["expenseId"])
    assert schema["properties"]["expenseId"]["type"] == "string"


def test_the_code_beside_the_canvas_is_edited_both_ways(page: Page, rest: Rest) -> None:
    flow_id = rest.flow(chain(1))
    editor = Editor(page).open(flow_id)
    code = editor.show("Code").get_by_role("textbox", name="Definition as JSON")
    expect(code).to_contain_text("Step s1")
    editor.menu(editor.node("s1"), "Turn off")
    expect(code).to_contain_text('"disabled": true')
    editor.write_code(code, json.dumps(chain(3)))
    expect(editor.nodes).to_have_count(4)
    editor.write_code(code, "{ broken")
    expect(page.get_by_text("The canvas shows the last text that could be read.")).to_be_visible()
    expect(code).to_contain_text("{ broken")
    expect(editor.nodes).to_have_count(4)
    editor.save()
    assert list(rest.definition(flow_id)["steps"]) == ["s1", "s2", "s3", "end"]
