import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import allma_site.common.ids

BATCH = 2000


def copy_attributes(apps: Any, schema_editor: Any) -> None:
    """Search attributes become terms."""
    rows = apps.get_model("executions", "SearchAttribute").objects.select_related("execution").order_by("pk")
    terms = (_term(apps, row.execution, "A", row.name, row.value) for row in rows.iterator(chunk_size=BATCH))
    _insert(apps, terms)


def copy_labels(apps: Any, schema_editor: Any) -> None:
    """So do labels of runs."""
    rows = apps.get_model("executions", "Execution").objects.filter(kind="RUN").exclude(labels="{}").order_by("pk")
    rows = rows.only("pk", "workspace_id", "created_at", "labels")
    terms = (
        _term(apps, row, "L", name, value)
        for row in rows.iterator(chunk_size=BATCH)
        for name, value in json.loads(row.labels).items()
    )
    _insert(apps, terms)


def _term(apps: Any, execution: Any, kind: str, name: str, value: str) -> Any:
    return apps.get_model("executions", "SearchTerm")(
        execution_id=execution.pk,
        workspace_id=execution.workspace_id,
        kind=kind,
        name=name,
        value=value,
        folded=value.casefold().encode()[:64],
        created_at=execution.created_at,
    )


def _insert(apps: Any, terms: Iterator[Any]) -> None:
    model = apps.get_model("executions", "SearchTerm")
    for batch in iter(lambda: list(islice(terms, BATCH)), []):
        model.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [
        ("executions", "0002_index_of_flow"),
        ("flows", "0001_initial"),
        ("workspaces", "0002_failedlogin"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("stage", models.PositiveSmallIntegerField(default=0)),
                ("execution_id", models.UUIDField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("PENDING", "Pending"),
                            ("STARTED", "Started"),
                            ("SUCCEEDED", "Succeeded"),
                            ("FAILED", "Failed"),
                            ("SKIPPED", "Skipped"),
                        ],
                        default="PENDING",
                        max_length=9,
                    ),
                ),
                ("new_execution_id", models.UUIDField(null=True)),
                ("message", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="BulkJob",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=allma_site.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[("redrive", "Redrive"), ("cancel", "Cancel"), ("delete", "Delete")], max_length=8
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("RUNNING", "Running"), ("COMPLETED", "Completed"), ("STOPPED", "Stopped")],
                        default="RUNNING",
                        max_length=9,
                    ),
                ),
                ("filter", models.TextField(null=True)),
                ("version", models.CharField(default="original", max_length=12)),
                ("stages", models.TextField(default="[null]")),
                ("stage", models.PositiveSmallIntegerField(default=0)),
                (
                    "stage_ended",
                    models.PositiveIntegerField(default=0, help_text="Items of this stage that ended well or badly."),
                ),
                ("stage_failed", models.PositiveIntegerField(default=0)),
                ("max_failure_rate", models.FloatField(null=True)),
                ("reason", models.TextField(default="")),
                ("total", models.PositiveIntegerField(default=0)),
                ("succeeded", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("skipped", models.PositiveIntegerField(default=0)),
                ("actor", models.TextField()),
                ("created_by", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField()),
                ("epoch", models.BigIntegerField(default=0)),
                ("lease_owner", models.CharField(max_length=64, null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=allma_site.common.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=100)),
                ("query", models.TextField(default="{}")),
                ("columns", models.TextField(default="[]")),
                ("shared", models.BooleanField(default=False)),
                ("created_by", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("L", "Label"), ("A", "Attribute")], max_length=1)),
                ("name", models.CharField(max_length=64)),
                ("value", models.CharField(max_length=255)),
                ("folded", models.BinaryField(max_length=64)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="execution",
            name="execution_queued",
        ),
        migrations.RemoveIndex(
            model_name="execution",
            name="execution_by_error",
        ),
        migrations.AlterField(
            model_name="execution",
            name="parent",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="children",
                to="executions.execution",
            ),
        ),
        migrations.AlterField(
            model_name="execution",
            name="redrive_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="redrives",
                to="executions.execution",
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("status__in", ["QUEUED", "RUNNING", "COMPLETED"]), _negated=True),
                fields=["flow", "status", "-created_at"],
                name="execution_of_flow_by_status",
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(fields=["flow", "flow_version", "-created_at"], name="execution_of_version"),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("trigger", "api"), _negated=True),
                fields=["workspace", "trigger", "-created_at"],
                name="execution_by_trigger",
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("parent__isnull", False)),
                fields=["parent", "-created_at"],
                name="execution_of_parent",
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("redrive_of__isnull", False)),
                fields=["redrive_of", "-created_at"],
                name="execution_redrives",
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("status", "QUEUED")), fields=["workspace", "-created_at"], name="execution_queued"
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("error_step__isnull", False)),
                fields=["workspace", "error_step", "-created_at"],
                name="execution_by_error",
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("error_name__isnull", False)),
                fields=["workspace", "error_name", "-created_at"],
                name="execution_by_error_name",
            ),
        ),
        migrations.AddField(
            model_name="bulkjob",
            name="workspace",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workspaces.workspace"
            ),
        ),
        migrations.AddField(
            model_name="bulkitem",
            name="job",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="executions.bulkjob",
            ),
        ),
        migrations.AddField(
            model_name="savedsearch",
            name="workspace",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workspaces.workspace"
            ),
        ),
        migrations.AddField(
            model_name="searchterm",
            name="execution",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="search_terms",
                to="executions.execution",
            ),
        ),
        migrations.AddField(
            model_name="searchterm",
            name="workspace",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workspaces.workspace"
            ),
        ),
        migrations.AddIndex(
            model_name="bulkjob",
            index=models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="bulk_due"),
        ),
        migrations.AddIndex(
            model_name="bulkjob",
            index=models.Index(fields=["workspace", "-created_at", "-id"], name="bulk_newest"),
        ),
        migrations.AddIndex(
            model_name="bulkjob",
            index=models.Index(fields=["workspace", "moved_at"], name="bulk_moved"),
        ),
        migrations.AddConstraint(
            model_name="bulkjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", False), ("ended_at__isnull", True), ("status", "RUNNING")),
                    models.Q(
                        ("due_at__isnull", True), ("ended_at__isnull", False), ("status__in", ["COMPLETED", "STOPPED"])
                    ),
                    _connector="OR",
                ),
                name="bulk_over_is_at_rest",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("succeeded"), "+", models.F("failed")
                            ),
                            "+",
                            models.F("skipped"),
                        ),
                    )
                ),
                name="bulk_counts_up_to_total",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("max_failure_rate__isnull", True),
                    models.Q(("max_failure_rate__gte", 0), ("max_failure_rate__lte", 1)),
                    _connector="OR",
                ),
                name="bulk_failure_rate",
            ),
        ),
        migrations.AddIndex(
            model_name="bulkitem",
            index=models.Index(
                condition=models.Q(("status__in", ["PENDING", "STARTED"])),
                fields=["job", "stage", "number"],
                name="bulk_item_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(fields=("job", "number"), name="bulk_item_number"),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(fields=("job", "execution_id"), name="bulk_item_once"),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("new_execution_id__isnull", False)),
                fields=("new_execution_id",),
                name="bulk_new_execution_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "STARTED"), _negated=True), ("new_execution_id__isnull", False), _connector="OR"
                ),
                name="bulk_started_has_execution",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(fields=("workspace", "owner", "name"), name="saved_search_name"),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="saved_search_has_name"
            ),
        ),
        migrations.AddIndex(
            model_name="searchterm",
            index=models.Index(fields=["workspace", "folded", "name", "-created_at"], name="search_term_folded"),
        ),
        migrations.AddConstraint(
            model_name="searchterm",
            constraint=models.UniqueConstraint(fields=("execution", "kind", "name"), name="search_term_once"),
        ),
        migrations.RunPython(copy_attributes, migrations.RunPython.noop),
        migrations.RunPython(copy_labels, migrations.RunPython.noop),
        migrations.DeleteModel(name="SearchAttribute"),
    ]
