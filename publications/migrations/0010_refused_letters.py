"""What mail servers refuse is counted, and what they put off is tried again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publications", "0009_old_columns_go")]
    operations = [
        migrations.AddField(
            model_name="subscription",
            name="refusals",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="announcement",
            name="postponed",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="announcement",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="announcement",
            name="letters",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
