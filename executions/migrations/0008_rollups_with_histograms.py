from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SPANS = (1, 60, 1440)


def count_again(apps: Any, schema_editor: Any) -> None:
    """What was counted in another way is counted from the beginning."""
    apps.get_model("executions", "RollupMark").objects.all().delete()


def owner(model: str) -> models.ForeignKey:
    """A reference without an index of its own."""
    return models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=model)


def table(name: str, key: dict[str, models.Field], sums: tuple[str, ...]) -> migrations.CreateModel:
    """Counts of one kind."""
    kind = name.removesuffix("Rollup").lower()
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("workspace", owner("workspaces.workspace")),
            ("span", models.PositiveSmallIntegerField()),
            ("slot", models.BigIntegerField()),
            ("flow", owner("flows.flow")),
            *key.items(),
            *((column, models.BigIntegerField()) for column in sums),
            ("durations", models.TextField()),
        ],
        options={
            "indexes": [
                models.Index(condition=models.Q(("span", 1)), fields=["slot"], name=f"{kind}_rollup_minutes")
            ],
            "constraints": [
                models.UniqueConstraint(
                    fields=("workspace", "span", "slot", "flow", *key), name=f"{kind}_rollup_once"
                ),
                models.CheckConstraint(condition=models.Q(("span__in", SPANS)), name=f"{kind}_rollup_span"),
            ],
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("executions", "0007_orders_of_lists"),
        ("flows", "0001_initial"),
        ("workspaces", "0002_failedlogin"),
    ]

    operations = [
        migrations.DeleteModel(name="RunRollup"),
        migrations.DeleteModel(name="StepRollup"),
        table("RunRollup", {}, ("created", "completed", "failed", "cancelled", "timed_out", "quarantined")),
        table(
            "StepRollup",
            {"step_instance_id": models.CharField(max_length=64), "step_type": models.CharField(max_length=64)},
            ("visits", "failed", "input_tokens", "output_tokens", "nano_usd"),
        ),
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]
