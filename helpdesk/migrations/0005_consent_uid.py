"""Give consents an identity of their own, in three steps because rows may exist."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("helpdesk", "0004_follows_and_content")]
    operations = [
        migrations.AddField(
            model_name="consent",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
    ]
