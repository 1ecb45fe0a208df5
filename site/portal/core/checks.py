"""System checks of the ground floor."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from portal.core.stylesheet import SHEETS, stylesheet_paths


@register(Tags.compatibility)
def check_language_setup(app_configs, **kwargs):
    """Bangla must be the source language and English beside it: addresses depend on it."""
    codes = [code for code, _name in settings.LANGUAGES]
    if settings.LANGUAGE_CODE != "bn" or codes != ["bn", "en"]:
        return [
            Error(
                "The site's languages must be Bangla (first) and English.",
                hint="Addresses at the root are Bangla; only /en/ has a prefix.",
                id="core.E001",
            )
        ]
    return []


@register(Tags.staticfiles)
def check_stylesheet(app_configs, **kwargs):
    """The stylesheet stands inside every page: without its files no page can be shown."""
    missing = [path for names in SHEETS.values() for path in stylesheet_paths(names)]
    missing = [path for path in missing if not path.exists()]
    return [Error(f"The stylesheet {path.name} is missing.", id="core.E002") for path in missing]
