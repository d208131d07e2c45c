import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("executions", "0005_fingerprints_of_failures"),
        ("flows", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="execution",
            name="redrive_from_seq",
            field=models.BigIntegerField(
                help_text="The visit a redrive began at; those before it are the other run's.", null=True
            ),
        ),
        migrations.AddField(
            model_name="execution",
            name="redrive_context_diff",
            field=models.TextField(help_text="What was edited in the context of that visit, as JSON Patch.", null=True),
        ),
        migrations.AddConstraint(
            model_name="execution",
            constraint=models.CheckConstraint(
                name="execution_redrive_is_whole",
                condition=models.Q(redrive_from_seq__isnull=True, redrive_context_diff__isnull=True)
                | models.Q(redrive_from_seq__gte=1, redrive_context_diff__isnull=False),
            ),
        ),
        migrations.CreateModel(
            name="InheritedPart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("generation", models.PositiveIntegerField()),
                ("began_at_seq", models.BigIntegerField(null=True)),
                ("run_id", models.UUIDField()),
                ("flow_version", models.PositiveIntegerField()),
                ("trigger", models.CharField(max_length=32)),
                ("started_at", models.DateTimeField()),
                (
                    "definition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="flows.frozendefinition",
                    ),
                ),
                (
                    "execution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inherited_parts",
                        to="executions.execution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(name="inherited_part_once", fields=["execution", "first"]),
                    models.CheckConstraint(
                        name="inherited_part_in_order",
                        condition=models.Q(first__gte=1, last__gte=models.F("first")),
                    ),
                ],
            },
        ),
    ]
