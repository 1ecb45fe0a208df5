"""Files become rows and recommendations become records; dates get their first day."""

from datetime import date

from django.conf import settings
from django.db import migrations

# Kinds of addressees by a word of their printed English names; the first that fits counts.
ADDRESSEES = (
    ("Expatriates", "ministry"),
    ("Donors", "donors"),
    ("Banks", "finance"),
    ("overnment", "government"),
    ("NGO", "civil-society"),
    ("agenc", "recruiters"),
)


def move(apps, schema_editor):
    page_model = apps.get_model("publications", "PublicationPage")
    for page in page_model.objects.all():
        if page.year:
            page.first_day = date(page.year, page.month or 1, 1)
            page_model.objects.filter(pk=page.pk).update(first_day=page.first_day)
        if page.document_id:
            apps.get_model("publications", "PublicationFile").objects.create(
                page_id=page.pk, document_id=page.document_id, sort_order=0
            )
    source = settings.LANGUAGE_CODE
    for page in page_model.objects.filter(locale__language_code=source):
        translated = (
            page_model.objects.filter(translation_key=page.translation_key)
            .exclude(locale__language_code=source)
            .first()
        )
        _move_recommendations(apps, page, translated)


def _move_recommendations(apps, page, translated):
    bangla = [block["value"] for block in page.asked.raw_data]
    english = [block["value"] for block in translated.asked.raw_data] if translated else []
    for place, asked in enumerate(bangla):
        other = english[place] if len(english) == len(bangla) else asked
        apps.get_model("publications", "Recommendation").objects.create(
            key=f"{page.slug[:70]}-{place + 1}",
            publication_id=page.pk,
            addressee=next((kind for word, kind in ADDRESSEES if word in other["to"]), "other"),
            addressee_bn=asked["to"],
            addressee_en=other["to"],
            text_bn=asked["text"],
            text_en=other["text"],
            sort_order=place,
        )


class Migration(migrations.Migration):
    dependencies = [("publications", "0007_records_files_events")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
