from typing import Any

from django.db import migrations, models

SPANS = (1, 60, 360, 1440)
NAMES = ("RunRollup", "StepRollup")


def count_again(apps: Any, schema_editor: Any) -> None:
    """Without counts by the quarter of a day the others are counted from the beginning, too."""
    for name in (*NAMES, "RollupMark"):
        apps.get_model("executions", name).objects.all().delete()


def constraint(name: str) -> models.CheckConstraint:
    """Of the spans there are."""
    kind = name.removesuffix("Rollup").lower()
    return models.CheckConstraint(condition=models.Q(("span__in", SPANS)), name=f"{kind}_rollup_span")


class Migration(migrations.Migration):
    dependencies = [("executions", "0008_rollups_with_histograms")]

    operations = [
        *(migrations.RemoveConstraint(name.lower(), constraint(name).name) for name in NAMES),
        *(migrations.AddConstraint(name.lower(), constraint(name)) for name in NAMES),
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]
