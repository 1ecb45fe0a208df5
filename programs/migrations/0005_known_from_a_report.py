"""What was “reported for 2019” says so by its years; every value gets the key that it keeps."""

from django.db import migrations


def name_years(apps, schema_editor):
    """The status says how we know of the work, the years when it was."""
    pages = apps.get_model("programs", "ProgramPage").objects
    pages.filter(status="reported-2019").update(
        status="reported", first_year=2019, last_year=2019
    )
    for page in pages.filter(first_year=None, start__isnull=False):
        page.first_year = page.start.year
        page.last_year = page.end.year if page.end else None
        page.save(update_fields=["first_year", "last_year"])


def give_keys(apps, schema_editor):
    """As programs.models.values.free_key does for new values."""
    values = apps.get_model("programs", "IndicatorValue").objects
    taken = set()
    for value in values.filter(key="").select_related("indicator", "program").order_by("pk"):
        parts = [value.indicator.key, value.program.slug if value.program else ""]
        wanted = "-".join([*filter(None, parts), str(value.period_end.year)])[:110]
        key, number = wanted, 2
        while key in taken:
            key, number = f"{wanted}-{number}", number + 1
        taken.add(key)
        values.filter(pk=value.pk).update(key=key)


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_results_and_open_data")]

    operations = [
        migrations.RunPython(name_years, migrations.RunPython.noop),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
