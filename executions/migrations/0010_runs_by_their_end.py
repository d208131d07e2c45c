from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("executions", "0009_counts_by_quarters_of_days")]

    operations = [
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False)),
                fields=["workspace", "status", "ended_at", "created_at", "id"],
                name="execution_by_end",
            ),
        ),
    ]
