"""System checks of guidance."""

from django.core.checks import Info, Tags, register

from guidance.pdf_support import REMEDY, what_is_missing


@register(Tags.compatibility)
def check_pdf_support(app_configs, **kwargs):
    """Without Pango or a Bangla font the site runs, and offers no journeys as PDF."""
    missing = what_is_missing()
    if not missing:
        return []
    return [
        Info(
            f"No journey can be made as a PDF on this machine. {missing}",
            hint=REMEDY,
            id="guidance.I001",
        )
    ]
