"""The link to a journey's PDF."""

from django import template
from django.urls import reverse
from django.utils import translation

from guidance.journey_pdf import offered
from portal.core.numerals import format_file_size

register = template.Library()


@register.simple_tag
def journey_pdf(stage):
    """The PDF of a stage with its address, or nothing where none is to be had. One query."""
    pdf = offered().filter(stage_id=stage.pk).first() if stage.pk else None
    if pdf is None:
        return None
    return {
        "url": reverse("guidance:journey_pdf", args=[stage.slug]),
        "size": format_file_size(pdf.bytes, translation.get_language() or "bn"),
        "pages": pdf.pages,
        "made_at": pdf.made_at,
    }
