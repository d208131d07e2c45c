"""`system/generate-uuid`: a random UUID between a prefix and a suffix."""

from __future__ import annotations

from flows.steps.base import Json, StepContext
from flows.steps.transform_base import ModuleInput, module_step


class GenerateUuidInput(ModuleInput):
    """What to put around the UUID."""

    prefix: str = ""
    suffix: str = ""


def work(given: GenerateUuidInput, ctx: StepContext) -> Json:
    """{`uuid`}: prefix, UUID, suffix."""
    return {"uuid": f"{given.prefix}{ctx.new_uuid()}{given.suffix}"}


STEP = module_step(
    module="system/generate-uuid",
    label="Generate a UUID",
    icon="fingerprint",
    help="Gives a random UUID, with a prefix and a suffix if wanted. A replay gives the recorded one.",
    model=GenerateUuidInput,
    work=work,
    output_keys=("uuid",),
    defaults={},
)
