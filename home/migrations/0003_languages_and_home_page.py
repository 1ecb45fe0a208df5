"""Two languages, English following Bangla, and a home page in place of Wagtail's welcome page."""

from django.conf import settings
from django.db import migrations

HERO = {"bn": "আপনার কী দরকার?", "en": "What do you need?"}


def create_home_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("home", "HomePage")

    bangla, _made = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    Locale.objects.get_or_create(language_code="en")
    Page.objects.filter(depth=1).update(locale=bangla)

    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    content_type, _made = ContentType.objects.get_or_create(model="homepage", app_label="home")
    home = HomePage.objects.create(
        title="ওকাপ",
        draft_title="ওকাপ",
        slug="home",
        content_type=content_type,
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=bangla,
        hero=HERO["bn"],
        danger_title="আমি বা আমার কেউ এখন বিপদে",
        know_now_title="এখন যা জানা দরকার",
        figures_title="আমাদের কাজ",
        publications_title="গবেষণা ও প্রকাশনা",
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.create(
        hostname="localhost", port=80, root_page_id=home.pk, is_default_site=True, site_name="OKUP"
    )


def follow_bangla(apps, schema_editor):
    Locale = apps.get_model("wagtailcore", "Locale")
    LocaleSynchronization = apps.get_model("wagtail_localize", "LocaleSynchronization")
    LocaleSynchronization.objects.get_or_create(
        locale=Locale.objects.get(language_code="en"),
        defaults={"sync_from": Locale.objects.get(language_code=settings.LANGUAGE_CODE)},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_relations"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(create_home_page, migrations.RunPython.noop),
        migrations.RunPython(follow_bangla, migrations.RunPython.noop),
    ]
