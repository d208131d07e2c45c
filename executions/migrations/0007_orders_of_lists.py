from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("executions", "0006_redrives_from_a_visit"),
        ("flows", "0001_initial"),
        ("workspaces", "0002_failedlogin"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="execution",
            name="execution_by_status",
        ),
        migrations.RemoveIndex(
            model_name="execution",
            name="execution_of_flow_by_status",
        ),
        migrations.RemoveIndex(
            model_name="execution",
            name="execution_of_version",
        ),
        migrations.RemoveIndex(
            model_name="execution",
            name="execution_by_trigger",
        ),
        migrations.RemoveIndex(
            model_name="execution",
            name="execution_by_error",
        ),
        migrations.RemoveIndex(
            model_name="execution",
            name="execution_by_error_name",
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("status__in", ["QUEUED", "RUNNING", "COMPLETED"]), _negated=True),
                fields=["workspace", "status", "-created_at", "-id"],
                name="execution_by_status",
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("status__in", ["QUEUED", "RUNNING", "COMPLETED"]), _negated=True),
                fields=["flow", "status", "-created_at", "-id"],
                name="execution_of_flow_by_status",
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(fields=["flow", "flow_version", "-created_at", "-id"], name="execution_of_version"),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("trigger", "api"), _negated=True),
                fields=["workspace", "trigger", "-created_at", "-id"],
                name="execution_by_trigger",
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("error_step__isnull", False)),
                fields=["workspace", "error_step", "-created_at", "-id"],
                name="execution_by_error",
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("error_name__isnull", False)),
                fields=["workspace", "error_name", "-created_at", "-id"],
                name="execution_by_error_name",
            ),
        ),
    ]
