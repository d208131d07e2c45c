"""Hypothesis strategies: any JSON, any definition the editor can make, and definitions with something wrong in them."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

Json = Any

quick = settings(max_examples=60, deadline=None)
"""Enough examples for every run of the suite, and no deadline on a busy machine."""

texts = st.text(st.characters(codec="utf-8"), max_size=12)
scalars = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
json_values: st.SearchStrategy[Json] = st.recursive(
    scalars | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
json_objects: st.SearchStrategy[dict[str, Json]] = st.dictionaries(texts, json_values, max_size=6)

step_ids = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,8}", fullmatch=True)
paths = st.sampled_from(["$", "$.a", "$.order.items[0].sku", "$.steps_output.s1", "$.a[*].b", "$.currentItem"])
targets = st.sampled_from(["a", "a.b", "items[0]", "order.total"])
context_targets = st.sampled_from(["$.a", "$.steps_output.x", "$.flow_variables.v", "$.list[2].b"])
conditions = st.sampled_from(["$.a", "$.a == 1", "length($.a) > 2 && !$.b", "contains($.a, 'x')"])
templates = st.sampled_from(["plain", "{{ a }}", "{% if a %}x{% endif %}", "$.a.b", "$$5", ""])
template_json = st.recursive(
    scalars | templates, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)


def optional(**fields: st.SearchStrategy[Json]) -> st.SearchStrategy[dict[str, Json]]:
    """An object with any of the fields."""
    return st.fixed_dictionaries({}, optional=fields)


retries = optional(
    count=st.integers(0, 10),
    intervalSeconds=st.floats(0.1, 3600) | st.integers(1, 3600),
    backoffRate=st.floats(1, 10),
    maxIntervalSeconds=st.integers(1, 300),
    jitter=st.booleans(),
    errorEquals=st.lists(texts, max_size=3),
)
on_errors = optional(
    retries=retries,
    retryOnContentError=optional(count=st.integers(1, 5), feedback=st.booleans()),
    continueOnFailure=st.booleans(),
    fallbackStepInstanceId=step_ids,
)
positions = st.fixed_dictionaries({"x": st.integers(-9999, 9999) | st.floats(-9999, 9999), "y": st.integers(-99, 99)})
delays = st.fixed_dictionaries(
    {"milliseconds": st.integers(0, 10**6)}, optional={"position": st.sampled_from(["before", "after"])}
) | st.fixed_dictionaries({"delayFrom": st.integers(0, 500), "delayTo": st.integers(500, 900)})
transitions = st.lists(
    st.fixed_dictionaries(
        {"condition": conditions, "nextStepInstanceId": step_ids}, optional={"maxTransitions": st.integers(0, 99)}
    ),
    max_size=3,
)
mapping_sources = paths | st.fixed_dictionaries({"path": paths}, optional={"required": st.booleans()})
common_fields = {
    "displayName": texts | st.none(),
    "position": positions,
    "fill": texts,
    "customConfig": st.dictionaries(texts, template_json, max_size=3),
    "inputMappings": st.dictionaries(targets, mapping_sources, max_size=3),
    "literals": st.dictionaries(targets, template_json, max_size=3),
    "outputMappings": st.dictionaries(context_targets, mapping_sources, max_size=3) | st.none(),
    "transitions": transitions,
    "defaultNextStepInstanceId": step_ids,
    "defaultNextMaxTransitions": st.integers(0, 20),
    "onError": on_errors,
    "disabled": st.booleans(),
    "timeoutSeconds": st.integers(1, 86_400),
    "delay": delays,
    "checkpoint": st.fixed_dictionaries({"id": st.just("c1")}, optional={"label": texts, "order": st.integers(0, 9)}),
    "outputValidation": optional(requiredFields=st.lists(paths, max_size=2), schema=st.just({"type": "object"})),
    "pinnedOutput": json_values,
    "sideEffects": st.sampled_from(["none", "idempotent", "keyed", "at-most-once"]),
}
step_types = st.sampled_from(["NO_OP", "END_FLOW", "API_CALL", "DATA_TRANSFORMATION", "LLM_INVOCATION"])
steps = st.fixed_dictionaries(
    {"stepType": step_types},
    optional={**common_fields, "ownField": json_values, "moduleIdentifier": st.just("system/generate-uuid")},
)


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Json]:
    """A definition as an editor saves it: every field of the model, present or not; references may dangle."""
    drawn = draw(st.dictionaries(step_ids, steps, min_size=1, max_size=5))
    keyed = {step_id: {"stepInstanceId": step_id, **step} for step_id, step in drawn.items()}
    rest = draw(
        optional(
            schemaVersion=st.just("1"),
            flowVariables=json_objects,
            inputSchema=st.just({"type": "object"}),
            output=st.dictionaries(targets, paths, max_size=2),
            timeoutSeconds=st.integers(1, 3600),
            maxConcurrentExecutions=st.integers(1, 100),
            searchAttributes=st.dictionaries(texts, paths, max_size=3),
            redactPaths=st.lists(paths, max_size=2),
            defaultStepConfig=optional(
                onError=on_errors, timeoutSeconds=st.integers(1, 60), inferenceParameters=json_objects
            ),
            notes=st.lists(
                st.fixed_dictionaries({"id": st.just("n"), "text": texts, "position": positions}), max_size=2
            ),
            groups=st.lists(st.fixed_dictionaries({"id": st.just("g"), "stepInstanceIds": st.just([])}), max_size=2),
        )
    )
    return {"steps": keyed, "startStepInstanceId": draw(st.sampled_from(list(keyed))), **rest}


@st.composite
def broken_definitions(draw: st.DrawFn) -> dict[str, Json]:
    """A definition in which any JSON stands in place of some fields."""
    document = draw(definitions())
    step = draw(st.sampled_from(list(document["steps"])))
    broken = {**document["steps"][step], **draw(st.dictionaries(st.sampled_from(list(common_fields)), json_values))}
    document = {**document, "steps": {**document["steps"], step: draw(st.just(broken) | json_values)}}
    return {
        **document,
        **draw(st.dictionaries(st.sampled_from([*document, "groups", "notes", "x"]), json_values, max_size=2)),
    }
