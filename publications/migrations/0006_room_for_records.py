"""Recommendations become records of their own: their stream makes room for the name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("publications", "0005_words_of_files")]

    operations = [
        migrations.RenameField("publicationpage", "recommendations", "asked"),
    ]
