"""Fill the identities of consents. In a transaction of its own, as PostgreSQL wants it."""

import uuid

from django.db import migrations


def give_uids(apps, schema_editor):
    """One value for each row: a default alone would be the same for all of them."""
    for consent in apps.get_model("helpdesk", "Consent").objects.all():
        consent.uid = uuid.uuid4()
        consent.save(update_fields=["uid"])


class Migration(migrations.Migration):
    dependencies = [("helpdesk", "0005_consent_uid")]
    operations = [migrations.RunPython(give_uids, migrations.RunPython.noop)]
