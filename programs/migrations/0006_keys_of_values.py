"""A value's key is its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0005_known_from_a_report")]

    operations = [
        migrations.AlterField(
            model_name="indicatorvalue",
            name="key",
            field=models.SlugField(
                blank=True,
                help_text="Texts embed the value by it: {figure:key}. Made by itself when left empty.",
                max_length=120,
                unique=True,
                verbose_name="key",
            ),
        ),
    ]
