import json
from typing import Any

from django.db import migrations

from executions.fingerprints import fingerprint

BATCH = 1000


def fill(apps: Any, schema_editor: Any) -> None:
    """Runs that failed before there were fingerprints get theirs, in batches: stopped halfway, it goes on there."""
    runs = apps.get_model("executions", "Execution").objects
    missing = runs.filter(kind="RUN", error__isnull=False, error_fingerprint__isnull=True).order_by("pk")
    while batch := list(missing.only("pk", "flow_id", "error")[:BATCH]):
        for run in batch:
            error = json.loads(run.error)
            run.error_fingerprint = fingerprint(
                flow_id=run.flow_id.hex,
                step=error.get("stepInstanceId"),
                error_name=error["errorName"],
                message=error["message"],
            )
        runs.bulk_update(batch, ["error_fingerprint"])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("executions", "0004_rollups_and_fingerprints")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
