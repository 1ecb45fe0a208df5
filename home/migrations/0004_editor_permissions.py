"""Let Wagtail's groups of editors work on reference data, providers and figures."""

from django.db import migrations

MODELS = [
    ("reference", "Fact"),
    ("reference", "EmergencyNumber"),
    ("reference", "EmergencyAdvice"),
    ("reference", "Country"),
    ("reference", "Topic"),
    ("reference", "Organisation"),
    ("core", "SiteFrame"),
    ("directory", "Provider"),
    ("programs", "Indicator"),
    ("programs", "IndicatorValue"),
]
ACTIONS = {
    "Editors": ("add", "change", "publish"),
    "Moderators": ("add", "change", "publish", "delete"),
}


def has_drafts(model) -> bool:
    return any(field.name == "live_revision" for field in model._meta.get_fields())


def permission(apps, model, action):
    """The rows are otherwise made after the last migration: too late for the groups."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _made = ContentType.objects.get_or_create(
        app_label=model._meta.app_label, model=model._meta.model_name
    )
    found, _made = Permission.objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model._meta.model_name}",
        defaults={"name": f"Can {action} {model._meta.verbose_name}"},
    )
    return found


def permit(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    submit_translation = Permission.objects.filter(
        content_type__app_label="wagtail_localize", codename="submit_translation"
    )
    for group_name, actions in ACTIONS.items():
        group, _made = Group.objects.get_or_create(name=group_name)
        group.permissions.add(*submit_translation)
        for app_label, model_name in MODELS:
            model = apps.get_model(app_label, model_name)
            for action in actions:
                if action != "publish" or has_drafts(model):
                    group.permissions.add(permission(apps, model, action))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_languages_and_home_page"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0002_files_and_site_frame"),
        ("directory", "0001_initial"),
        ("programs", "0001_initial"),
        ("reference", "0002_places_of_bangladesh"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
    ]
    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
